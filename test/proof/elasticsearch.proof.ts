import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { auditEvent, bound, RBAC } from '../stages/2-team-adoption/audit/events';
import { carried } from '../stages/2-team-adoption/audit/filebeat';
import { OPTIONAL } from '../support/resolved';
import { object, synth } from '../support/synth';
import { judged, pass } from './support/judges';
import { ODD, record, SEARCH, SearchEngine } from './support/search-engine';

const rendered = () =>
  synth({
    stage: 2,
    ...OPTIONAL,
    logging: { streamPer: 'namespace', tenants: { shop: { namespaces: ['shop'], deleteAfterDays: 90 } } },
  });

const requests = async (): Promise<{ path: string; body: any }[]> => {
  const { data } = object(await rendered(), 'ConfigMap', 'elasticsearch-setup');
  return data.requests
    .trim()
    .split('\n')
    .map((line: string) => line.split(' '))
    .map(([path, file]: [string, string]) => ({ path, body: JSON.parse(data[file]) }));
};

judged([{ name: 'ilm-policy' }], 'lifecycle policies by Elasticsearch’s own parser', (parser) => {
  test('takes all of them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagecraft-ilm-'));
    const policies = (await requests()).filter(({ path }) => path.startsWith('/_ilm/'));
    expect(policies.length).toBe(4);
    const files = policies.map(({ path, body }) => {
      const file = join(folder, `${path.replaceAll('/', '_')}.json`);
      writeFileSync(file, JSON.stringify(body));
      return file;
    });
    await pass(parser, files);
  });
});

judged([{ name: 'elasticsearch' }], 'a real Elasticsearch', (program) => {
  const store = new SearchEngine(program, 'elasticsearch');
  const send = store.send.bind(store);
  beforeAll(() => store.start(), 200_000);
  afterAll(() => store.end());

  test('takes every index template, and a tenant’s records go to its stream with the fields the template says', async () => {
    for (const { path, body } of (await requests()).filter((request) => request.path.startsWith('/_index_template/'))) {
      // This build has no lifecycle; the policies are read by their own parser, the rest is sent as it is.
      delete body.template.settings['index.lifecycle.name'];
      body.template.settings['index.number_of_replicas'] = 0;
      expect(await send('PUT', path, body)).toMatchObject({ status: 200 });
      // Nor has it zstd, in which both keep what is stored.
      for (const key of ['index.codec', 'index.mode']) delete body.template.settings[key];
      expect(await send('PUT', path, body)).toMatchObject({ status: 200 });
    }
    expect((await store.append('logs-kubernetes-shop', [record(1), record(2)])).errors).toBe(false);
    const found = await send('POST', '/logs-kubernetes-shop/_search', SEARCH);
    expect(found.body.hits.hits.map((hit: any) => hit._source['@timestamp'])).toEqual([
      '2026-11-21T12:00:00.000000002Z',
      '2026-11-21T12:00:00.000000001Z',
    ]);
    expect(found.body.hits.hits[0]._index).toMatch(/^\.ds-logs-kubernetes-shop-/);
  });

  test('namespaces without a tenant get streams of their own from one template', async () => {
    const line = JSON.stringify({ '@timestamp': '2026-11-21T12:00:00.000000001Z', message: 'hello' });
    for (const namespace of ['kube-system', '0-a'])
      expect(
        (
          await send(
            'POST',
            `/logs-kubernetes-ns-${namespace}/_bulk`,
            `{"create":{}}\n${line}\n`,
            'application/x-ndjson',
          )
        ).body.errors,
      ).toBe(false);
    const { body } = await send('GET', '/logs-kubernetes-ns-*/_mapping', undefined);
    const indices = Object.entries<any>(body).map(([index, { mappings }]) => [
      index.replace(/-[0-9.]+-000001$/, ''),
      mappings.properties['@timestamp'].type,
    ]);
    expect(indices.sort()).toEqual([
      ['.ds-logs-kubernetes-ns-0-a', 'date_nanos'],
      ['.ds-logs-kubernetes-ns-kube-system', 'date_nanos'],
    ]);
  });

  test('the rejected stream takes what no other does', async () => {
    expect((await store.append('logs-kubernetes-rejected', [ODD])).errors).toBe(false);
    const refused = await store.append('logs-kubernetes-shop', [ODD]);
    expect(refused.items[0].create.status).toBe(400);
  });

  test('audit events as Filebeat writes them are found by who did what, and stored once', async () => {
    const { processors, output } = parse(object(await rendered(), 'ConfigMap', 'audit-shipper').data['filebeat.yml']);
    const admin = { apiGroup: RBAC, resource: 'clusterrolebindings', name: 'x' };
    const odd = {
      impersonatedUser: { username: 'bob' },
      annotations: { 'some/very.odd/key': 'x'.repeat(40_000) },
      requestURI: `/api/v1/pods?labelSelector=${'x'.repeat(40_000)}`,
    };
    const events = [
      auditEvent('person', 'create', admin, bound('cluster-admin')),
      auditEvent('anonymous', 'list', { resource: 'pods' }),
      auditEvent('person', 'list', { resource: 'pods' }, odd),
      '{"kind":"Event","cut',
    ].map((event) => carried(processors, event));
    const stream = output.elasticsearch.index;
    const lines = events
      .flatMap((event, id) => [{ create: { _id: `${id}` } }, event])
      .map((one) => JSON.stringify(one));
    const bulk = () => send('POST', `/${stream}/_bulk?refresh=true`, `${lines.join('\n')}\n`, 'application/x-ndjson');
    expect((await bulk()).body).toMatchObject({ errors: false });
    // What is sent twice is refused the second time, which Filebeat takes for done.
    expect((await bulk()).body.items.map(({ create }: any) => create.status)).toEqual([409, 409, 409, 409]);
    const found = async (filter: Record<string, unknown>) => {
      const { body } = await send('POST', `/${stream}/_search`, { query: { bool: { filter } } });
      return body.hits.hits.map(({ _id }: any) => _id).join();
    };
    const audit = 'kubernetes.audit';
    expect({
      bound: await found({ term: { [`${audit}.responseObject.roleRef.name`]: 'cluster-admin' } }),
      anonymous: await found({ term: { [`${audit}.user.username`]: 'system:anonymous' } }),
      byRole: await found({ wildcard: { [`${audit}.user.username`]: '*assumed-role/dev/*' } }),
      bySession: await found({ term: { [`${audit}.user.extra.sessionName`]: 'ann@acme.io' } }),
      allowed: await found({ term: { [`${audit}.annotations.authorization_k8s_io/decision`]: 'allow' } }),
      impersonated: await found({ exists: { field: `${audit}.impersonatedUser.username` } }),
      granted: await found({ range: { [`${audit}.responseStatus.code`]: { lt: 400 } } }),
      undecoded: await found({ match: { message: 'cut' } }),
      inTime: await found({ range: { '@timestamp': { gte: '2026-11-21T12:00:00.123Z' } } }),
    }).toEqual({
      bound: '0',
      anonymous: '1',
      byRole: '0,2',
      bySession: '0,2',
      allowed: '0,1',
      impersonated: '2',
      granted: '0,1,2',
      undecoded: '3',
      inTime: '0,1,2',
    });
  });
});
