import { parse } from 'yaml';
import { catalog } from '../../../../src/catalog';
import { UserError } from '../../../../src/kit/errors';
import { type Synthesis, synthesize } from '../../../../src/operations/synthesize';
import { grafanaConfig } from '../../../../stages/2-team-adoption';
import { grafanaSettings, toIni } from '../../../../stages/2-team-adoption/grafana/settings';
import { resolved } from '../../../support/resolved';
import { object, objects } from '../../../support/synth';

const database = {
  storage: {
    type: 'database',
    engine: 'postgres',
    host: 'db.acme.io',
    port: 5432,
    password: { name: 'grafana-database', key: 'password' },
    cidrs: ['10.0.8.0/24'],
  },
  credentials: { name: 'grafana-credentials' },
};
const singleSignOn = {
  clientId: 'grafana',
  clientSecret: { name: 'grafana-oauth', key: 'client-secret' },
  authUrl: 'https://id.acme.io/authorize',
  tokenUrl: 'https://id.acme.io/token',
  apiUrl: 'https://id.acme.io/userinfo',
  admins: ['platform'],
  editors: ['developers'],
};
const ini = (grafana: object) => toIni(grafanaSettings(grafanaConfig.parse(grafana)));
const WANTED = { terraform: false, kubernetes: true, files: false };
const made = new Map<string, Promise<Synthesis>>();

/** Kubernetes objects of stage 2, each configuration built once. */
function stage2(grafana: object = {}): Promise<Synthesis> {
  const key = JSON.stringify(grafana);
  const known = made.get(key) ?? (async () => synthesize(resolved({ stage: 2, grafana }), catalog, WANTED))();
  made.set(key, known);
  return known;
}

async function faults(grafana: object): Promise<readonly unknown[]> {
  try {
    await stage2(grafana);
  } catch (error) {
    if (error instanceof UserError) return error.faults;
    throw error;
  }
  return [];
}

describe('by default', () => {
  test('one pod that keeps nothing and makes its own credentials beside its database', async () => {
    const synthesis = await stage2();
    const { spec } = object(synthesis, 'Deployment', 'grafana', 'monitoring');
    const pod = spec.template.spec;
    expect(spec.replicas).toBe(1);
    expect(pod.volumes).toContainEqual({ name: 'data', emptyDir: { sizeLimit: '1Gi' } });
    expect(pod.initContainers[0].command[2]).toContain('/var/lib/grafana/.credentials');
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(objects(synthesis, 'PersistentVolumeClaim').filter((o) => o.metadata.name === 'grafana')).toEqual([]);
    expect(objects(synthesis, 'PodDisruptionBudget').filter((o) => o.metadata.name === 'grafana')).toEqual([]);
  });

  test('no Secret and no password is in the output', async () => {
    const synthesis = await stage2();
    expect(objects(synthesis, 'Secret')).toEqual([]);
    const text = object(synthesis, 'ConfigMap', 'grafana-config').data['grafana.ini'];
    expect(text).toContain('admin_password = $__file{/var/lib/grafana/.credentials/admin-password}');
    expect(text).toContain('secret_key = $__file{/var/lib/grafana/.credentials/secret-key}');
  });

  test('it is closed: no anonymous access, no sign-up, no calls home, no plugins from outside', () => {
    const text = ini({});
    expect(text).toContain('[auth.anonymous]\nenabled = false\n');
    for (const line of [
      'allow_sign_up = false',
      'reporting_enabled = false',
      'check_for_updates = false',
      'check_for_plugin_updates = false',
      'news_feed_enabled = false',
      'external_enabled = false',
      'preinstall_disabled = true',
      'disable_gravatar = true',
      'content_security_policy = true',
      'execute_alerts = false',
    ])
      expect(text).toContain(`\n${line}\n`);
  });

  test('nobody in the cluster may open it, and it may connect to its data sources only', async () => {
    const synthesis = await stage2();
    const { spec } = object(synthesis, 'NetworkPolicy', 'grafana', 'monitoring');
    expect(spec.policyTypes).toEqual(['Egress']);
    expect(spec.egress.map(({ ports }: any) => ports[0].port)).toEqual([9090, 9093]);
  });

  test('Prometheus and Alertmanager let it in', async () => {
    const synthesis = await stage2();
    for (const name of ['prometheus', 'alertmanager'])
      expect(JSON.stringify(object(synthesis, 'NetworkPolicy', name, 'monitoring').spec.ingress)).toContain(
        '"app.kubernetes.io/name":"grafana"',
      );
  });

  test('data sources have uids that never change', async () => {
    const synthesis = await stage2();
    const file = parse(object(synthesis, 'ConfigMap', 'grafana-datasources').data['datasources.yaml']);
    expect(file.prune).toBe(true);
    expect(file.datasources.map(({ uid, url, isDefault }: any) => [uid, url, isDefault])).toEqual([
      ['prometheus', 'http://prometheus.monitoring.svc:9090', true],
      ['alertmanager', 'http://alertmanager.monitoring.svc:9093', false],
    ]);
  });

  test('every dashboard is one ConfigMap, mounted in the folder its provider reads', async () => {
    const synthesis = await stage2();
    const { providers } = parse(object(synthesis, 'ConfigMap', 'grafana-providers').data['dashboards.yaml']);
    expect(providers).toHaveLength(1);
    expect(providers[0]).toMatchObject({ folder: 'Platform', folderUid: 'platform', disableDeletion: false });
    const pod = object(synthesis, 'Deployment', 'grafana').spec.template.spec;
    const mount = pod.containers[0].volumeMounts.find((m: any) => m.name === 'dashboards-platform');
    expect(mount.mountPath).toBe(providers[0].options.path);
    const names = pod.volumes
      .find((v: any) => v.name === mount.name)
      .projected.sources.map((s: any) => s.configMap.name);
    expect(names.length).toBeGreaterThanOrEqual(8);
    for (const name of names) {
      const { data } = object(synthesis, 'ConfigMap', name, 'monitoring');
      const [[file, text] = ['', '']] = Object.entries(data) as [string, string][];
      expect(name).toBe(`grafana-dashboard-${file.replace('.json', '')}`);
      expect(JSON.parse(text).uid).toBe(file.replace('.json', ''));
    }
  });
});

