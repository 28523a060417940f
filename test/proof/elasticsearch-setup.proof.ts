import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judged, type Outcome, run } from './support/judges';
import { type Answer, type Question, SetupJob, StandIn } from './support/stand-in';

/** What the job talks to beside the API server: the few calls of Elasticsearch and Kibana, in memory. */
class Store extends StandIn {
  readonly users = new Map<string, { password?: string; roles: string[] }>();
  readonly tokens = new Set<string>();
  readonly puts = new Map<string, unknown>();
  /** What Kibana holds, by the path it is found at. */
  readonly made = new Map<string, any>();
  /** What Kibana answers to everything, as long as it does not work. */
  kibana?: number;
  refuseSuperuser = false;
  /** The licence in force, and what comes back when another one is given. */
  license = { uid: 'basic' };
  licenseStatus = 'valid';
  /** Snapshots that were asked for by hand. */
  snapshots = 0;

  protected answer({ method, url, body, login, headers }: Question): Answer {
    if (/^(\/s\/[^/]+)?\/api\/(spaces|data_views)\//.test(url)) {
      if (this.kibana) return [this.kibana, { error: 'not now' }];
      if (this.userOf(login) !== 'elastic') return [401, {}];
      return headers['kbn-xsrf'] === undefined
        ? [400, { error: 'Request must contain a kbn-xsrf header.' }]
        : this.kibanaAnswer(method, url, body);
    }
    return this.storeAnswer(method, url, body, login);
  }

  private kibanaAnswer(method: string, url: string, body: any): Answer {
    if (method === 'GET') return this.made.has(url) ? [200, this.made.get(url)] : [404, {}];
    const [, space] = /^\/s\/([^/]+)/.exec(url) ?? [];
    if (space && !this.made.has(`/api/spaces/space/${space}`)) return [404, {}];
    const at = `${url}/${body.data_view?.id ?? body.id}`;
    if (this.made.has(at) && !body.override) return [409, {}];
    this.made.set(at, body.data_view ?? body);
    return [200, {}];
  }

  /** Who signs in with the right password. */
  private userOf(login: string): string | undefined {
    const [name = '', password] = login.split(':');
    if (name !== 'elastic') return this.users.get(name)?.password === password ? name : undefined;
    const known = this.secrets.get('logging/elasticsearch-elastic')?.password;
    return !this.refuseSuperuser && password === known ? name : undefined;
  }

  private storeAnswer(method: string, url: string, body: any, login: string): Answer {
    if (this.userOf(login) === undefined) return [401, {}];
    const user = /^\/_security\/user\/(.+)$/.exec(url);
    if (user) {
      this.users.set(user[1] ?? '', { ...this.users.get(user[1] ?? ''), ...body });
      return [200, {}];
    }
    if (url.startsWith('/_slm/policy/') && method !== 'PUT') return this.snapshotAnswer(method);
    if (url.startsWith('/_license')) return this.licenseAnswer(method, body);
    const token = /credential\/token\/(.+)$/.exec(url);
    if (token) return this.tokenAnswer(method, token[1] ?? '');
    if (method === 'PUT') this.puts.set(url, body);
    return [200, {}];
  }

  private snapshotAnswer(method: string): Answer {
    if (method === 'POST') this.snapshots += 1;
    const policy = { version: 1, ...(this.snapshots > 0 ? { in_progress: { state: 'STARTED' } } : {}) };
    return [200, method === 'POST' ? { snapshot_name: 'logs-1' } : { archive: policy }];
  }

  private licenseAnswer(method: string, body: any): Answer {
    if (method === 'GET') return [200, { license: { status: 'active', ...this.license } }];
    if (this.licenseStatus === 'valid') this.license = body.license;
    return [200, { acknowledged: true, license_status: this.licenseStatus }];
  }

  private tokenAnswer(method: string, name: string): Answer {
    if (method === 'DELETE') this.tokens.delete(name);
    else this.tokens.add(name);
    return [200, { created: true, token: { name, value: `value-of-${name}` } }];
  }
}

