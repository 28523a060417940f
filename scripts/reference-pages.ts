// The pages of docs/reference, made from the schema and the command line themselves.
import { EXIT_CODES, programHelp, verbHelp } from '../src/cli/help';
import { verbs } from '../src/cli/verbs';
import { editorSchema } from '../src/config/editor-schema';
import { isMap } from '../src/config/path';
import { isList, options, type SchemaNode, schemaTree } from '../src/config/schema';
import { allowedWords } from '../src/config/words';
import type { Component, Stage } from '../src/kit/contract';
import { or } from '../src/kit/nearest';
import { ladder } from '../stages';

const NOTE = '<!-- Written by `npm run reference`; never edited by hand. -->';

/** Every generated page by its path in docs/reference. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'stagecraft.schema.json': editorSchema(schemaTree(ladder)),
    'config.md': configPage(),
    'cli.md': cliPage(),
  };
}

function configPage(): string {
  const root = schemaTree(ladder);
  const keyed = new Set(ladder.flatMap(({ components }) => components.map(({ config }) => config?.key)));
  const platform = Object.entries(root.properties ?? {}).filter(([key]) => !keyed.has(key));
  const parts = [
    NOTE,
    '# Configuration: stagecraft.yaml',
    [
      'One file, one cluster. Every key has a default or is marked; keys that are not here are refused.',
      'Order: flags, then the file, then what it `extends`, then what a stage raises, then the defaults below.',
      'Maps merge, lists replace.',
    ].join(' '),
    EXTENDS,
    FLAGS,
    FILL,
    '## In an editor',
    [
      'Editors check the file while you write when its first line names its schema; `generate` writes both:',
      '',
      '```yaml',
      '# yaml-language-server: $schema=.stagecraft/stagecraft.schema.json',
      '```',
    ].join('\n'),
    '## The platform',
    table(platform.flatMap(([key, node]) => rows(key, node))),
    ...ladder.flatMap((stage) => stageParts(stage, root)),
  ];
  return `${parts.join('\n\n')}\n`;
}

const EXTENDS = `## One file for several clusters

\`extends: ../base.yaml\` builds on another file, relative to the one that says so; that one may extend a third. What
stands in the nearer file wins. A fault names the file and line the value came from. Where two files name two variants of
one choice (\`state: {type: s3}\` and \`state: {type: local}\`), the nearer one replaces the whole of it.`;

const FLAGS = `## Flags

\`--stage\`, \`--name\`, \`--region\` and \`--set path=value\` win over the file. The path is dotted, as below; a key that
holds a dot stands in quotes (\`--set 'tags."acme.io/team"=core'\`). The value is read as YAML, or as text where the key
takes nothing but text (\`--set account=012345678901\`). Environment variables are never read.`;

const FILL = `## Fill before apply

Values that only a team knows have placeholders, marked **fill** below. \`validate\` lists those that still stand, and
\`generate\` names them at its end; everything else works without them.`;

function stageParts(stage: Stage, root: SchemaNode): string[] {
  const configured = stage.components.filter(({ config }) => config);
  if (configured.length === 0) return [];
  const raised = Object.entries(stage.raises ?? {}).map(([path, value]) => `- \`${path}\`: ${code(value)}`);
  return [
    `## Stage ${stage.number}: ${stage.title}`,
    ...(raised.length > 0 ? ['Raises, unless the file says otherwise:', raised.join('\n')] : []),
    ...configured.flatMap((component) => componentParts(component, root)),
  ];
}

function componentParts({ title, summary, config }: Component, root: SchemaNode): string[] {
  const key = config?.key ?? '';
  const node = root.properties?.[key] ?? {};
  const fields = Object.entries(node.properties ?? {}).flatMap(([name, field]) =>
    rows(`${key}.${name}`, field, node.required?.includes(name)),
  );
  return [`### ${key}`, `${title}: ${summary}.`, fields.length > 0 ? table(fields) : 'Takes no keys.'];
}

type Row = readonly [path: string, type: string, initial: string, allowed: string, description: string];

/** One row for the field itself, and one for every field inside it. */
function rows(path: string, node: SchemaNode, required = false): Row[] {
  const initial = node.default === undefined ? (required ? 'required' : '') : code(node.default);
  const fill = node.placeholder || (isMap(node.additionalProperties) && node.additionalProperties.placeholder);
  const description = [fill ? '**fill**' : '', node.description ?? ''].filter(Boolean).join(' ');
  return [[path, typeOf(node), initial, allowedOf(node), description], ...inner(path, node)];
}

