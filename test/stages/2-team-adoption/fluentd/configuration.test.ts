import { everySection, type FluentdSection, parseFluentd } from '../../../support/fluentd-config';
import { object, synth } from '../../../support/synth';
import known from './options.json';

interface Known {
  readonly source: string;
  readonly options: readonly string[];
  readonly sections: Readonly<Record<string, 'any' | readonly string[]>>;
}

const plugins = known.sections as unknown as Readonly<Record<string, Known>>;
const everything = {
  logging: {
    streamPer: 'namespace',
    tenants: { shop: { namespaces: ['cart', 'till'] } },
    collection: {
      redact: ['bearer-token', 'email', { pattern: "it's #\\d+", by: 'cut out, all' }],
      multiline: [{ namespaces: ['cart'], start: '^\\d{4}-' }, { start: '^\\[' }],
      excludeNamespaces: ['noise'],
    },
  },
};

const configuration = async (raw: object = {}) =>
  parseFluentd(object(await synth({ stage: 2, ...raw }), 'ConfigMap', 'fluentd').data['fluent.conf']);
const kindOf = ({ name, parameters }: FluentdSection) =>
  parameters['@type'] ? `${name} ${parameters['@type']}` : name;
/** Sections without a plugin, whose inside is looked at by itself. */
const CONTAINERS = ['label'];

/** What a section holds that its plugin does not know. */
function unknown(section: FluentdSection): string[] {
  if (CONTAINERS.includes(section.name)) return section.sections.flatMap(unknown);
  const kind = kindOf(section);
  const plugin = plugins[kind];
  if (!plugin) return [`${kind} is on no list`];
  const options = [...known.common.options, ...plugin.options];
  return [
    ...Object.keys(section.parameters)
      .filter((name) => !options.includes(name))
      .map((name) => `${kind}: ${name}`),
    ...section.sections.flatMap((inner) => {
      const allowed = plugin.sections[inner.name];
      if (allowed === undefined) return unknown(inner);
      return Object.keys(inner.parameters)
        .filter((name) => allowed !== 'any' && !allowed.includes(name))
        .map((name) => `${kind}, ${inner.name}: ${name}`);
    }),
  ];
}

test.each([
  ['as it comes', {}],
  ['with everything', everything],
  ['to OpenSearch', { logging: { store: 'opensearch' } }],
])('%s, it parses, and every plugin knows its parameters', async (_, raw) => {
  const root = await configuration(raw);
  expect(root.sections.flatMap(unknown)).toEqual([]);
});

test('an option that no plugin has would be found', () => {
  const { sections } = parseFluentd('<filter **>\n  @type concat\n  key message\n  seperator ""\n</filter>\n');
  expect(sections.flatMap(unknown)).toEqual(['filter concat: seperator']);
});

test('a line that Fluentd does not take is none here', () => {
  const faults = ['<a>\n', '<a>\n</b>\n', "<a>\nb 'c\n</a>", "<a>\nb 'c' d\n</a>", 'a b\n'].map((text) => {
    try {
      return parseFluentd(text);
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(faults).toEqual([
    'expected end tag </a>',
    'line 2: unmatched end tag: </b>',
    "line 2: a quote is not closed: b 'c",
    "line 2: expected end of line: b 'c' d",
    'line 1: outside of every section: a b',
  ]);
});

test('texts with spaces are read whole, and a # in a pattern begins no comment', async () => {
  const replacements = everySection(await configuration(everything)).filter(({ name }) => name === 'replace');
  expect(replacements.at(-1)?.parameters).toEqual({
    key: 'message',
    expression: "/it's \\#\\d+/",
    replace: 'cut out, all',
  });
});

test('every label that is named is there, and no id is given twice', async () => {
  const all = everySection(await configuration(everything));
  const labels = all.filter(({ name }) => name === 'label').map(({ argument }) => argument);
  for (const { parameters } of all)
    for (const named of [parameters['@label'], parameters.timeout_label].filter(Boolean))
      expect(labels).toContain(named);
  const ids = all.flatMap(({ parameters }) => (parameters['@id'] ? [parameters['@id']] : []));
  expect(new Set(ids).size).toBe(ids.length);
});

test('every list says where it comes from', () => {
  for (const { source } of [known.common, ...Object.values(plugins)])
    expect(source).toMatch(/^https:\/\/github\.com\/.+\/(?:blob|tree)\/[0-9a-f]{7,40}\//);
});