judged([{ name: 'bash' }, { name: 'curl' }], 'the setup job of Elasticsearch against a stand-in', (bash) => {
  const job = new SetupJob(bash, 'elasticsearch-setup');
  beforeAll(() => job.prepare({ stage: 2, name: 'acme', logging: { tenants: { shop: { namespaces: ['shop'] } } } }));

  const setUp = (url: string, kibana = url, license?: string): Promise<Outcome> =>
    job.run(url, {
      ELASTICSEARCH_URL: url,
      KIBANA_URL: kibana,
      ...(license ? { LICENSE_FILE: license } : {}),
    });

  const state = (standIn: Store) =>
    JSON.stringify([
      [...standIn.secrets],
      [...standIn.users],
      [...standIn.tokens],
      [...standIn.puts.keys()],
      [...standIn.made],
    ]);

  test('makes every Secret, user, policy and token, and a second run changes nothing', async () => {
    const standIn = new Store();
    const url = await standIn.listen();
    const first = await setUp(url);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect([...standIn.secrets.keys()].sort()).toEqual([
      'log-collection/elasticsearch-log-writer',
      'logging/elasticsearch-elastic',
      'logging/elasticsearch-exporter-credentials',
      'logging/kibana-encryption-keys',
      'logging/kibana-token',
    ]);
    expect(standIn.users.get('log-writer')?.roles).toEqual(['log_writer']);
    expect([...standIn.puts.keys()]).toEqual(
      expect.arrayContaining([
        '/_snapshot/archive?verify=false',
        '/_ilm/policy/logs-kubernetes-default',
        '/_ilm/policy/logs-kubernetes-shop',
        '/_security/role/log_writer',
      ]),
    );
    const before = state(standIn);
    expect((await setUp(url)).code).toBe(0);
    expect(state(standIn)).toBe(before);
    standIn.close();
  });

  test('two runs at once end with one password everywhere and one token', async () => {
    const standIn = new Store(20);
    const url = await standIn.listen();
    const runs = await Promise.all([setUp(url), setUp(url), setUp(url)]);
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    expect(standIn.users.get('log-writer')?.password).toBe(
      standIn.secrets.get('log-collection/elasticsearch-log-writer')?.password,
    );
    expect([...standIn.tokens]).toEqual([standIn.secrets.get('logging/kibana-token')?.['token-name']]);
    standIn.close();
  });

  test('makes the spaces and data views of Kibana, and leaves what people changed', async () => {
    const standIn = new Store();
    const url = await standIn.listen();
    expect((await setUp(url)).stdout).toContain('/api/spaces/space/shop made\n');
    const views = [
      '/api/data_views/data_view/logs-kubernetes-all',
      '/s/shop/api/data_views/data_view/logs-kubernetes-shop',
    ];
    expect([...standIn.made.keys()]).toEqual([views[0], '/api/spaces/space/shop', views[1]]);
    expect(views.map((view) => standIn.made.get(view).title)).toEqual(['logs-kubernetes-*', 'logs-kubernetes-shop']);
    for (const view of standIn.made.values()) view.name = 'changed by somebody';
    await setUp(url);
    expect([...standIn.made.values()].map(({ name }) => name)).toEqual(Array(3).fill('changed by somebody'));
    standIn.close();
  });

  test('asks for the first snapshot, which tries bucket and role, and for no second one', async () => {
    const standIn = new Store();
    const url = await standIn.listen();
    expect((await setUp(url)).stdout).toContain('first snapshot: HTTP 200\n');
    await setUp(url);
    expect(standIn.snapshots).toBe(1);
    standIn.close();
  });

  const licenseFile = (text: string): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'stagecraft-license-')), 'license.json');
    writeFileSync(file, text);
    return file;
  };

  test('gives Elasticsearch the licence once, and again only when it is another one', async () => {
    const standIn = new Store();
    const url = await standIn.listen();
    const file = licenseFile('{\n  "license": {\n    "uid": "a-1",\n    "signature": "secret-of-elastic"\n  }\n}\n');
    const first = await setUp(url, url, file);
    expect([first.code, first.stderr, standIn.license.uid]).toEqual([0, '', 'a-1']);
    expect(first.stdout).toContain('licence a-1 in force\n');
    expect(first.stdout).not.toContain('secret-of-elastic');
    expect((await setUp(url, url, file)).stdout).not.toContain('in force');
    standIn.close();
  });

  test.each([
    ['an expired licence', '{"license":{"uid":"old"}}', 'expired', 'the licence is refused: HTTP 200: '],
    ['a file that is no licence', 'hello', 'valid', 'the licence file holds no licence'],
  ])('%s holds nothing else up, and the run fails for it', async (_, text, status, message) => {
    const standIn = new Store();
    const url = await standIn.listen();
    standIn.licenseStatus = status;
    const { code, stderr } = await setUp(url, url, licenseFile(text));
    expect([code, stderr.startsWith(`setup: ${message}`)]).toEqual([1, true]);
    expect([standIn.license.uid, standIn.made.size, standIn.users.size]).toEqual(['basic', 3, 2]);
    standIn.close();
  });

  test('as long as nobody has made the licence Secret, all else is set up', async () => {
    const standIn = new Store();
    const url = await standIn.listen();
    const { code, stdout } = await setUp(url, url, '/nowhere/license.json');
    expect([code, standIn.made.size]).toEqual([0, 3]);
    expect(stdout).toContain('no licence file yet: people sign in with name and password\n');
    standIn.close();
  });

  test.each([
    ['does not listen', undefined],
    ['is not ready', 503],
  ])('a Kibana that %s holds nothing up, and the next run makes what is missing', async (_, status) => {
    const standIn = new Store();
    const url = await standIn.listen();
    standIn.kibana = status;
    const early = await setUp(url, status ? url : 'http://127.0.0.1:1');
    expect([early.code, early.stderr]).toEqual([0, '']);
    expect(early.stdout).toContain('Kibana does not answer yet; the next run makes what is missing\ndone\n');
    expect([standIn.made.size, standIn.users.size]).toEqual([0, 2]);
    standIn.kibana = undefined;
    await setUp(url);
    expect(standIn.made.size).toBe(3);
    standIn.close();
  });

  test('what Kibana refuses is said', async () => {
    const standIn = new Store();
    standIn.kibana = 403;
    const { code, stderr } = await setUp(await standIn.listen());
    expect([code, stderr]).toEqual([
      1,
      'setup: Kibana, /api/data_views/data_view/logs-kubernetes-all: HTTP 403: {"error":"not now"}\n',
    ]);
    standIn.close();
  });

  test('without Kibana nothing is asked of it', async () => {
    const standIn = new Store();
    standIn.kibana = 403;
    const { code, stdout } = await setUp(await standIn.listen(), '');
    expect([code, stdout.includes('Kibana, ')]).toEqual([0, false]);
    expect(stdout).not.toContain('spaces');
    standIn.close();
  });

  test('a deleted Secret is a new password, for the login and for nobody else', async () => {
    const standIn = new Store();
    const url = await standIn.listen();
    expect((await setUp(url)).code).toBe(0);
    const password = (key: string) => standIn.secrets.get(key)?.password;
    const [writer, exporter] = [
      'log-collection/elasticsearch-log-writer',
      'logging/elasticsearch-exporter-credentials',
    ];
    const before = [password(writer), password(exporter)];
    standIn.secrets.delete(writer);
    expect((await setUp(url)).code).toBe(0);
    expect(password(writer)).not.toBe(before[0]);
    expect(standIn.users.get('log-writer')?.password).toBe(password(writer));
    expect(password(exporter)).toBe(before[1]);
    standIn.close();
  });

  test('prints no secret', async () => {
    const standIn = new Store();
    const { stdout, stderr } = await setUp(await standIn.listen());
    for (const secret of standIn.secrets.values())
      for (const value of Object.values(secret).filter((text) => text.length > 20))
        expect(stdout + stderr).not.toContain(value);
    standIn.close();
  });

  test('a cluster that was made with another password is said so', async () => {
    const standIn = new Store();
    standIn.refuseSuperuser = true;
    const { code, stderr } = await setUp(await standIn.listen());
    expect([code, stderr]).toEqual([
      1,
      'setup: the password in secret elasticsearch-elastic is not the one the cluster was made with\n',
    ]);
    standIn.close();
  });
});

judged([{ name: 'shellcheck' }], 'shellcheck over the scripts that run in the cluster', (shellcheck) => {
  const root = join(__dirname, '../..');
  const folder = join(root, 'templates/cluster');

  test('finds nothing', async () => {
    const scripts = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.sh'));
    expect(scripts.length).toBeGreaterThan(3);
    // What a script sources is looked at with it.
    const outcome = await run(shellcheck, ['--external-sources', ...scripts.map((name) => join(folder, name))], {
      cwd: root,
    });
    expect(outcome.stdout).toBe('');
  });
});