function inner(path: string, node: SchemaNode): Row[] {
  const fields = Object.entries(node.properties ?? {})
    .filter(([, field]) => field.const === undefined)
    .flatMap(([name, field]) => rows(`${path}.${name}`, field, node.required?.includes(name)));
  const values = isMap(node.additionalProperties)
    ? inner(`${path}.<key>`, node.additionalProperties as SchemaNode)
    : [];
  const items = node.items && !isList<SchemaNode>(node.items) ? inner(`${path}[]`, node.items) : [];
  return [
    ...fields,
    ...values,
    ...items,
    ...options(node).flatMap((option) => inner(variantPath(path, option), option)),
  ];
}

/** `state(type: s3)`: the fields of one variant of a union. */
function variantPath(path: string, option: SchemaNode): string {
  const tag = Object.entries(option.properties ?? {}).find(([, field]) => field.const !== undefined);
  return tag ? `${path}(${tag[0]}: ${tag[1].const})` : path;
}

function typeOf(node: SchemaNode): string {
  if (node.enum || node.const !== undefined) return 'choice';
  if (options(node).length > 0) return or([...new Set(options(node).map(typeOf))]);
  if (node.type === 'array')
    return isList<SchemaNode>(node.items) || !node.items ? 'list' : `list of ${typeOf(node.items)}`;
  if (node.type === 'object' && isMap(node.additionalProperties))
    return `map of ${typeOf(node.additionalProperties as SchemaNode)}`;
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    integer: 'whole number',
    boolean: 'true or false',
    object: 'map',
  };
  return isList<string>(node.type) ? node.type.join(' or ') : (names[node.type ?? ''] ?? node.type ?? 'anything');
}

function allowedOf(node: SchemaNode): string {
  if (node.enum) return node.enum.map(code).join(', ');
  const variants = options(node).flatMap((option) =>
    Object.entries(option.properties ?? {}).flatMap(([key, { const: value }]) =>
      value === undefined ? [] : [`\`${key}: ${value}\``],
    ),
  );
  if (variants.length > 0) return variants.join(', ');
  if (isMap(node.additionalProperties)) {
    const keys = node.propertyNames && allowedWords(node.propertyNames);
    const values = allowedWords(node.additionalProperties as SchemaNode);
    return [keys && `keys: ${keys}`, `values: ${values}`].filter(Boolean).join('; ');
  }
  if (node.type === 'object') return '';
  const words = allowedWords(node);
  return words === 'text' || words === typeOf(node) ? '' : words;
}

function code(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' ? '`""`' : `\`${text}\``;
}

function table(all: readonly Row[]): string {
  const prose = (text: string) => text.replaceAll('<', '\\<').replaceAll('|', '\\|').replaceAll('\n', ' ');
  // Code may hold `<`; a `|` ends a cell even there.
  const cell = (text: string) =>
    text
      .split(/(`[^`]*`)/)
      .map((part) => (part.startsWith('`') ? part.replaceAll('|', '\\|') : prose(part)))
      .join('');
  return [
    '| path | type | default | allowed | what it is |',
    '|---|---|---|---|---|',
    ...all.map(([path, ...rest]) => `| \`${path}\` | ${rest.map(cell).join(' | ')} |`),
  ].join('\n');
}

function cliPage(): string {
  const block = (text: string) => `\`\`\`text\n${text}\`\`\``;
  const parts = [
    NOTE,
    '# Command line',
    block(programHelp(verbs)),
    ...verbs.flatMap((verb) => [`## ${verb.name}`, block(verbHelp(verb))]),
    '## Output',
    [
      'Results go to standard output, progress and faults to standard error; progress shows only on a terminal, colour',
      'neither there with `NO_COLOR` nor anywhere else. With `--json` standard output holds one JSON document, faults',
      'included: `{"faults": [{"where", "what", "got", "allowed", "next", "flag", "file", "line", "column"}]}`.',
    ].join(' '),
    '## Exit codes',
    ['| code | meaning |', '|---|---|', ...EXIT_CODES.map(([number, meaning]) => `| ${number} | ${meaning} |`)].join(
      '\n',
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}
