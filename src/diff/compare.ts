import { compareFiles } from './files';
import type { Explain } from './finish';
import { compareKubernetes } from './kubernetes';
import {
  ACTIONS,
  type Action,
  type Bundle,
  type Change,
  type ChangeSet,
  CLASSES,
  type CompareOptions,
  SIDES,
  type Summary,
} from './model';
import { compareTerraform } from './terraform';

/**
 * What the second bundle adds, changes and removes over the first.
 *
 * @throws UserError when a bundle has two things of one identity
 */
export function compareBundles(before: Bundle, after: Bundle, options: CompareOptions): ChangeSet {
  const { reasons = {} } = options;
  const explain: Explain = (component) =>
    component === undefined
      ? undefined
      : { component, ...(Object.hasOwn(reasons, component) ? reasons[component] : {}) };
  const changes = [
    ...compareTerraform(before, after, explain),
    ...compareKubernetes(before, after, options, explain),
    ...compareFiles(before, after, explain),
  ];
  return { summary: summarize(changes), changes };
}

function summarize(changes: readonly Change[]): Summary {
  const count = (fits: (change: Change) => boolean) => changes.filter(fits).length;
  const actions = (fits: (change: Change) => boolean) =>
    table(ACTIONS, (action: Action) => count((change) => fits(change) && change.action === action));
  return {
    total: changes.length,
    sides: table(SIDES, (side) => actions((change) => change.side === side)),
    classes: table(CLASSES, (name) => count((change) => change.class === name)),
  };
}

function table<K extends string, V>(keys: readonly K[], value: (key: K) => V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}
