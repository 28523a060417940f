import { judged, type Outcome } from './support/judges';
import { type Answer, type Question, SetupJob, StandIn } from './support/stand-in';

interface Policy {
  readonly number: number;
  readonly body: any;
}

/**
 * What the job talks to beside the API server, in memory: OpenSearch, which answers as the documentation of its security API, of ISM
 * and of snapshot management says, and OpenSearch Dashboards. The admin certificate is taken for granted: it is no matter of HTTP.
 */
class Store extends StandIn {
  readonly users = new Map<string, string>();
  /** What patches made, by path of the collection and name. */
  readonly entries = new Map<string, string>();
  readonly policies = new Map<string, Policy>();
  readonly puts = new Map<string, string>();
  /** Index patterns by tenant and path. */
  readonly patterns = new Map<string, any>();
  /** Calls that changed something. */
  writes = 0;
  /** What OpenSearch Dashboards answers to everything, as long as it does not work. */
  dashboards?: number;
  readonly told: string[] = [];

  protected answer(question: Question): Answer {
    const { method, url, body, login } = question;
    const [path = ''] = url.split('?');
    if (path.startsWith('/api/saved_objects/')) return this.dashboardsAnswer(question);
    if (path === '/_plugins/_security/authinfo') return this.signedIn(login) ? [200, {}] : [401, {}];
    const user = /^\/_plugins\/_security\/api\/internalusers\/(.+)$/.exec(path)?.[1];
    if (user) return this.write(() => this.users.set(user, body.password), 201);
    if (method === 'PATCH') return this.patch(path, body);
    if (/^\/_plugins\/_(ism|sm)\/policies\//.test(path)) return this.policyAnswer(question, path);
    if (path.startsWith('/_plugins/_ism/change_policy/')) {
      this.told.push(`${body.policy_id} ${path.split('/').at(-1)}`);
      return [200, { updated_indices: 1 }];
    }
    if (method === 'PUT') {
      const text = JSON.stringify(body);
      return this.puts.get(path) === text ? [200, {}] : this.write(() => this.puts.set(path, text), 200);
    }
    return [200, {}];
  }

  private signedIn(login: string): boolean {
    const [name = '', password] = login.split(':');
    return password !== undefined && this.users.get(name) === password;
  }

  private write(change: () => void, status: number): Answer {
    change();
    this.writes += 1;
    return [status, {}];
  }

  private patch(path: string, operations: { op: string; path: string; value: unknown }[]): Answer {
    const changed = operations.filter(({ path: name, value }) => {
      const key = `${path}${name}`;
      const same = this.entries.get(key) === JSON.stringify(value);
      this.entries.set(key, JSON.stringify(value));
      return !same;
    });
    return changed.length === 0 ? [200, { message: 'No updates required' }] : this.write(() => {}, 200);
  }

  private policyAnswer({ method, url, body }: Question, path: string): Answer {
    const held = this.policies.get(path);
    const shown = ({ number, body: policy }: Policy) => ({ _id: 'x', _seq_no: number, _primary_term: 1, ...policy });
    if (method === 'GET') return held ? [200, shown(held)] : [404, {}];
    const expected = /if_seq_no=(\d+)&if_primary_term=1$/.exec(url)?.[1];
    if (held ? Number(expected) !== held.number : expected !== undefined) return [409, {}];
    if (held && method === 'POST') return [409, {}];
    return this.write(
      () =>
        this.policies.set(path, { number: (held?.number ?? 0) + 3, body: body.policy ? body : { sm_policy: body } }),
      held ? 200 : 201,
    );
  }

  private dashboardsAnswer({ method, url, body, login, headers }: Question): Answer {
    if (this.dashboards) return [this.dashboards, { error: 'not now' }];
    if (!login.startsWith('dashboards-setup:') || !this.signedIn(login)) return [401, {}];
    const key = `${headers.securitytenant} ${url}`;
    if (method === 'GET') return this.patterns.has(key) ? [200, this.patterns.get(key)] : [404, {}];
    if (headers['osd-xsrf'] === undefined) return [400, { message: 'Request must contain an osd-xsrf header.' }];
    if (this.patterns.has(key)) return [409, {}];
    this.patterns.set(key, body.attributes);
    return [200, {}];
  }
}

const config = {
  stage: 2,
  name: 'acme',
  logging: { store: 'opensearch', tenants: { shop: { namespaces: ['shop'] } } },
  opensearch: { snapshots: { enabled: true, image: 'registry.example.com/opensearch-s3:1' } },
};

judged([{ name: 'bash' }, { name: 'curl' }], 'the setup job of OpenSearch against a stand-in', (bash) => {
  const job = new SetupJob(bash, 'opensearch-setup');
  beforeAll(() => job.prepare(config));

  const setUp = (url: string, dashboards = url): Promise<Outcome> =>
    job.run(url, { OPENSEARCH_URL: url, DASHBOARDS_URL: dashboards, ADMIN_DIR: '/dev/null' });

  test('makes every Secret, role, policy and login, and a second run writes nothing', async () => {
    const store = new Store();
    const url = await store.listen();
    const first = await setUp(url);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect([...store.secrets.keys()].sort()).toEqual([
      'log-collection/opensearch-log-writer',
      'logging/opensearch-dashboards-cookie',
      'logging/opensearch-dashboards-server',
      'logging/opensearch-dashboards-setup',
      'logging/opensearch-exporter-credentials',
      'logging/opensearch-platform-login',
    ]);
    expect([...store.users.keys()].sort()).toEqual([
      'dashboards-server',
      'dashboards-setup',
      'log-writer',
      'metrics-reader',
      'platform',
    ]);
    expect([...store.policies.keys()]).toEqual([
      '/_plugins/_sm/policies/archive',
      '/_plugins/_ism/policies/logs-kubernetes-default',
      '/_plugins/_ism/policies/logs-kubernetes-shop',
    ]);
    expect([...store.entries.keys()]).toEqual(
      expect.arrayContaining([
        '/_plugins/_security/api/tenants/platform-logs',
        '/_plugins/_security/api/roles/log_writer',
        '/_plugins/_security/api/rolesmapping/log_writer',
        '/_plugins/_security/api/securityconfig/config/dynamic/authc',
      ]),
    );
    const { writes } = store;
    const second = await setUp(url);
    expect([second.code, second.stderr, store.writes]).toEqual([0, '', writes]);
    store.close();
  });

  test('three runs at once end with one password everywhere and each policy once', async () => {
    const store = new Store(20);
    const url = await store.listen();
    const runs = await Promise.all([setUp(url), setUp(url), setUp(url)]);
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(Array(3).fill([0, '']));
    expect(store.users.get('log-writer')).toBe(store.secrets.get('log-collection/opensearch-log-writer')?.password);
    expect([...store.policies.values()].map(({ number }) => number)).toEqual([3, 3, 3]);
    store.close();
  });

  test('another policy replaces the one before, and its indices are told', async () => {
    const store = new Store();
    const url = await store.listen();
    await setUp(url);
    const path = '/_plugins/_ism/policies/logs-kubernetes-shop';
    store.policies.set(path, {
      number: 41,
      body: { policy: { description: 'made by opensearch-setup from another' } },
    });
    expect((await setUp(url)).stdout).toContain(`${path} replaced\n`);
    expect(store.policies.get(path)?.number).toBe(44);
    expect(store.told).toEqual(['logs-kubernetes-shop .ds-logs-kubernetes-shop-*']);
    store.close();
  });

  test('a deleted Secret is a new password, for the login and for nobody else', async () => {
    const store = new Store();
    const url = await store.listen();
    await setUp(url);
    const before = new Map(store.users);
    store.secrets.delete('log-collection/opensearch-log-writer');
    expect((await setUp(url)).code).toBe(0);
    const changed = [...store.users].filter(([name, password]) => before.get(name) !== password).map(([name]) => name);
    expect(changed).toEqual(['log-writer']);
    expect(store.users.get('log-writer')).toBe(store.secrets.get('log-collection/opensearch-log-writer')?.password);
    store.close();
  });

  test('makes index patterns in their tenants, and leaves what people changed', async () => {
    const store = new Store();
    const url = await store.listen();
    await setUp(url);
    expect([...store.patterns].map(([key, { title }]) => [key, title])).toEqual([
      ['platform-logs /api/saved_objects/index-pattern/logs-kubernetes-all', 'logs-kubernetes-*'],
      ['shop /api/saved_objects/index-pattern/logs-kubernetes-shop', 'logs-kubernetes-shop'],
    ]);
    for (const pattern of store.patterns.values()) pattern.title = 'changed by somebody';
    await setUp(url);
    expect([...store.patterns.values()].map(({ title }) => title)).toEqual(Array(2).fill('changed by somebody'));
    store.close();
  });

  test.each([
    ['do not listen', undefined],
    ['are not ready', 503],
  ])('OpenSearch Dashboards that %s hold nothing up', async (_, status) => {
    const store = new Store();
    const url = await store.listen();
    store.dashboards = status;
    const { code, stdout, stderr } = await setUp(url, status ? url : 'http://127.0.0.1:1');
    expect([code, stderr, store.users.size]).toEqual([0, '', 5]);
    expect(stdout).toContain('OpenSearch Dashboards does not answer yet; the next run makes what is missing\ndone\n');
    store.close();
  });

  test('what OpenSearch refuses is said', async () => {
    const store = new Store();
    const url = await store.listen();
    await setUp(url);
    store.dashboards = 403;
    const { code, stderr } = await setUp(url);
    expect([code, stderr]).toEqual([
      1,
      'setup: OpenSearch Dashboards, /api/saved_objects/index-pattern/logs-kubernetes-all: HTTP 403: {"error":"not now"}\n',
    ]);
    store.close();
  });

  test('prints no secret', async () => {
    const store = new Store();
    const { stdout, stderr } = await setUp(await store.listen());
    for (const secret of store.secrets.values())
      for (const value of Object.values(secret).filter((text) => text.length > 20))
        expect(stdout + stderr).not.toContain(value);
    store.close();
  });
});
