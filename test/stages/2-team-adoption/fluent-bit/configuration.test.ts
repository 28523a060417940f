import { load } from 'js-yaml';
import { object, synth } from '../../../support/synth';
import known from './options.json';

type Parameters = Readonly<Record<string, unknown>>;
interface List {
  readonly source: string;
  readonly options: readonly string[];
}

const lists = known as unknown as {
  readonly sections: Readonly<Record<string, List>>;
  readonly common: Readonly<Record<string, List>>;
  readonly plugins: Readonly<Record<string, List>>;
};
const everything = {
  store: 'opensearch',
  streamPer: 'namespace',
  tenants: { shop: { namespaces: ['cart', 'till'] } },
  collection: {
    bufferGiB: 7,
    redact: ['bearer-token', 'email', { pattern: "it's #\\d+", by: 'cut out, all' }],
    multiline: [{ namespaces: ['cart', 'till'], start: '^\\d{4}-' }, { start: 'a${b}' }],
    excludeNamespaces: ['noise'],
  },
};

const files = async (logging: object = {}) =>
  object(await synth({ stage: 2, logging: { collector: 'fluent-bit', ...logging } }), 'ConfigMap', 'fluent-bit').data;
const configuration = async (logging: object = {}) => load((await files(logging))['fluent-bit.yaml']) as any;

const beside = (parameters: Parameters, where: string, ...allowed: readonly (List | undefined)[]) => {
  const options = allowed.flatMap((list) => list?.options ?? []);
  return Object.keys(parameters)
    .filter((name) => !options.includes(name))
    .map((name) => `${where}: ${name}`);
};

/** What a configuration holds that Fluent Bit does not know. */
function unknown({ pipeline, service, ...sections }: any): string[] {
  const plugins = Object.entries(pipeline as Record<string, readonly Parameters[]>).flatMap(([kind, all]) =>
    all.flatMap((plugin) => {
      const name = `${kind} ${plugin.name}`;
      const own = lists.plugins[name];
      return own ? beside(plugin, name, lists.common[kind], own) : [`${name} is on no list`];
    }),
  );
  const others = Object.entries(sections as Record<string, readonly (Parameters & { rules?: Parameters[] })[]>).flatMap(
    ([name, all]) =>
      all.flatMap((section) => [
        ...beside(section, name, lists.sections[name]),
        ...(section.rules ?? []).flatMap((rule) => beside(rule, 'rules', lists.sections.rules)),
      ]),
  );
  return [...beside(service, 'service', lists.sections.service), ...others, ...plugins];
}

test.each([
  ['as it comes', {}],
  ['with everything', everything],
])('%s, it is YAML, and every section and plugin knows its parameters', async (_, logging) => {
  expect(unknown(await configuration(logging))).toEqual([]);
});

test('an option or a plugin there is not would be found', async () => {
  const { pipeline, ...rest } = await configuration();
  const wrong = { ...pipeline, outputs: [{ ...pipeline.outputs[0], retri_limit: 1 }, { name: 'elastic' }] };
  expect(unknown({ ...rest, pipeline: wrong })).toEqual([
    'outputs opensearch: retri_limit',
    'outputs elastic is on no list',
  ]);
});

test('every list says where it comes from', () => {
  for (const { source } of [lists.sections, lists.common, lists.plugins].flatMap((all) => Object.values(all)))
    expect(source).toMatch(/^https:\/\/github\.com\/fluent\/fluent-bit\/blob\/[0-9a-f]{40}\//);
});

test('every parser that is named is there, and one without a parser of its own stands before those with one', async () => {
  const { parsers, multiline_parsers, pipeline } = await configuration(everything);
  const names = (all: readonly Parameters[]) => all.map(({ name }) => name);
  for (const { parser } of multiline_parsers) if (parser) expect(names(parsers)).toContain(parser);
  for (const plugin of [...pipeline.inputs, ...pipeline.filters]) {
    if (plugin['multiline.parser']) expect(names(multiline_parsers)).toContain(plugin['multiline.parser']);
    if (plugin.regex_parser) expect(names(parsers)).toContain(plugin.regex_parser);
  }
  expect(multiline_parsers.map(({ parser }: Parameters) => parser !== undefined)).toEqual([false, false, true]);
});

test('every state a rule leads to is one', async () => {
  const { multiline_parsers } = await configuration(everything);
  for (const { rules = [] } of multiline_parsers)
    for (const { next_state } of rules) expect(rules.map(({ state }: Parameters) => state)).toContain(next_state);
});

test('nothing is taken for a variable that is not meant as one', async () => {
  const text: string = (await files(everything))['fluent-bit.yaml'];
  expect(text.match(/\$\{[^}]*\}/g)).toEqual(['${STORE_USERNAME}', '${STORE_PASSWORD}']);
  expect(text).toContain('/a[$]{b}/');
});