describe('options', () => {
  test('a volume is claimed, and the old pod goes before the new one comes', async () => {
    const synthesis = await stage2({ storage: { type: 'volume', sizeGiB: 5 } });
    const { spec } = object(synthesis, 'Deployment', 'grafana');
    expect(spec.strategy).toEqual({ type: 'Recreate' });
    expect(object(synthesis, 'PersistentVolumeClaim', 'grafana').spec.resources.requests.storage).toBe('5Gi');
  });

  test('a database makes two pods, guarded, with credentials from a Secret', async () => {
    const synthesis = await stage2(database);
    const { spec } = object(synthesis, 'Deployment', 'grafana');
    expect(spec.replicas).toBe(2);
    expect(spec.template.spec.initContainers).toBeUndefined();
    expect(object(synthesis, 'PodDisruptionBudget', 'grafana', 'monitoring').spec.maxUnavailable).toBe(1);
    const text = object(synthesis, 'ConfigMap', 'grafana-config').data['grafana.ini'];
    expect(text).toContain('host = db.acme.io:5432\n');
    expect(text).toContain('password = $__file{/etc/stagecraft/secrets/grafana-database/password}\n');
    expect(text).toContain('ssl_mode = require\n');
    const { egress } = object(synthesis, 'NetworkPolicy', 'grafana', 'monitoring').spec;
    expect(egress).toContainEqual({
      to: [{ ipBlock: { cidr: '10.0.8.0/24' } }],
      ports: [{ port: 5432, protocol: 'TCP' }],
    });
  });

  test('the certificate of a database is checked where its authority is named', async () => {
    const authority = { name: 'rds', key: 'bundle.pem' };
    const postgres = { ...database, storage: { ...database.storage, authority } };
    expect(ini(postgres)).toContain('ssl_mode = verify-full\nca_cert_path = /etc/stagecraft/secrets/rds/bundle.pem\n');
    const mysql = { ...postgres, storage: { ...postgres.storage, engine: 'mysql', port: 3306 } };
    expect(ini(mysql)).toContain(
      'ssl_mode = true\nca_cert_path = /etc/stagecraft/secrets/rds/bundle.pem\nserver_cert_name = db.acme.io\n',
    );
    const { volumes } = object(await stage2(mysql), 'Deployment', 'grafana').spec.template.spec;
    expect(volumes).toContainEqual({ name: 'secret-rds', secret: { secretName: 'rds', defaultMode: 0o440 } });
  });

  test('the provider is called at the ports of its addresses', async () => {
    const sso = { ...singleSignOn, tokenUrl: 'https://id.acme.io:8443/token' };
    const { egress } = object(await stage2({ singleSignOn: sso }), 'NetworkPolicy', 'grafana', 'monitoring').spec;
    expect(egress.at(-1).ports).toEqual([
      { port: 443, protocol: 'TCP' },
      { port: 8443, protocol: 'TCP' },
    ]);
  });

  test('single sign-on gives roles by group, and nobody else a way in when viewers are named', () => {
    expect(ini({ singleSignOn })).toContain(
      "role_attribute_path = contains(groups[*], 'platform') && 'Admin' || contains(groups[*], 'developers') && 'Editor' || 'Viewer'\nrole_attribute_strict = false\n",
    );
    const closed = ini({ singleSignOn: { ...singleSignOn, viewers: ['staff'] } });
    expect(closed).toContain("|| contains(groups[*], 'staff') && 'Viewer'\nrole_attribute_strict = true\n");
    expect(closed).toContain('client_secret = $__file{/etc/stagecraft/secrets/grafana-oauth/client-secret}\n');
    expect(closed).toContain('use_pkce = true\n');
  });

  test('with https the cookie and the browser are held to it', () => {
    const text = ini({ url: 'https://grafana.acme.io' });
    expect(text).toContain('root_url = https://grafana.acme.io/\n');
    expect(text).toContain('cookie_secure = true\n');
    expect(text).toContain('strict_transport_security = true\n');
  });

  test('clients may open it', async () => {
    const synthesis = await stage2({ clients: [{ namespace: 'gateway', podLabels: { app: 'gateway' } }] });
    expect(object(synthesis, 'NetworkPolicy', 'grafana', 'monitoring').spec.ingress[0].ports).toEqual([
      { port: 3000, protocol: 'TCP' },
    ]);
  });

  test('a changed setting restarts it, a changed dashboard does not', async () => {
    const annotation = async (grafana: object) =>
      object(await stage2(grafana), 'Deployment', 'grafana').spec.template.metadata.annotations;
    expect(await annotation({ url: 'https://a.acme.io' })).not.toEqual(await annotation({}));
  });
});

