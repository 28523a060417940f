import mergeKeys from '../../kit/kubernetes/merge-keys.json';

/** Merge keys below a field: `$key` names what its list items are paired by. */
export type Keys = { readonly $key?: string } & { readonly [field: string]: Keys | string | undefined };
export type Tree = Record<string, unknown>;

/** What a `$patch` directive may say. */
const DIRECTIVES = ['delete', 'replace', 'merge'];

/** A patch that cannot be merged; the message says why, `path` where in it. */
export class MergeError extends Error {
  constructor(
    message: string,
    readonly path: readonly (string | number)[],
  ) {
    super(message);
  }
}

/** JSON merge patch (RFC 7386): objects merge, `null` removes, everything else replaces. */
export function jsonMerge(target: unknown, patch: unknown): unknown {
  if (!isTree(patch)) return patch;
  const result = new Map(Object.entries(isTree(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, jsonMerge(result.get(key), value));
  }
  return Object.fromEntries(result);
}

/**
 * Strategic merge patch: as JSON merge, but lists whose items the API pairs by a key (containers by name, ports by
 * containerPort) are merged item by item. `$patch: delete` removes an item or a map, `$patch: replace` replaces what
 * stands around it. Lists without such a key are replaced. A custom resource has no merge keys, as in the API server.
 *
 * @returns the merged object, or nothing if the patch deletes it
 * @throws MergeError
 */
export function strategicMerge(target: Tree, patch: Tree): Tree | undefined {
  return mergeMap(target, patch, keysOf(target), []) as Tree | undefined;
}

/** Merge keys of an object's kind, if it is the API's own: `apps/v1`, `networking.k8s.io/v1`, `v1`. */
export function keysOf({ apiVersion, kind }: Tree): Keys {
  const group = String(apiVersion).split('/').at(-2) ?? '';
  const own = !group.includes('.') || group.endsWith('.k8s.io');
  return own ? (((mergeKeys as Record<string, unknown>)[String(kind)] ?? {}) as Keys) : {};
}

/** A copy of plain data. */
export function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  return isTree(value) ? (Object.fromEntries(Object.entries(value).map(([key, v]) => [key, copy(v)])) as T) : value;
}

export function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function mergeMap(target: unknown, patch: Tree, keys: Keys, path: readonly (string | number)[]): Tree | undefined {
  const { $patch: directive, ...fields } = patch;
  checkDirectives(patch, path);
  if (directive === 'delete') return undefined;
  const result = new Map(Object.entries(isTree(target) && directive !== 'replace' ? target : {}));
  for (const [field, value] of Object.entries(fields)) {
    const merged =
      value === null ? undefined : mergeValue(result.get(field), value, below(keys, field), [...path, field]);
    if (merged === undefined) result.delete(field);
    else result.set(field, merged);
  }
  return Object.fromEntries(result);
}

function mergeValue(target: unknown, patch: unknown, keys: Keys, path: readonly (string | number)[]): unknown {
  if (isTree(patch)) return mergeMap(target, patch, keys, path);
  if (!Array.isArray(patch)) return patch;
  if (keys.$key) return mergeList(Array.isArray(target) ? target : [], patch, keys.$key, keys, path);
  const directive = patch.findIndex((item) => isTree(item) && '$patch' in item);
  if (directive >= 0) throw new MergeError('this list has no merge key: give it whole', [...path, directive]);
  return patch;
}

function mergeList(
  target: readonly unknown[],
  patch: readonly unknown[],
  key: string,
  keys: Keys,
  path: readonly (string | number)[],
): unknown[] {
  const whole = patch.findIndex((item) => isTree(item) && item.$patch === 'replace' && Object.keys(item).length === 1);
  let items = whole >= 0 ? [] : [...target];
  patch.forEach((item, index) => {
    if (index === whole) return;
    const at = [...path, index];
    if (!isTree(item) || !(key in item)) throw new MergeError(`items of this list are paired by ${key}: name it`, at);
    const found = items.findIndex((other) => isTree(other) && other[key] === item[key]);
    const merged = mergeMap(items[found], item, keys, at);
    if (merged === undefined) {
      if (found < 0)
        throw new MergeError(`there is no item whose ${key} is ${JSON.stringify(item[key])} to delete`, at);
      items = items.filter((_, i) => i !== found);
    } else if (found >= 0) items[found] = merged;
    else items.push(merged);
  });
  return items;
}

function checkDirectives(patch: Tree, path: readonly (string | number)[]): void {
  for (const key of Object.keys(patch)) {
    if (!key.startsWith('$')) continue;
    if (key !== '$patch') throw new MergeError(`${key} is not supported; $patch is`, [...path, key]);
    if (!DIRECTIVES.includes(String(patch.$patch)))
      throw new MergeError(`$patch is one of ${DIRECTIVES.join(', ')}`, [...path, key]);
  }
}

export function below(keys: Keys, field: string): Keys {
  const next = keys[field];
  return typeof next === 'object' ? next : {};
}
