import {
  type Document,
  isMap,
  isScalar,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
  Document as YamlDocument,
} from 'yaml';
import type { ConfigRequest, Resolved, SchemaNode } from '../../config';
import { placeholdersIn, platformShape } from '../../config';
import { readFlags } from '../../config/set';
import { EMPTY, merge, plain } from '../../config/tree';
import { readYaml } from '../../config/yaml';
import { UserError } from '../../kit/errors';

/** Where the schema lies that editors check stagecraft.yaml by; relative to it. */
export const SCHEMA_FILE = '.stagecraft/stagecraft.schema.json';

type Path = readonly string[];
type Values = Readonly<Record<string, unknown>>;

/** What a reader of any cluster's file looks for first, given or not. */
const ALWAYS = ['stage', 'name', 'account', 'region', 'domain', 'repository'];
const FIXED = /cannot change later/i;
const WIDTH = 100;

const HEADER = ` yaml-language-server: $schema=${SCHEMA_FILE}

 Configuration of one cluster. A key that is not here has its default; an editor that knows the schema above shows
 all of them. After a change: stagecraft generate <this directory>, then read what it changed.`;

/** The first stagecraft.yaml: what was given, what only the team knows, and what can never change after the first apply. */
export function initialText(resolved: Resolved, raw: Values): string {
  const schema = resolved.schema();
  const unknown = placeholdersIn(resolved).map(({ path }) => path.split('.'));
  const paths = [...ALWAYS.map((key) => [key]), ...fixedPaths(resolved), ...unknown];
  const document = new YamlDocument({});
  for (const path of paths) setMissing(document, path, valueAt(resolved.values, path));
  lay(document, [], raw);
  if (isMap(document.contents)) arrange(document.contents as YAMLMap, schema, 0);
  document.commentBefore = HEADER;
  return document.toString({ lineWidth: 0 });
}

/**
 * A team's stagecraft.yaml with the flags of this run laid in and what can never change made explicit; comments and the
 * rest of the file stay as they are.
 */
export function updatedText(
  text: string,
  resolved: Resolved,
  raw: Values,
  request: ConfigRequest,
): { text: string; added: string[] } {
  const schema = resolved.schema();
  const document = parseDocument(text);
  const own = readYaml(text, '', () => () => ({})).tree ?? EMPTY;
  const wanted = plain(
    merge(own.kind === 'map' ? own : EMPTY, readFlags(request, resolved.schema).tree, resolved.schema),
  ) as Values;
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never;
  const before = document.toString();
  sync(document, [], plain(own) ?? {}, wanted);
  const added = fixedPaths(resolved).filter((path) => valueAt(raw, path) === undefined);
  for (const path of added) {
    setMissing(document, path, valueAt(resolved.values, path));
    describe(document, path, schema);
  }
  const changed = document.toString() !== before;
  return { text: changed ? document.toString({ lineWidth: 0 }) : text, added: added.map((path) => path.join('.')) };
}

/** Keys of what is in force that can never change, by their description; values inside lists and maps of names are not. */
function fixedPaths(resolved: Resolved): string[][] {
  const keys = new Set([...Object.keys(platformShape), ...resolved.components.map(({ config }) => config?.key)]);
  const walk = (node: SchemaNode, path: string[]): string[][] => {
    if (valueAt(resolved.values, path) === undefined) return [];
    if (FIXED.test(node.description ?? '')) return [path];
    return Object.entries(node.properties ?? {}).flatMap(([key, inner]) => walk(inner, [...path, key]));
  };
  const top = Object.entries(resolved.schema().properties ?? {}).filter(([key]) => keys.has(key));
  return top.flatMap(([key, node]) => walk(node, [key]));
}

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, key) => (node !== null && typeof node === 'object' ? (node as Values)[key] : undefined),
    values,
  );
}

function setMissing(document: Document, path: Path, value: unknown): void {
  if (value !== undefined && !document.hasIn(path)) document.setIn(path, document.createNode(value));
}

/** Sets every value of a tree, whatever stands there. */
function lay(document: Document, path: Path, value: unknown): void {
  if (!isPlainMap(value) || Object.keys(value).length === 0) {
    if (path.length > 0) document.setIn(path, document.createNode(value));
    return;
  }
  for (const [key, inner] of Object.entries(value)) lay(document, [...path, key], inner);
}

/** Changes only what differs, so that everything else keeps its form and its comments. */
function sync(document: Document, path: Path, from: unknown, to: unknown): void {
  if (JSON.stringify(from) === JSON.stringify(to)) return;
  if (!isPlainMap(from) || !isPlainMap(to) || (path.length > 0 && !isMap(document.getIn(path, true)))) {
    set(document, path, to);
    return;
  }
  for (const key of Object.keys(from)) if (!(key in to)) document.deleteIn([...path, key]);
  for (const [key, value] of Object.entries(to)) sync(document, [...path, key], from[key], value);
}

function set(document: Document, path: Path, value: unknown): void {
  try {
    document.setIn(path, value !== null && typeof value === 'object' ? document.createNode(value) : value);
  } catch {
    throw new UserError({
      where: path.join('.'),
      what: 'cannot be set in stagecraft.yaml: an alias or a tag stands on the way',
      allowed: 'plain keys and values',
      next: 'change it in the file by hand, and leave the flag away',
    });
  }
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Keys in the order of the schema, each with what it means above it. */
function arrange(map: YAMLMap, schema: SchemaNode, depth: number): void {
  const order = Object.keys(schema.properties ?? {});
  const place = (pair: Pair) => (order.indexOf(keyOf(pair)) + order.length + 1) % (order.length + 1);
  map.items.sort((a, b) => place(a) - place(b));
  map.items.forEach((pair, index) => {
    const node = schema.properties?.[keyOf(pair)];
    comment(pair, node, depth);
    if (depth === 0 && index > 0) keyNode(pair).spaceBefore = true;
    if (node && isMap(pair.value)) arrange(pair.value as YAMLMap, node, depth + 1);
  });
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

/** A key that can carry a comment; one that was set by its name is plain text. */
function keyNode(pair: Pair): Scalar {
  if (!isScalar(pair.key)) pair.key = new Scalar(pair.key);
  return pair.key as Scalar;
}

function describe(document: Document, path: Path, schema: SchemaNode): void {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const pair = isMap(parent) ? parent.items.find((item) => keyOf(item as Pair) === path.at(-1)) : undefined;
  const node = path.reduce<SchemaNode | undefined>((at, key) => at?.properties?.[key], schema);
  if (pair) comment(pair as Pair, node, path.length - 1);
}

function comment(pair: Pair, node: SchemaNode | undefined, depth: number): void {
  if (!node?.description) return;
  const key = keyNode(pair);
  const [first = ''] = /^.*?\.(?=\s|$)/s.exec(node.description) ?? [node.description];
  const fixed = FIXED.test(node.description) && !FIXED.test(first) ? ' Cannot change later.' : '';
  key.commentBefore = wrap(`${first.replaceAll(/\s+/g, ' ')}${fixed}`, WIDTH - 2 * depth - 2);
}

function wrap(text: string, width: number): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= width) lines.push(` ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}
