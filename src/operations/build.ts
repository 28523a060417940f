import type { Catalog } from '../catalog';
import { type ConfigRequest, type Loaded, load } from '../config';
import { UserError } from '../kit/errors';
import type { Ladder } from '../kit/ladder';
import type { Synthesis } from '../kit/synthesis';
import { synthesize, type Wanted } from './synthesize';

export interface Built {
  readonly loaded: Loaded;
  /** With the team's extensions and patches. */
  readonly synthesis: Synthesis;
  /** How many patches were applied. */
  readonly patches: number;
  /** How many patches wait for a later stage, which has what they name. @default 0 */
  readonly waiting?: number;
}

export interface BuildOptions {
  /** A patch that hits nothing is skipped, as the lower side of a comparison needs. @default false */
  readonly lenient?: boolean;
}

/** What the files of a bundle make of a synthesis. */
export interface Changed {
  readonly synthesis: Synthesis;
  /** How many patches were applied. */
  readonly patches: number;
  /** How many patches wait for a later stage, which has what they name. */
  readonly waiting: number;
}

interface ChangeOptions extends BuildOptions {
  /** What the highest stage renders; asked only when a patch hits nothing. @default - a patch waits for no stage */
  readonly highest?: () => Promise<Synthesis | undefined>;
}

/**
 * What a configuration renders, in memory: everything of the ladder, then what the bundle's `extensions/` add and what its
 * `patches/` change.
 *
 * @throws UserError with every fault found
 */
export async function build(
  ladder: Ladder,
  catalog: Catalog,
  config: ConfigRequest,
  wanted: Wanted,
  options: BuildOptions = {},
): Promise<Built> {
  const loaded = load(ladder, catalog, config);
  const synthesis = await synthesize(loaded.resolved, catalog, wanted);
  if (config.bundle === undefined) return { loaded, synthesis, patches: 0 };
  const highest = () => highestStage(ladder, catalog, config, wanted, loaded);
  return { loaded, ...(await changeByBundle(synthesis, config.bundle, wanted, { highest, ...options })) };
}

/** A synthesis as the team's files of a bundle change it. */
export async function changeByBundle(
  synthesis: Synthesis,
  bundle: string,
  wanted: Wanted,
  { highest, ...options }: ChangeOptions = {},
): Promise<Changed> {
  const { readPatches, applyPatches, findsTarget } = await import('./patches');
  const { readExtensions } = await import('./extensions');
  const extensions = wanted.kubernetes ? readExtensions(bundle, synthesis.kubernetes) : [];
  const extended = { ...synthesis, kubernetes: [...synthesis.kubernetes, ...extensions] };
  const { patches, faults } = readPatches(bundle);
  if (patches.length + faults.length + extensions.length === 0) return { synthesis, patches: 0, waiting: 0 };
  const lost = patches.filter((patch) => !findsTarget(patch, extended, wanted));
  const top = lost.length > 0 ? await highest?.() : undefined;
  const waiting = new Set(top ? lost.filter((patch) => findsTarget(patch, top, wanted)) : []);
  const due = patches.filter((patch) => !waiting.has(patch));
  return {
    synthesis: applyPatches(extended, due, { ...wanted, ...options, faults }),
    patches: due.length,
    waiting: waiting.size,
  };
}

/**
 * What the highest stage makes of a configuration, to tell a patch that waits for a later stage from one that hits nothing
 * anywhere. Nothing if this is the highest, or if a later stage asks for what the configuration does not have yet.
 */
export async function highestStage(
  ladder: Ladder,
  catalog: Catalog,
  config: ConfigRequest,
  wanted: Wanted,
  { resolved }: Loaded,
): Promise<Synthesis | undefined> {
  const stage = Math.max(...ladder.map(({ number }) => number));
  if (resolved.platform.stage === stage) return undefined;
  try {
    return await synthesize(load(ladder, catalog, { ...config, stage }).resolved, catalog, wanted);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
