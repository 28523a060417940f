import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { referencePages } from '../../scripts/reference-pages';
import { editorSchema, type SchemaNode, schemaTree } from '../../src/config';
import { ladder } from '../../stages';

const DIRECTORY = join(__dirname, '../../docs/reference');

test.each(Object.entries(referencePages()))('%s is up to date; otherwise run `npm run reference`', (name, text) => {
  expect(readFileSync(join(DIRECTORY, name), 'utf8')).toBe(text);
});

test('the directory holds nothing but generated pages', () => {
  expect(readdirSync(DIRECTORY).sort()).toEqual(Object.keys(referencePages()).sort());
});

const schemaText = editorSchema(schemaTree(ladder));

describe('the schema for editors', () => {
  const validate = new Ajv({ allErrors: true, formats: {}, validateFormats: false, strictTuples: false }).compile(
    JSON.parse(schemaText),
  );

  test('accepts an empty configuration and a real one', () => {
    expect(validate({})).toBe(true);
    expect(validate(parse('stage: 2\nname: acme\naccount: "123456789012"\nstate: {type: local}'))).toBe(true);
  });

  test.each([
    ['an unknown key', { nmae: 'acme' }],
    ['a region that is none', { region: 'eu-west-9' }],
    ['a number for an account', { account: 123456789012 }],
    ['a stage that is none', { stage: 6 }],
    ['a variant that is none', { state: { type: 's4' } }],
  ])('refuses %s', (_, config) => {
    expect(validate(config)).toBe(false);
  });

  test('shows defaults and says nothing of our own marks', () => {
    expect(schemaText).toContain('"default": "us-east-1"');
    expect(schemaText).not.toContain('"placeholder":');
    expect(schemaText).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });
});

/** Every place of the schema with its path. */
function places(node: SchemaNode, path: string): [string, SchemaNode][] {
  const inner = [
    ...Object.entries(node.properties ?? {}).map(([key, next]) => [`${path}.${key}`, next] as const),
    ...(typeof node.additionalProperties === 'object' ? [[`${path}.<key>`, node.additionalProperties] as const] : []),
    ...[node.items ?? []].flat().map((next) => [`${path}[]`, next as SchemaNode] as const),
    ...[...(node.oneOf ?? []), ...(node.anyOf ?? [])].map((next) => [path, next] as const),
  ];
  return [[path, node], ...inner.flatMap(([at, next]) => places(next, at))];
}

const all = places(schemaTree(ladder), '');

test('every map of fixed keys refuses other keys', () => {
  const open = all.filter(([, node]) => node.properties && (node.additionalProperties ?? true) === true);
  expect(open.map(([path]) => path)).toEqual([]);
});

test('every key is described', () => {
  const fields = all.filter(
    ([path, node]) => !path.endsWith('[]') && !path.endsWith('<key>') && node.const === undefined,
  );
  const components = new Set(ladder.flatMap((s) => s.components.map((c) => `.${c.config?.key}`)));
  const variants = (node: SchemaNode) => Object.values(node.properties ?? {}).some((p) => p.const !== undefined);
  const silent = fields.filter(([path, node]) => path && !components.has(path) && !node.description && !variants(node));
  expect([...new Set(silent.map(([path]) => path))]).toEqual([]);
});
