import { isDeepStrictEqual } from 'node:util';
import { applyPatch, createPatch } from 'rfc6902';
import type { CustomObject } from '../../kit/kubernetes';
import { SECTIONS } from './apply';
import { below, copy, isTree, jsonMerge, type Keys, keysOf, MergeError, strategicMerge, type Tree } from './merge';

/** A document of `patches/*.yaml`, as data. */
export type PatchDocument = { readonly target: Tree } & ({ readonly merge: Tree } | { readonly patch: unknown[] });

/**
 * The patch that turns one object into the other: a strategic merge if that can say it, a JSON patch otherwise. Nothing
 * if they are two different objects.
 */
export function objectPatch(from: CustomObject, to: CustomObject | undefined): PatchDocument | undefined {
  const { kind, apiVersion, metadata } = from;
  const { name, namespace } = metadata;
  const target = { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  if (!to) return { target, merge: { $patch: 'delete' } };
  if (to.kind !== kind || to.metadata?.name !== name || to.metadata?.namespace !== namespace) return undefined;
  const merge = strategicDifference(from, to, keysOf(from));
  return said(() => strategicMerge(from, merge), to) ? { target, merge } : { target, patch: operations(from, to) };
}

/** The patches that turn one Terraform document into the other, block by block. */
export function documentPatches(stack: string, from: Tree, to: Tree): PatchDocument[] {
  const sections = [...new Set([...SECTIONS, ...Object.keys(from), ...Object.keys(to)])];
  return sections.flatMap((section) => {
    const [a, b] = [from[section], to[section]];
    if (isDeepStrictEqual(a, b)) return [];
    if ((section === 'resource' || section === 'data') && isTree(a) && isTree(b))
      return blockPatches(stack, section, a, b);
    return [blockPatch(`${stack}/${section}`, a ?? {}, b ?? {})];
  });
}

/** Changed blocks one by one under their own address; added and removed ones through the section. */
function blockPatches(stack: string, section: string, from: Tree, to: Tree): PatchDocument[] {
  const kept = Object.keys(from).filter((type) => isTree(from[type]) && isTree(to[type]));
  const changed = kept.flatMap((type) => {
    const [a, b] = [from[type] as Tree, to[type] as Tree];
    const names = Object.keys(a).filter((name) => b[name] !== undefined && !isDeepStrictEqual(a[name], b[name]));
    return names.map((name) => ({ type, name, a: a[name], b: b[name] }));
  });
  const patches = changed.map(({ type, name, a, b }) =>
    blockPatch(`${stack}/${section === 'data' ? 'data.' : ''}${type}.${name}`, a, b),
  );
  const rest = copy(to);
  for (const { type, name, a } of changed) (rest[type] as Tree)[name] = a;
  return isDeepStrictEqual(from, rest) ? patches : [...patches, blockPatch(`${stack}/${section}`, from, rest)];
}

function blockPatch(terraform: string, from: unknown, to: unknown): PatchDocument {
  const target = { terraform };
  if (isTree(from) && isTree(to)) {
    const merge = jsonDifference(from, to);
    if (said(() => jsonMerge(from, merge), to)) return { target, merge };
  }
  return { target, patch: operations(from, to) };
}

function said(merged: () => unknown, wanted: unknown): boolean {
  try {
    return isDeepStrictEqual(merged(), wanted);
  } catch (error) {
    if (error instanceof MergeError) return false;
    throw error;
  }
}

function operations(from: unknown, to: unknown): unknown[] {
  const patch = createPatch(from, to);
  const result = copy(from);
  applyPatch(result, copy(patch));
  return isDeepStrictEqual(result, to) ? patch : [{ op: 'replace', path: '', value: to }];
}

function jsonDifference(from: Tree, to: Tree): Tree {
  return difference(from, to, (a, b) => (isTree(a) && isTree(b) ? jsonDifference(a, b) : b));
}

function strategicDifference(from: Tree, to: Tree, keys: Keys): Tree {
  return difference(from, to, (a, b, field) => {
    const inner = below(keys, field);
    if (isTree(a) && isTree(b)) return strategicDifference(a, b, inner);
    if (inner.$key && Array.isArray(a) && Array.isArray(b)) return listDifference(a, b, inner.$key, inner);
    return b;
  });
}

function listDifference(from: readonly unknown[], to: readonly unknown[], key: string, keys: Keys): unknown[] {
  const idOf = (item: unknown) => (isTree(item) ? item[key] : undefined);
  const gone = from.filter((item) => !to.some((other) => idOf(other) === idOf(item)));
  const changed = to.flatMap((item) => {
    const before = from.find((other) => idOf(other) === idOf(item));
    if (!isTree(item) || !isTree(before)) return [item];
    return isDeepStrictEqual(before, item) ? [] : [{ [key]: item[key], ...strategicDifference(before, item, keys) }];
  });
  return [...changed, ...gone.map((item) => ({ [key]: idOf(item), $patch: 'delete' }))];
}

function difference(from: Tree, to: Tree, inner: (a: unknown, b: unknown, field: string) => unknown): Tree {
  const gone = Object.keys(from).filter((field) => to[field] === undefined);
  const changed = Object.keys(to).filter((field) => !isDeepStrictEqual(from[field], to[field]));
  return Object.fromEntries([
    ...changed.map((field) => [field, field in from ? inner(from[field], to[field], field) : to[field]]),
    ...gone.map((field) => [field, null]),
  ]);
}
