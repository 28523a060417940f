import { join } from 'node:path';
import type { StarterFile } from '../../kit/contract';
import { textAt } from '../../output/examine';
import { MARKER, type OwnedFile, sha256 } from '../../output/owned';
import type { Target } from '../../output/target';
import { threeWay } from '../../output/three-way';

/** What regeneration does with the starter files. */
export interface StarterPlan {
  readonly write: Map<string, string>;
  readonly executable: Set<string>;
  readonly remove: string[];
  readonly owned: Map<string, OwnedFile>;
  readonly notes: string[];
}

/** A new version that does not merge is put beside the team's file under this ending; removing it settles the matter. */
export const CONFLICT = '.stagecraft-new';

const BASES = `${MARKER}/bases`;

/**
 * Starter files are the team's once they are written. One that was not edited follows ours, an edited one is merged with
 * what changed between our last version and this, one that was deleted stays deleted. Nobody's edit is lost: what does
 * not merge is left as it is, with our new version beside it.
 */
export function planStarters(target: Target, files: readonly StarterFile[]): StarterPlan {
  const plan: StarterPlan = { write: new Map(), executable: new Set(), remove: [], owned: new Map(), notes: [] };
  for (const file of files) planOne(target, file, plan);
  retire(target, plan);
  return plan;
}

function planOne(target: Target, file: StarterFile, plan: StarterPlan): void {
  const { path, text, executable } = file;
  const decision = decide(target, file);
  if (decision.note) plan.notes.push(`${path}: ${decision.note}`);
  if (decision.conflict) {
    putBeside(target, file, decision.conflict, plan);
    return;
  }
  if (decision.write !== undefined) plan.write.set(path, decision.write);
  if (decision.write !== undefined && executable) plan.executable.add(path);
  plan.write.set(`${BASES}/${path}`, text);
  plan.owned.set(path, { kind: 'starter', sha256: sha256(text) });
}

interface Decision {
  /** What the file becomes; nothing if it stays as it is. */
  readonly write?: string;
  readonly note?: string;
  /** Our last version, where this one does not merge. */
  readonly conflict?: OwnedFile;
}

function decide(target: Target, { path, text }: StarterFile): Decision {
  const before = target.owned?.files.get(path);
  const mine = read(target, path);
  if (mine === undefined) return before ? {} : { write: text };
  if (mine === text) return { write: text };
  if (!before) return { note: `was there before, left as it is; ours is ${BASES}/${path}` };
  const untouched = sha256(mine) === before.sha256;
  const base = read(target, `${BASES}/${path}`) ?? (untouched ? mine : undefined);
  if (base === text || wasSettled(target, path, text)) return {};
  if (mine === base) return { write: text };
  const merged = base === undefined ? undefined : threeWay(mine, base, text);
  if (merged === mine) return {};
  if (merged !== undefined) return { write: merged, note: 'merged with your changes' };
  const note = `your changes and ours touch the same lines; take what you want of ${path}${CONFLICT}, then remove that file`;
  return { conflict: before, note };
}

/** Our last version stays the base, so that the next run asks again, until the file beside is gone. */
function putBeside(target: Target, { path, text }: StarterFile, before: OwnedFile, plan: StarterPlan): void {
  const beside = path + CONFLICT;
  const there = read(target, beside);
  const last = target.owned?.files.get(beside);
  const edited = there !== undefined && sha256(there) !== last?.sha256;
  if (!edited) plan.write.set(beside, text);
  plan.owned.set(path, before);
  plan.owned.set(beside, edited && last ? last : { kind: 'conflict', sha256: sha256(text) });
}

/** Whether this very version was put beside the file earlier and has been removed since. */
function wasSettled(target: Target, path: string, text: string): boolean {
  const beside = path + CONFLICT;
  return target.owned?.files.get(beside)?.sha256 === sha256(text) && read(target, beside) === undefined;
}

/** What was ours and is no longer made: removed if nobody touched it, otherwise the team's from now on. */
function retire(target: Target, plan: StarterPlan): void {
  const gone = [...(target.owned?.files ?? [])].filter(
    ([path, { kind }]) => kind !== 'rendered' && !plan.owned.has(path),
  );
  for (const [path, { kind, sha256: hash }] of gone) {
    const mine = read(target, path);
    if (mine !== undefined && sha256(mine) === hash) plan.remove.push(path);
    else if (mine !== undefined) plan.notes.push(`${path}: is no longer part of the bundle; yours from now on`);
    const base = `${BASES}/${path}`;
    if (kind === 'starter' && read(target, base) !== undefined) plan.remove.push(base);
  }
}

function read(target: Target, path: string): string | undefined {
  return target.exists ? textAt(join(target.path, path)) : undefined;
}
