import { join } from 'node:path';
import type { Catalog } from '../catalog';
import { UserError } from '../kit/errors';
import type { Ladder } from '../kit/ladder';
import { readChain } from './file';
import { inReadingOrder } from './origin';
import type { ConfigRequest } from './request';
import { type RawConfig, type Resolved, resolve } from './resolve';
import { schemaTree } from './schema';
import { readFlags } from './set';
import { EMPTY, type MapTree, merge, originsOf, plain, type Tree } from './tree';

/** Name of the configuration file in a bundle. */
export const CONFIG_FILE = 'stagecraft.yaml';

/** A configuration that was read and found right. */
export interface Loaded {
  readonly resolved: Resolved;
  /** Files and flags folded, before defaults. */
  readonly raw: RawConfig;
  /** Every file that was read, the bundle's own first. */
  readonly files: readonly string[];
}

/**
 * Reads the configuration a request names and makes it complete: flags over the bundle's file over what that extends
 * over what the stages raise over defaults.
 *
 * @throws UserError with every fault found
 */
export function load(ladder: Ladder, catalog: Catalog, request: ConfigRequest): Loaded {
  const chain = request.bundle === undefined ? undefined : readChain(join(request.bundle, CONFIG_FILE));
  const schema = () => schemaTree(ladder);
  const flags = readFlags(request, schema);
  const faults = [...(chain?.faults ?? []), ...flags.faults];
  // What could not be read leaves holes, and every value missing from them would look like a fault of its own.
  const holes = (chain?.files ?? []).some(
    ({ tree }, i) => !tree && faults.some(({ file }) => file === chain?.files[i]?.path),
  );
  if (holes || faults.some(({ where }) => where === 'extends')) throw new UserError(inReadingOrder(faults));
  const layers = (chain?.files ?? []).map(({ tree }) => asMap(tree)).reverse();
  const own = layers.at(-1)?.entries.get('extends');
  const tree = withExtends(
    [...layers, flags.tree].reduce<Tree>((under, over) => merge(under, over, schema), EMPTY),
    own,
  );
  const raw = plain(tree) as RawConfig;
  const resolved = resolve(ladder, raw, catalog, originsOf(tree), faults);
  return { resolved, raw, files: (chain?.files ?? []).map(({ path }) => path) };
}

function asMap(tree: Tree | undefined): MapTree {
  return tree?.kind === 'map' ? tree : EMPTY;
}

/** `extends` is each file's own affair: what a base extends is not what the bundle extends. */
function withExtends(tree: Tree, own: ReturnType<MapTree['entries']['get']>): Tree {
  if (tree.kind !== 'map') return tree;
  const entries = new Map(tree.entries);
  entries.delete('extends');
  if (own) entries.set('extends', own);
  return { ...tree, entries };
}
