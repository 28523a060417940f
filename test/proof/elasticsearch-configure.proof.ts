import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { object, synth } from '../support/synth';
import { judged, run } from './support/judges';

const oidc = {
  license: { name: 'elastic-license', key: 'license.json' },
  issuer: 'https://id.example.com',
  authorizationEndpoint: 'https://id.example.com/auth',
  tokenEndpoint: 'https://id.example.com/token',
  jwksUri: 'https://id.example.com/certs',
  clientId: 'kibana',
  clientSecret: { name: 'kibana-oidc', key: 'client-secret' },
  groups: { administrators: ['platform'] },
};

/** Stands in for the tool of the image: writes down how it is called and what it is given. */
const KEYSTORE = `#!/usr/bin/env bash
set -eu
printf '%s\\n' "$*" >> "$ES_PATH_CONF/calls"
if [ "$1" = create ]; then : > "$ES_PATH_CONF/elasticsearch.keystore"; else cat > "$ES_PATH_CONF/given"; fi
`;

judged([{ name: 'bash' }], 'the init container of Elasticsearch in directories of its own', (bash) => {
  /** A pod's file system below a directory; the script's absolute paths are moved there. */
  const pod = async (kibana: object, files: Record<string, string>) => {
    const root = mkdtempSync(join(tmpdir(), 'stagecraft-configure-'));
    const { data } = object(await synth({ stage: 2, kibana }), 'ConfigMap', 'elasticsearch');
    for (const directory of ['config', 'data', 'settings', 'superuser', 'run/elasticsearch', 'single-sign-on', 'bin'])
      mkdirSync(join(root, directory), { recursive: true });
    mkdirSync(join(root, 'usr/share/elasticsearch/config'), { recursive: true });
    const content: Record<string, string> = {
      'usr/share/elasticsearch/config/jvm.options': '-Xms1g\n',
      'superuser/password': 'p',
      'settings/elasticsearch.yml': data['elasticsearch.yml'],
      'settings/single-sign-on.yml': data['single-sign-on.yml'] ?? '',
      'settings/configure.sh': data['configure.sh']
        .replace(/(?<=[ "])\/(?=(?:config|data|settings|superuser|run|single-sign-on|usr)\b)/g, `${root}/`)
        .replaceAll('ES_PATH_CONF=/config', `ES_PATH_CONF=${root}/config`),
      'bin/elasticsearch-keystore': KEYSTORE,
      ...files,
    };
    for (const [path, text] of Object.entries(content)) writeFileSync(join(root, path), text);
    chmodSync(join(root, 'bin/elasticsearch-keystore'), 0o755);
    const configure = () =>
      run(bash, [join(root, 'settings/configure.sh')], {
        env: {
          PATH: `${join(root, 'bin')}:${process.env.PATH}`,
          INITIAL_MASTERS: 'a, b',
          CLIENT_SECRET_SETTING: 'the.setting',
          AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token',
        },
      });
    const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
    return { root, configure, read };
  };

  test('fills the configuration; only a node without data may found a cluster', async () => {
    const fresh = await pod({}, {});
    const outcome = await fresh.configure();
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    expect(fresh.read('config/elasticsearch.yml')).toContain('cluster.initial_master_nodes: [a, b]\n');
    expect([fresh.read('config/jvm.options'), fresh.read('config/calls')]).toEqual(['-Xms1g\n', undefined]);
    expect(statSync(join(fresh.root, 'run/elasticsearch/password')).mode & 0o777).toBe(0o400);
    const old = await pod({}, { 'data/_state': '' });
    await old.configure();
    expect(old.read('config/elasticsearch.yml')).not.toContain('initial_master_nodes');
  });

  test('the client secret goes to the keystore through a pipe, and again after a restart of the pod', async () => {
    const { configure, read } = await pod({ oidc }, { 'single-sign-on/client-secret': 'very secret\n' });
    const first = await configure();
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(read('config/calls')).toBe('create\nadd --stdin --force the.setting\n');
    expect(read('config/given')).toBe('very secret');
    expect(read('config/elasticsearch.yml')).toContain('xpack.security.authc.realms.oidc.sso.rp.client_id: "kibana"\n');
    await configure();
    expect(read('config/calls')?.match(/create/g)).toHaveLength(1);
    expect(read('config/elasticsearch.yml')?.match(/oidc\.sso\.order/g)).toHaveLength(1);
  });

  test('without the client secret the node has no realm', async () => {
    const { configure, read } = await pod({ oidc }, {});
    expect((await configure()).code).toBe(0);
    expect([read('config/calls'), read('config/elasticsearch.yml')?.includes('oidc')]).toEqual([undefined, false]);
  });
});
