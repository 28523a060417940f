import type { Catalog } from '../catalog';
import { type ConfigRequest, type Loaded, load } from '../config';
import type { Ladder } from '../kit/ladder';
import type { Synthesis } from '../kit/synthesis';
import { synthesize, type Wanted } from './synthesize';

export interface Built {
  readonly loaded: Loaded;
  /** With the team's extensions and patches. */
  readonly synthesis: Synthesis;
  /** How many patches the bundle has. */
  readonly patches: number;
}

export interface BuildOptions {
  /** A patch that hits nothing is skipped, as the lower side of a comparison needs. @default false */
  readonly lenient?: boolean;
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
  return { loaded, ...(await changeByBundle(synthesis, config.bundle, wanted, options)) };
}

/** A synthesis as the team's files of a bundle change it. */
export async function changeByBundle(
  synthesis: Synthesis,
  bundle: string,
  wanted: Wanted,
  options: BuildOptions = {},
): Promise<{ synthesis: Synthesis; patches: number }> {
  const { readPatches, applyPatches } = await import('./patches');
  const { readExtensions } = await import('./extensions');
  const extensions = wanted.kubernetes ? readExtensions(bundle, synthesis.kubernetes) : [];
  const extended = { ...synthesis, kubernetes: [...synthesis.kubernetes, ...extensions] };
  const { patches, faults } = readPatches(bundle);
  if (patches.length + faults.length + extensions.length === 0) return { synthesis, patches: 0 };
  return {
    synthesis: applyPatches(extended, patches, { ...wanted, ...options, faults }),
    patches: patches.length,
  };
}