describe('what is asked for', () => {
  const tail = async (logging: object = {}) => (await configuration(logging)).pipeline.inputs[0];
  const store = async (logging: object = {}) => (await configuration(logging)).pipeline.outputs[0];

  test('waiting logs take the disk they are given, and are never given up', async () => {
    expect(await store({ collection: { bufferGiB: 7 } })).toMatchObject({
      'storage.total_limit_size': String(7 * 2 ** 30),
      retry_limit: 'no_limits',
    });
    expect((await tail())['storage.type']).toBe('filesystem');
  });

  test('its own logs and those left out are not read', async () => {
    expect((await tail({ collection: { excludeNamespaces: ['noise'] } })).exclude_path).toBe(
      '/var/log/pods/log-collection_*/*/*,/var/log/pods/noise_*/*/*',
    );
  });

  test('either store is written to by TLS, appending only, each record to the stream it says', async () => {
    for (const name of ['elasticsearch', 'opensearch'])
      expect(await store({ store: name })).toMatchObject({
        name: 'opensearch',
        host: `${name}.logging.svc`,
        port: 9200,
        tls: true,
        'tls.verify': true,
        'tls.verify_hostname': true,
        'tls.ca_file': '/tls/ca.crt',
        index: '$log_stream',
        id_key: '$log_id',
        write_operation: 'create',
        suppress_type_name: true,
      });
  });

  test('entries of several lines are joined in the namespaces they are for, or in all', async () => {
    const { filters } = (await configuration(everything)).pipeline;
    expect(filters.map(({ name, match, match_regex }: Parameters) => [name, match ?? match_regex])).toEqual([
      ['multiline', '^kube\\.(?:cart|till)\\.'],
      ['multiline', 'kube.*'],
      ['kubernetes', 'kube.*'],
      ['lua', 'kube.*'],
    ]);
  });

  test('a pattern that cannot be done without Ruby is refused, with what to do', async () => {
    const redact = ['email', { pattern: '(a)\\1' }, { pattern: '[[x]' }];
    await expect(synth({ stage: 2, logging: { collector: 'fluent-bit', collection: { redact } } })).rejects.toThrow(
      'logging.collection.redact.1.pattern: fluent-bit cannot do this: \\1\n' +
        '  got:     "(a)\\\\1"\n' +
        '  allowed: characters, sets, groups, choices, repetitions up to 1000, ^ $ \\b, look ahead and behind, (?i)\n' +
        '  next:    write the pattern without it, or set logging.collector: fluentd',
    );
    await expect(synth({ stage: 2, logging: { collection: { redact } } })).resolves.toBeDefined();
  });
});

describe('the pods', () => {
  const synthesis = () => synth({ stage: 2, logging: { collector: 'fluent-bit' }, fluentBit: { memory: '1Gi' } });

  test('take the place of Fluentd', async () => {
    const all = await synthesis();
    expect(object(all, 'DaemonSet', 'fluent-bit').metadata.namespace).toBe('log-collection');
    expect(() => object(all, 'DaemonSet', 'fluentd')).toThrow();
  });

  test('root without a single capability, on a file system that cannot be written, on every node', async () => {
    const { spec } = object(await synthesis(), 'DaemonSet', 'fluent-bit').spec.template;
    expect(spec.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(spec.containers[0]).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } },
    });
    const writable = spec.containers[0].volumeMounts.filter(({ readOnly }: any) => !readOnly);
    expect(writable.map(({ mountPath }: any) => mountPath)).toEqual(['/var/lib/fluent-bit']);
  });

  test('may ask for one pod at a time and for nothing else', async () => {
    expect(object(await synthesis(), 'ClusterRole', 'fluent-bit').rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
    ]);
  });

  test('have more time to stop than the program takes', async () => {
    const { spec } = object(await synthesis(), 'DaemonSet', 'fluent-bit').spec.template;
    expect((await configuration()).service.grace).toBeLessThan(spec.terminationGracePeriodSeconds);
  });
});
