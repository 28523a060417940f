import { type ListKeys, pairsOf, sameOrder } from './lists';
import type { Action } from './model';

/** One place where two values differ. */
export interface Difference {
  readonly path: string;
  /** The path's field names alone, without list selectors: what rules match. */
  readonly fields: readonly string[];
  readonly action: Action;
  readonly old?: unknown;
  readonly new?: unknown;
  readonly reordered?: true;
}

interface Place {
  readonly path: string;
  readonly fields: readonly string[];
  readonly keys: ListKeys;
}

/** Every place where two values differ, in the order of their keys. */
export function compareValues(before: unknown, after: unknown, keys: ListKeys): Difference[] {
  const found: Difference[] = [];
  compare(before, after, { path: '', fields: [], keys }, found);
  return found;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The same text for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isMap(value)) return JSON.stringify(value) ?? 'null';
  const fields = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${fields
    .sort(byCodePoint)
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
}

/** The same order on every machine: `localeCompare` depends on the locale. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compare(before: unknown, after: unknown, place: Place, found: Difference[]): void {
  if (before === after) return;
  if (isMap(before) && isMap(after)) compareMaps(before, after, place, found);
  else if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, place, found);
  else report(before, after, place, found);
}

function report(before: unknown, after: unknown, { path, fields }: Place, found: Difference[]): void {
  if (before === undefined && after === undefined) return;
  if (before === undefined) found.push({ path, fields, action: 'added', new: after });
  else if (after === undefined) found.push({ path, fields, action: 'removed', old: before });
  else found.push({ path, fields, action: 'changed', old: before, new: after });
}

type Fields = Readonly<Record<string, unknown>>;

function compareMaps(before: Fields, after: Fields, place: Place, found: Difference[]): void {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(byCodePoint);
  for (const name of names) {
    const inner: Place = {
      path: place.path + fieldPath(name, place.path === ''),
      fields: [...place.fields, name],
      keys: place.keys.below(name),
    };
    compare(own(before, name), own(after, name), inner, found);
  }
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function fieldPath(name: string, first: boolean): string {
  if (!/^[\w$/-]+$/.test(name)) return `[${JSON.stringify(name)}]`;
  return first ? name : `.${name}`;
}

type List = readonly unknown[];

function compareLists(before: List, after: List, place: Place, found: Difference[]): void {
  const pairs = pairsOf(before, after, place.keys.itemKeys);
  if (pairs) {
    for (const [id, [old, now]] of pairs.items) compare(old, now, { ...place, path: `${place.path}[${id}]` }, found);
    if (!sameOrder(pairs))
      found.push({ ...at(place), action: 'changed', old: pairs.before, new: pairs.after, reordered: true });
  } else if (place.keys.isSet) compareSets(before, after, place, found);
  else compareByPosition(before, after, place, found);
}

function at({ path, fields }: Place) {
  return { path, fields };
}

function compareSets(before: List, after: List, place: Place, found: Difference[]): void {
  const item = { ...at(place), path: `${place.path}[]` };
  for (const old of without(before, after)) found.push({ ...item, action: 'removed', old });
  for (const now of without(after, before)) found.push({ ...item, action: 'added', new: now });
}

/** Items of one list that the other does not have, as often as it does not have them. */
function without(items: List, others: List): unknown[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(canonical(other), (left.get(canonical(other)) ?? 0) + 1);
  return items.filter((item) => {
    const text = canonical(item);
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

/** What both lists begin and end with is left out first, so that one inserted argument is one difference. */
function compareByPosition(before: List, after: List, place: Place, found: Difference[]): void {
  const [a, b] = [before.map(canonical), after.map(canonical)];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const longest = Math.max(a.length, b.length) - end;
  for (let i = start; i < longest; i++) {
    const old = i < a.length - end ? before[i] : undefined;
    const now = i < b.length - end ? after[i] : undefined;
    compare(old, now, { ...place, path: `${place.path}[${i}]` }, found);
  }
}