describe('what does not go together', () => {
  test('several pods without a database', async () => {
    expect(await faults({ replicas: 2 })).toEqual([
      {
        where: 'grafana.replicas',
        what: '2 pods of Grafana would each have users and sessions of their own',
        got: 2,
        allowed: '1, or storage.type database',
        next: 'set grafana.storage to a database, or leave replicas out',
      },
    ]);
  });

  test('MySQL without an authority', async () => {
    const storage = { ...database.storage, engine: 'mysql' };
    expect(await faults({ ...database, storage })).toEqual([
      {
        where: 'grafana.storage.authority',
        what: 'Grafana opens no encrypted connection to MySQL without the certificates of its authority',
        allowed: 'name and key of a Secret with certificates',
        next: 'put them into a Secret and name it in grafana.storage.authority',
      },
    ]);
  });

  test('a database without credentials', async () => {
    expect(await faults({ storage: database.storage })).toEqual([
      {
        where: 'grafana.credentials',
        what: 'pods that share a database need the same key to it',
        allowed: 'the name of a Secret with admin-password and secret-key',
        next: 'make the Secret and name it in grafana.credentials.name',
      },
    ]);
  });

  test('no way in at all', async () => {
    expect(await faults({ loginForm: false })).toEqual([
      {
        where: 'grafana.loginForm',
        what: 'without login form and without single sign-on nobody could sign in',
        got: false,
        allowed: 'true, or grafana.singleSignOn',
        next: 'leave loginForm out, or configure grafana.singleSignOn',
      },
    ]);
  });

  test.each(['$__file{/etc/passwd}', 'a;b', "a'b", 'a\nb', '%(x)s'])(
    'text that Grafana would read as more than text: %j',
    (name) => {
      expect(grafanaConfig.safeParse({ singleSignOn: { ...singleSignOn, name } }).success).toBe(false);
    },
  );
});
