import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { script } from '../../stages/2-team-adoption/logging/store/scripts';
import { object, synth } from '../support/synth';
import { judged } from './support/judges';
import { ODD, record, SEARCH, SearchEngine } from './support/search-engine';

interface Request {
  readonly kind: string;
  readonly path: string;
  readonly body: any;
}

const requests = async (): Promise<Request[]> => {
  const { data } = object(
    await synth({
      stage: 2,
      logging: {
        store: 'opensearch',
        streamPer: 'namespace',
        tenants: { shop: { namespaces: ['shop'], deleteAfterDays: 90 } },
      },
    }),
    'ConfigMap',
    'opensearch-setup',
  );
  return data.requests
    .trim()
    .split('\n')
    .map((line: string) => line.split(' '))
    .map(([kind, path, file]: string[]) => ({ kind, path, body: JSON.parse(data[file ?? '']) }));
};

judged([{ name: 'opensearch' }], 'a real OpenSearch', (program) => {
  const store = new SearchEngine(program, 'opensearch');
  beforeAll(() => store.start(), 200_000);
  afterAll(() => store.end());

  test('takes every index template, and a tenant’s records go to its stream with the fields the template says', async () => {
    const templates = (await requests()).filter(({ kind }) => kind === 'put');
    expect(templates.map(({ path }) => path)).toContain('/_index_template/logs-kubernetes-rejected');
    for (const { path, body } of templates) {
      body.template.settings['index.number_of_replicas'] = 0;
      expect(await store.send('PUT', path, body)).toMatchObject({ status: 200 });
    }
    expect((await store.append('logs-kubernetes-shop', [record(1), record(2)])).errors).toBe(false);
    const found = await store.send('POST', '/logs-kubernetes-shop/_search', SEARCH);
    expect(found.body.hits.hits.map((hit: any) => hit._source['@timestamp'])).toEqual([
      '2026-11-21T12:00:00.000000002Z',
      '2026-11-21T12:00:00.000000001Z',
    ]);
    expect(found.body.hits.hits[0]._index).toMatch(/^\.ds-logs-kubernetes-shop-\d+$/);
  });

  test('the same record twice is stored once', async () => {
    const first = await store.append('logs-kubernetes-default', [{ id: 'a', ...record(1) }]);
    const second = await store.append('logs-kubernetes-default', [{ id: 'a', ...record(1) }]);
    expect([first.items[0].create.status, second.items[0].create.status]).toEqual([201, 409]);
  });

  test('a namespace’s stream is made by its first record', async () => {
    expect((await store.append('logs-kubernetes-ns-till', [record(1)])).errors).toBe(false);
    const { body } = await store.send('GET', '/_data_stream/logs-kubernetes-ns-till');
    expect(body.data_streams[0].template).toBe('logs-kubernetes-per-namespace');
  });

  test('labels make no fields, whatever they are called', async () => {
    const { body } = await store.send('GET', '/logs-kubernetes-shop/_mapping');
    const [{ mappings }] = Object.values<any>(body);
    expect(mappings.properties.kubernetes.properties.labels).toEqual({ type: 'flat_object' });
  });

  test.each(['/_all/_stats', '/_all/_settings'])(
    'what the exporter asks, %s, shows the indices behind streams',
    async (path) => {
      const { body } = await store.send('GET', path);
      expect(Object.keys(body.indices ?? body)).toContain('.ds-logs-kubernetes-shop-000001');
    },
  );

  test('a node that held data is known by the directory the init container looks for', () => {
    expect(existsSync(join(store.data, 'nodes'))).toBe(true);
    expect(script('opensearch', 'configure.sh')).toContain('[ ! -e /data/nodes ]');
  });

  test('the rejected stream takes what no other does', async () => {
    expect((await store.append('logs-kubernetes-rejected', [ODD])).errors).toBe(false);
    const refused = await store.append('logs-kubernetes-shop', [ODD]);
    expect(refused.items[0].create.status).toBe(400);
  });
});
