import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../catalog';
import {
  CONFIG_FILE,
  type ConfigRequest,
  editorSchema,
  type Loaded,
  load,
  type Placeholder,
  placeholdersIn,
} from '../config';
import type { StageNumber, StarterFile } from '../kit/contract';
import { type Fault, UserError } from '../kit/errors';
import type { Ladder } from '../kit/ladder';
import type { Synthesis } from '../kit/synthesis';
import { version } from '../kit/version';
import { findEdits, textAt } from '../output/examine';
import { MARKER, type OwnedFile, sha256 } from '../output/owned';
import type { Files } from '../output/render';
import { inspectTarget, type Target } from '../output/target';
import { type Change, commit } from '../output/write';
import { changeByBundle, highestStage } from './build';
import { initialText, SCHEMA_FILE, updatedText } from './generate/config-file';
import { refuseEdits } from './generate/edits';
import { refuseAnotherIdentity } from './generate/identity';
import { TEAM_FILES } from './generate/pages';
import { planStarters } from './generate/starters';
import { renderSides } from './synth';
import { synthesize } from './synthesize';

export interface GenerateRequest {
  /** Directory of the bundle; new, empty or ours unless `force`. */
  readonly directory: string;
  /** Flags only; the bundle is `directory`. */
  readonly config: ConfigRequest;
  readonly force: boolean;
}

export interface GenerateResult {
  readonly stage: StageNumber;
  readonly directory: string;
  /** Files written or changed, relative to the bundle. */
  readonly written: readonly string[];
  /** Files that are no longer part of the bundle. */
  readonly removed: readonly string[];
  /** How many files were right already. */
  readonly unchanged: number;
  /** What a person should know, one line each: starter files merged or left, patches applied. */
  readonly notes: readonly string[];
  /** What is likely a slip, but may be meant. */
  readonly warnings: readonly Fault[];
  /** Values only the team knows that are still placeholders. */
  readonly fill: readonly Placeholder[];
}

const WHERE = 'DIR';
const WANTED = { terraform: true, kubernetes: true, files: true };

/** Writes or updates a bundle: whole, or not at all. */
export async function generate(ladder: Ladder, catalog: Catalog, request: GenerateRequest): Promise<GenerateResult> {
  const { directory } = request;
  const target = inspect(request);
  const text = configText(target);
  const loaded = load(ladder, catalog, { ...request.config, bundle: text === undefined ? undefined : directory });
  if (text !== undefined) refuseAnotherIdentity(text, loaded.resolved.platform);
  const plain = await synthesize(loaded.resolved, catalog, WANTED);
  const bundled = { ...request.config, bundle: directory };
  const { synthesis, patches, waiting } = target.exists
    ? await changeByBundle(plain, directory, WANTED, {
        highest: () => highestStage(ladder, catalog, bundled, WANTED, loaded),
      })
    : { synthesis: plain, patches: 0, waiting: 0 };
  const config = configFile(loaded, text, request.config);
  const draft = { text, config: config.text, synthesis, rendered: renderSides(synthesis, 'all'), schema: loaded };
  let plan: Plan | undefined;
  const result = await commit(target, WHERE, () => {
    plan = planBundle(inspect(request), draft);
    return plan.change;
  });
  const written = result.written.filter(isVisible);
  return {
    stage: loaded.resolved.platform.stage,
    directory,
    written,
    removed: result.removed.filter(isVisible),
    unchanged: [...(plan?.change.write.keys() ?? [])].filter(isVisible).length - written.length,
    notes: [
      ...config.notes,
      ...(patches > 0 ? [`patches applied: ${patches}`] : []),
      ...(waiting > 0 ? [`patches that wait for a later stage: ${waiting}`] : []),
      ...(plan?.notes ?? []),
    ],
    warnings: loaded.resolved.advice(),
    fill: placeholdersIn(loaded.resolved),
  };
}

function inspect({ directory, force }: GenerateRequest): Target {
  return inspectTarget(directory, { where: WHERE, kind: 'bundle', force });
}

function isVisible(path: string): boolean {
  return !path.startsWith(`${MARKER}/`);
}

/** Text of the bundle's stagecraft.yaml; a bundle that lost its own must not be taken for a new one. */
function configText({ path, given, exists, owned }: Target): string | undefined {
  const file = join(path, CONFIG_FILE);
  if (exists && existsSync(file)) return readFileSync(file, 'utf8');
  if (!owned) return undefined;
  throw new UserError({
    where: join(given, CONFIG_FILE),
    what: 'is gone; without it every value would fall back to its default',
    allowed: 'the file this bundle was generated from',
    next: 'restore it from version control',
  });
}

function configFile({ resolved, raw }: Loaded, text: string | undefined, request: ConfigRequest) {
  if (text === undefined) return { text: initialText(resolved, raw), notes: [] };
  const updated = updatedText(text, resolved, raw, request);
  return {
    text: updated.text,
    notes: updated.added.map((path) => `${CONFIG_FILE}: ${path} made explicit, it cannot change later`),
  };
}

interface Draft {
  /** stagecraft.yaml as it was read. */
  readonly text?: string;
  /** stagecraft.yaml as it will be. */
  readonly config: string;
  readonly synthesis: Synthesis;
  readonly rendered: Files;
  readonly schema: Loaded;
}

interface Plan {
  readonly change: Change;
  readonly notes: readonly string[];
}

function planBundle(target: Target, draft: Draft): Plan {
  const { synthesis, rendered } = draft;
  if (target.exists && textAt(join(target.path, CONFIG_FILE)) !== draft.text)
    throw new UserError({
      where: join(target.given, CONFIG_FILE),
      what: 'changed while it was being read',
      next: 'run the command again',
    });
  const faults = refuseEdits(target, findEdits(target, rendered), rendered, synthesis);
  if (faults.length > 0) throw new UserError(faults);
  const starters = planStarters(target, starterFiles(synthesis, rendered));
  const owned = [...rendered].map(([path, text]): [string, OwnedFile] => [
    path,
    { kind: 'rendered', sha256: sha256(text) },
  ]);
  const gone = [...(target.owned?.files ?? [])].filter(
    ([path, { kind }]) => kind === 'rendered' && !rendered.has(path),
  );
  const schema = editorSchema(draft.schema.resolved.schema());
  return {
    change: {
      write: new Map([[CONFIG_FILE, draft.config], [SCHEMA_FILE, schema], ...starters.write, ...rendered]),
      executable: starters.executable,
      remove: [...gone.map(([path]) => path), ...starters.remove],
      ownership: { generator: version, kind: 'bundle', files: new Map([...owned, ...starters.owned]) },
    },
    notes: starters.notes,
  };
}

/** Starter files of every component and of the bundle itself; two of one path are a mistake of ours. */
function starterFiles({ files }: Synthesis, rendered: Files): StarterFile[] {
  const paths = new Set([CONFIG_FILE, ...rendered.keys()]);
  const all = [...files, ...TEAM_FILES];
  for (const { path } of all) {
    if (paths.has(path)) throw new Error(`file ${path} of the bundle is made twice`);
    if (path.startsWith(`${MARKER}/`) || path.split('/').includes('..'))
      throw new Error(`${path} is no place for a file`);
    paths.add(path);
  }
  return all;
}
