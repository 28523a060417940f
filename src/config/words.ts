import { and, byCloseness, or } from '../kit/nearest';
import { isList, options, type SchemaNode } from './schema';

const MANY = 12;
const SHOWN = 3;

const FORMATS: Readonly<Record<string, string>> = {
  cidrv4: 'an IPv4 range such as 10.0.0.0/16',
  cidrv6: 'an IPv6 range such as 2001:db8::/56',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  uri: 'a URL such as https://example.com/path',
  email: 'an e-mail address',
  duration: 'an ISO 8601 duration such as PT1H',
  'date-time': 'an ISO 8601 date and time',
  date: 'an ISO 8601 date',
  hostname: 'a host name',
};

/** What may stand at a place of the schema, in words. */
export function allowedWords(node: SchemaNode, got?: unknown): string {
  if (node.allowed !== undefined) return node.allowed;
  const values = valuesOf(node);
  if (values) return choice(values, got);
  if (options(node).length > 0)
    return or([...new Set(options(node).flatMap((option) => valuesOf(option) ?? [allowedWords(option, got)]))]);
  const types = node.type === undefined ? [] : isList<string>(node.type) ? node.type : [node.type];
  if (types.length === 0) return 'anything';
  return or(types.map((type) => ofType(type, node)));
}

/** The values a node lists one by one, if it does. */
export function valuesOf(node: SchemaNode): readonly string[] | undefined {
  if (node.enum) return node.enum.map(String);
  if (node.const !== undefined) return [String(node.const)];
  const each = options(node).map(valuesOf);
  return each.length > 0 && each.every((v) => v !== undefined) ? each.flatMap((v) => v ?? []) : undefined;
}

function choice(values: readonly string[], got: unknown): string {
  if (values.length <= MANY) return or(values);
  return `one of ${values.length}, such as ${or(byCloseness(String(got ?? ''), values).slice(0, SHOWN))}`;
}

function ofType(type: string, node: SchemaNode): string {
  if (type === 'boolean') return 'true or false';
  if (type === 'integer' || type === 'number') return numberWords(type, node);
  if (type === 'string') return textWords(node);
  if (type === 'array') return listWords(node);
  if (type === 'object') return mapWords(node);
  return type === 'null' ? 'no value' : type;
}

function numberWords(type: string, node: SchemaNode): string {
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  return `${noun}${bounds(node)}${node.multipleOf === undefined ? '' : `, a multiple of ${node.multipleOf}`}`;
}

function bounds(node: SchemaNode): string {
  const low = known(node.minimum);
  const high = known(node.maximum);
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  const each = [
    low === undefined ? '' : ` of at least ${low}`,
    node.exclusiveMinimum === undefined ? '' : ` above ${node.exclusiveMinimum}`,
    high === undefined ? '' : ` of at most ${high}`,
    node.exclusiveMaximum === undefined ? '' : ` below ${node.exclusiveMaximum}`,
  ];
  return each.filter(Boolean).join(' and');
}

/** zod bounds every whole number by what a double holds exactly; nobody needs to be told. */
function known(bound: number | undefined): number | undefined {
  return bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;
}

function textWords(node: SchemaNode): string {
  const format = node.format === undefined ? undefined : FORMATS[node.format];
  if (format) return format;
  const size = span(node.minLength, node.maxLength, 'character');
  if (node.pattern !== undefined) return `text${size} that matches ${node.pattern}`;
  return `text${size}`;
}

function listWords(node: SchemaNode): string {
  const size = span(node.minItems, node.maxItems, 'item');
  const items = isList<SchemaNode>(node.items) ? undefined : node.items;
  return `a list${size}${items ? `, each ${allowedWords(items)}` : ''}`;
}

function mapWords(node: SchemaNode): string {
  const keys = Object.keys(node.properties ?? {});
  if (keys.length === 0) return 'a map of keys and values';
  if (keys.length > MANY) return 'a map of its keys';
  const needed = keys.filter((key) => node.required?.includes(key));
  const others = keys.filter((key) => !needed.includes(key));
  if (needed.length === 0) return `a map with any of ${others.join(', ')}`;
  return `a map with ${and(needed)}${others.length > 0 ? ` (optional: ${others.join(', ')})` : ''}`;
}

function span(low: number | undefined, high: number | undefined, noun: string): string {
  const nouns = (n: number) => `${n} ${noun}${n === 1 ? '' : 's'}`;
  if (low !== undefined && high !== undefined)
    return low === high ? ` of ${nouns(low)}` : ` of ${low} to ${nouns(high)}`;
  if (low !== undefined) return ` of at least ${nouns(low)}`;
  return high === undefined ? '' : ` of at most ${nouns(high)}`;
}
