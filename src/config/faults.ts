import type { z } from 'zod';
import type { Fault } from '../kit/errors';
import { byCloseness, nearest, or } from '../kit/nearest';
import { type Origins, placed } from './origin';
import { dotted, isMap, type Path, valueAt } from './path';
import { discriminator, options, type SchemaNode, schemaAt } from './schema';
import { allowedWords, valuesOf } from './words';

type Issue = z.core.$ZodIssue;

/** What wording needs: the schema, what was given, and where it was written. */
export interface Given {
  readonly schema: SchemaNode;
  readonly config: unknown;
  readonly origins: Origins;
}

const MANY_KEYS = 16;
const REFERENCE = 'docs/reference/config.md';

/** Words every issue zod found: place, value, what is allowed and what to do, all from the schema itself. */
export function toFaults(issues: readonly Issue[], given: Given): Fault[] {
  // A value of the wrong type is wrong once: that its length is wrong as well says nothing.
  const mistyped = new Set(issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => dotted(path)));
  const telling = issues.filter(({ code, path }) => code === 'invalid_type' || !mistyped.has(dotted(path)));
  return telling.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...issue.path, key], given));
    if (issue.code === 'invalid_key') return [wrongKey(issue, given)];
    return [wrongValue(issue, given)];
  });
}

function unknownKey(path: Path, { schema, config, origins }: Given): Fault {
  const key = String(path.at(-1));
  const parent = schemaAt(schema, config, path.slice(0, -1));
  const keys = Object.keys(parent?.properties ?? {});
  const near = nearest(key, keys);
  return placed(
    {
      where: dotted(path),
      what: 'is not a known key',
      got: key,
      allowed: keysWords(key, keys),
      next: unknownKeyNext(key, near, path, schema),
    },
    origins(path, 'key'),
  );
}

function keysWords(typed: string, keys: readonly string[]): string {
  if (keys.length <= MANY_KEYS) return or(keys);
  return `one of ${keys.length} keys, such as ${or(byCloseness(typed, keys).slice(0, 3))}; all are in ${REFERENCE}`;
}

function unknownKeyNext(key: string, near: string | undefined, path: Path, schema: SchemaNode): string {
  if (near !== undefined) return `did you mean ${near}?`;
  if (key === 'enabled') return `remove ${dotted(path)}: this cannot be switched off`;
  const elsewhere = pathsOf(schema).filter((known) => known.at(-1) === key);
  if (elsewhere.some((known) => dotted(known) === dotted(path)))
    return `remove ${dotted(path)}, or choose the variant that has it`;
  if (elsewhere.length > 0) return `did you mean ${or(elsewhere.slice(0, 3).map(dotted))}?`;
  return `remove ${dotted(path)}`;
}

/** Every path of the schema that is made of plain keys. */
function pathsOf(node: SchemaNode, at: Path = []): Path[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, next]) => [
    [...at, key],
    ...pathsOf(next, [...at, key]),
  ]);
  return [...own, ...options(node).flatMap((option) => pathsOf(option, at))];
}

function wrongKey(issue: Extract<Issue, { code: 'invalid_key' }>, { schema, config, origins }: Given): Fault {
  const key = String(issue.path.at(-1));
  const names = schemaAt(schema, config, issue.path.slice(0, -1))?.propertyNames;
  const near = names && nearest(key, valuesOf(names) ?? []);
  return placed(
    {
      where: dotted(issue.path),
      what: 'cannot be a key here',
      got: key,
      allowed: names && allowedWords(names, key),
      next: near === undefined ? 'give the key another name' : `did you mean ${near}?`,
    },
    origins(issue.path, 'key'),
  );
}

function wrongValue(issue: Issue, given: Given): Fault {
  const { path } = issue;
  const got = valueAt(given.config, path);
  const origin = given.origins(path) ?? given.origins(path.slice(0, -1));
  const node = nodeAt(issue, given);
  return placed(
    {
      where: dotted(path) || 'configuration',
      what: problem(issue, got, node),
      got,
      allowed: issue.code === 'custom' && !node?.allowed ? undefined : node && allowedWords(node, got),
      next: nextStep(issue, got, node, origin?.source),
    },
    origin,
  );
}

