import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../kit/errors';
import { lock } from './lock';
import { refuseObstacles } from './obstacles';
import { MARKER, manifestNames, type Ownership, renderOwnership } from './owned';
import type { Target } from './target';

/** What a run leaves behind: every file it is about, and what it has stopped writing. */
export interface Change {
  /** Text by path. A file whose text is on disk already is left alone. */
  readonly write: ReadonlyMap<string, string>;
  /** Paths of `write` that people execute. */
  readonly executable?: ReadonlySet<string>;
  /** Owned files that are no longer there. */
  readonly remove: readonly string[];
  readonly ownership: Ownership;
}

export interface Written {
  /** Files written or changed, in order. */
  readonly written: readonly string[];
  readonly unchanged: number;
  readonly removed: readonly string[];
}

/**
 * Makes a change whole or not at all. A new directory is built beside its place and renamed into it. In one that is
 * there, every file is first written below `.stagecraft`, then renamed into place one by one, with the manifest it
 * arrives at noted before: a run that is cut off leaves whole files, old or new, and the next run knows both.
 *
 * @throws UserError when the file system refuses
 */
export async function commit(target: Target, where: string, plan: () => Change, patience?: number): Promise<Written> {
  try {
    return await (target.exists ? update : create)(target, where, plan, patience);
  } catch (error) {
    throw error instanceof UserError ? error : refused(error as NodeJS.ErrnoException, where, target);
  }
}

async function create(target: Target, where: string, plan: () => Change, patience?: number): Promise<Written> {
  const parent = dirname(target.path);
  const change = plan();
  const made = mkdirSync(parent, { recursive: true });
  const staging = join(parent, `.${basename(target.path)}.stagecraft`);
  const release = await lock(`${staging}.lock`, where, patience);
  try {
    if (!existsSync(target.path)) {
      clear(staging);
      const put = writer(staging);
      for (const [path, text] of change.write) put(path, text, change.executable?.has(path));
      put(manifestNames.now, renderOwnership(change.ownership));
      renameSync(staging, target.path);
      return { written: [...change.write.keys()], unchanged: 0, removed: [] };
    }
  } finally {
    clear(staging);
    release();
    if (made && !existsSync(target.path)) removeEmpty(parent, dirname(made));
  }
  // Another run made it while this one waited: what it wrote is now updated.
  return update({ ...target, exists: true }, where, plan, patience);
}

async function update(target: Target, where: string, plan: () => Change, patience?: number): Promise<Written> {
  const marker = join(target.path, MARKER);
  refuseObstacles(target, where, [`${MARKER}/lock`]);
  plan();
  const made = mkdirSync(marker, { recursive: true });
  const release = await lock(join(marker, 'lock'), where, patience);
  const staging = join(marker, 'staging');
  try {
    // Another run may have changed the directory while this one waited: what counts is what is there now.
    const change = plan();
    refuseObstacles(target, where, [...change.write.keys(), ...change.remove]);
    const write = [...change.write].filter(([path, text]) => !same(join(target.path, path), text));
    clear(staging);
    const put = writer(staging);
    for (const [path, text] of write)
      put(path, text, change.executable?.has(path) || isExecutable(join(target.path, path)));
    settle(target.path, staging, put, change, write);
    return {
      written: write.map(([path]) => path),
      unchanged: change.write.size - write.length,
      removed: change.remove,
    };
  } finally {
    clear(staging);
    release();
    if (made && !existsSync(join(target.path, manifestNames.now))) rmSync(marker, { recursive: true, force: true });
  }
}

/** The part that changes what others see: renames and removals, nothing that could run out of space. */
function settle(
  directory: string,
  staging: string,
  put: Put,
  change: Change,
  write: readonly [string, string][],
): void {
  const manifest = renderOwnership(change.ownership);
  if (write.length > 0 || change.remove.length > 0) {
    put(manifestNames.next, manifest);
    renameSync(join(staging, manifestNames.next), join(directory, manifestNames.next));
  }
  for (const [path] of write) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    renameSync(join(staging, path), join(directory, path));
  }
  for (const path of change.remove) {
    rmSync(join(directory, path), { force: true });
    removeEmpty(dirname(join(directory, path)), directory);
  }
  if (same(join(directory, manifestNames.now), manifest)) rmSync(join(directory, manifestNames.next), { force: true });
  else {
    put(manifestNames.now, manifest);
    renameSync(join(staging, manifestNames.now), join(directory, manifestNames.now));
    rmSync(join(directory, manifestNames.next), { force: true });
  }
}

type Put = (path: string, text: string, executable?: boolean) => void;

/** Writes new files below a directory; each of its directories is made once. */
function writer(directory: string): Put {
  const made = new Set<string>();
  return (path, text, executable) => {
    const full = join(directory, path);
    const parent = dirname(full);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(full, text, { flag: 'wx', mode: executable ? 0o755 : 0o644 });
  };
}

/** Asks first: Node reads a module of its own for a removal, and there is hardly ever anything to remove. */
function clear(directory: string): void {
  if (lstatSync(directory, { throwIfNoEntry: false })) rmSync(directory, { recursive: true, force: true });
}

/** What people made executable stays so. */
function isExecutable(path: string): boolean {
  return ((lstatSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o111) !== 0;
}

/** Whether a regular file holds exactly this text. */
function same(path: string, text: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && readFileSync(path, 'utf8') === text;
}

function refused(error: NodeJS.ErrnoException, where: string, target: Target): Error {
  if (!error.code || !error.syscall) return error;
  return new UserError({
    where,
    what: `cannot be written: ${error.code}${error.path ? ` at ${error.path}` : ''}`,
    got: target.given,
    next: 'mend that, or name another directory; nothing is half-written',
  });
}

/** Removes directories that have become empty, upwards, never the last one. */
function removeEmpty(from: string, last: string): void {
  for (let at = from; at !== last && at.startsWith(last); at = dirname(at)) {
    if (!existsSync(at)) continue;
    if (readdirSync(at).length > 0) return;
    rmdirSync(at);
  }
}
