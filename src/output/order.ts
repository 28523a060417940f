import { setField } from '../kit/sort';

/** Keys a reader looks for first, in this order; every other key follows in code point order. */
const FIRST = ['//', 'apiVersion', 'kind', 'metadata', 'name', 'namespace', 'labels', 'annotations', 'image'];

/** Meta-arguments of a Terraform block: those people write on top, and those they write below. */
const BLOCK_FIRST = ['//', 'provider', 'for_each', 'count'];
const BLOCK_LAST = ['connection', 'provisioner', 'lifecycle', 'depends_on'];

/** Order of the parts of a Terraform file. */
const DOCUMENT = ['//', 'terraform', 'provider', 'variable', 'locals', 'data', 'module', 'resource', 'output'];

/** A Kubernetes object with its keys in the order people write them; arrays keep theirs. */
export function orderObject<T>(value: T): T {
  return ordered(value, FIRST, []);
}

/** A Terraform JSON document with its parts, types, names and arguments in a fixed order; arrays keep theirs. */
export function orderTerraform(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return mapOf(document, DOCUMENT, [], (part, key) => {
    if (key !== 'resource' && key !== 'data') return ordered(part, [], []);
    return mapOf(part, ['//'], [], (group) =>
      mapOf(group, ['//'], [], (block) => mapOf(block, BLOCK_FIRST, BLOCK_LAST, (v) => ordered(v, ['//'], []))),
    );
  });
}

function ordered<T>(value: T, first: readonly string[], last: readonly string[]): T {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => ordered(item, first, last)) as T;
  return mapOf(value, first, last, (v) => ordered(v, first, last)) as T;
}

function mapOf(
  value: unknown,
  first: readonly string[],
  last: readonly string[],
  inner: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value as Record<string, unknown>;
  const fields = value as Record<string, unknown>;
  const sorted: Record<string, unknown> = {};
  const set = (key: string) => {
    if (fields[key] !== undefined) setField(sorted, key, inner(fields[key], key));
  };
  const has = (key: string) => Object.hasOwn(fields, key);
  for (const key of first) if (has(key)) set(key);
  for (const key of Object.keys(fields).sort()) if (!first.includes(key) && !last.includes(key)) set(key);
  for (const key of last) if (has(key)) set(key);
  return sorted;
}

/** The same order on every machine: `localeCompare` depends on the locale. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