/** The schema an issue speaks of; the tag of a union has one of its own only through the union. */
function nodeAt({ path }: Issue, { schema, config }: Given): SchemaNode | undefined {
  const found = schemaAt(schema, config, path);
  const parent = schemaAt(schema, config, path.slice(0, -1));
  const tag = parent && discriminator(parent);
  if (!parent || tag === undefined || tag !== path.at(-1)) return found;
  return { ...found, const: undefined, enum: options(parent).map((option) => option.properties?.[tag]?.const) };
}

function problem(issue: Issue, got: unknown, node: SchemaNode | undefined): string {
  if (issue.code === 'custom' || !ZODS_OWN.test(issue.message)) return issue.message;
  if (got === undefined) return 'is missing';
  if (got === null) return 'has no value';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeWords(issue.expected)}, not ${kindOf(got)}`;
    case 'too_small':
      return SMALL[issue.origin] ?? 'is too small';
    case 'too_big':
      return BIG[issue.origin] ?? 'is too big';
    case 'not_multiple_of':
      return 'is not a multiple of what is asked for';
    case 'invalid_format':
      return 'does not have the form that is asked for';
    case 'invalid_union':
      return node && valuesOf(node) ? NOT_LISTED : `cannot be ${kindOf(got)} of this form`;
    default:
      return NOT_LISTED;
  }
}

/** How zod's own messages begin; whatever else stands there, the schema's author wrote. */
const ZODS_OWN = /^(?:Invalid|Too |Unrecognized)/;
const NOT_LISTED = 'is not one of the values there are';
const SMALL: Readonly<Record<string, string>> = { string: 'is too short', array: 'has too few items' };
const BIG: Readonly<Record<string, string>> = { string: 'is too long', array: 'has too many items' };

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list',
};

function typeWords(expected: string): string {
  return TYPES[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMap(value)) return 'a map';
  if (typeof value === 'number') return Number.isInteger(value) ? 'a number' : 'a fraction';
  return TYPES[typeof value] ?? typeof value;
}

function nextStep(issue: Issue, got: unknown, node: SchemaNode | undefined, source: string | undefined): string {
  const where = dotted(issue.path);
  if (got === undefined) return `add ${where}`;
  const near = typeof got === 'string' && node ? nearest(got, valuesOf(node) ?? []) : undefined;
  if (near !== undefined) return `did you mean ${near}?`;
  const remark = issue.code === 'invalid_type' ? renotated(issue.expected, got, source) : undefined;
  if (remark !== undefined) return remark;
  const remedy = got === null ? 'give it a value' : 'correct it';
  const initial = node?.default;
  if (initial !== undefined && !isMap(initial))
    return `${remedy}, or remove it for the default, ${JSON.stringify(initial)}`;
  return `${remedy}; ${REFERENCE} describes ${where.replaceAll(/\.\d+(?=\.|$)/g, '[]') || 'every key'}`;
}

/** The remedy where only the notation is wrong: YAML takes unquoted digits for a number and quoted ones for text. */
function renotated(expected: string, got: unknown, source: string | undefined): string | undefined {
  if (expected === 'string' && (typeof got === 'number' || typeof got === 'boolean'))
    return `put it in quotes: "${source ?? got}"`;
  if (expected === 'array' && !isMap(got) && got !== null) return `make it a list: [${source ?? got}]`;
  if (typeof got !== 'string') return undefined;
  const isBoolean = expected === 'boolean' && /^(?:true|false)$/.test(got);
  const isNumber = /^(?:number|int)$/.test(expected) && got.trim() !== '' && Number.isFinite(Number(got));
  return isBoolean || isNumber ? `take the quotes away: ${got}` : undefined;
}
