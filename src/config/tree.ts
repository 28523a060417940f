import type { Origin, Origins } from './origin';
import { isMap } from './path';
import { discriminator, type SchemaNode } from './schema';

/** A configuration value with the place every part of it was written at. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly origin: Origin;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly key: Origin;
  readonly value: Tree;
}

export interface ListTree {
  readonly kind: 'list';
  readonly origin: Origin;
  readonly items: readonly Tree[];
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly origin: Origin;
  readonly value: unknown;
}

export const EMPTY: MapTree = { kind: 'map', origin: {}, entries: new Map() };

/** Plain data of a tree. Keys are defined, never assigned, so that `__proto__` stays a key to be refused. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  const map = {};
  for (const [key, { value }] of tree.entries) define(map, key, plain(value));
  return map;
}

/** Sets an own property, whatever its name. */
export function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

/** A schema that is only worked out when somebody needs it: that takes longer than everything else here. */
export type LazySchema = () => SchemaNode | undefined;

/** Lays one tree over another: maps merge, everything else replaces, and so does another variant of a union. */
export function merge(under: Tree, over: Tree, schema: LazySchema): Tree {
  if (under.kind !== 'map' || over.kind !== 'map' || otherVariant(under, over, schema)) return over;
  const entries = new Map(under.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    entries.set(key, below ? { ...entry, value: merge(below.value, entry.value, () => next(schema(), key)) } : entry);
  }
  return { ...over, entries };
}

function next(schema: SchemaNode | undefined, key: string): SchemaNode | undefined {
  if (schema?.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return isMap(schema?.additionalProperties) ? (schema.additionalProperties as SchemaNode) : undefined;
}

/** Whether both name a variant of a union, and not the same: what the one had makes no sense in the other. */
function otherVariant(under: MapTree, over: MapTree, schema: LazySchema): boolean {
  const contested = [...over.entries].flatMap(([key, { value }]) => {
    const before = under.entries.get(key)?.value;
    return before?.kind === 'scalar' && value.kind === 'scalar' && before.value !== value.value ? [key] : [];
  });
  if (contested.length === 0) return false;
  const node = schema();
  return node !== undefined && contested.some((key) => key === discriminator(node));
}

/** Finds places in a tree. */
export function originsOf(root: Tree): Origins {
  return (path, what = 'value') => {
    let here: Entry | undefined = { key: root.origin, value: root };
    for (const step of path) here = here && below(here.value, step);
    return what === 'key' ? here?.key : here?.value.origin;
  };
}

function below(tree: Tree, step: PropertyKey): Entry | undefined {
  if (tree.kind === 'map') return tree.entries.get(String(step));
  const item = tree.kind === 'list' ? tree.items[Number(step)] : undefined;
  return item && { key: item.origin, value: item };
}
