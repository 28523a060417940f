import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { object, synth } from '../support/synth';
import { judged, run } from './support/judges';
import { freePort } from './support/processes';

const rendered = () => synth({ stage: 2, logging: { store: 'opensearch' } });

judged([{ name: 'bash' }], 'the init container of OpenSearch in directories of its own', (bash) => {
  /** A pod's file system below a directory; the script's absolute paths are moved there. */
  const pod = async (held: readonly string[] = []) => {
    const root = mkdtempSync(join(tmpdir(), 'stagecraft-configure-'));
    const image = 'usr/share/opensearch/config';
    for (const directory of ['config', 'data', 'settings', `${image}/opensearch-security`, ...held])
      mkdirSync(join(root, directory), { recursive: true });
    writeFileSync(join(root, image, 'jvm.options'), '-Xms1g\n');
    writeFileSync(join(root, image, 'opensearch-security/internal_users.yml'), 'admin: everybody knows it\n');
    writeFileSync(join(root, image, 'opensearch-security/audit.yml'), 'of the image\n');
    for (const [name, text] of Object.entries<string>(object(await rendered(), 'ConfigMap', 'opensearch').data))
      writeFileSync(
        join(root, 'settings', name),
        text.replace(/(?<=[ "#])\/(?=(?:config|data|settings|usr)\b)/g, `${root}/`),
      );
    const outcome = await run(bash, [join(root, 'settings/configure.sh')], {
      env: { PATH: process.env.PATH, FOUNDING_NODES: 'a, b', AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' },
    });
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    return join(root, 'config');
  };

  test('what the image brings of users is gone, the rest of its configuration is there', async () => {
    const config = await pod();
    expect(readFileSync(join(config, 'jvm.options'), 'utf8')).toBe('-Xms1g\n');
    expect(readdirSync(join(config, 'opensearch-security')).sort()).toEqual([
      'action_groups.yml',
      'allowlist.yml',
      'config.yml',
      'internal_users.yml',
      'nodes_dn.yml',
      'roles.yml',
      'roles_mapping.yml',
      'tenants.yml',
    ]);
    expect(readFileSync(join(config, 'opensearch-security/internal_users.yml'), 'utf8')).not.toContain('admin');
    expect(readlinkSync(join(config, 'aws-web-identity-token-file'))).toBe('/var/run/token');
  });

  test('only a node without data may found a cluster', async () => {
    const settings = async (held?: readonly string[]) => readFileSync(join(await pod(held), 'opensearch.yml'), 'utf8');
    expect(await settings()).toContain('cluster.initial_cluster_manager_nodes: [a, b]\n');
    expect(await settings(['data/lost+found'])).toContain('initial_cluster_manager_nodes');
    expect(await settings(['data/nodes/0'])).not.toContain('initial_cluster_manager_nodes');
  });
});

judged([{ name: 'bash' }], 'the liveness probe of OpenSearch Dashboards', (bash) => {
  test('fails without a listener, and once in a while after a certificate was renewed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagecraft-alive-'));
    const port = await freePort();
    const text: string = object(await rendered(), 'ConfigMap', 'opensearch-dashboards').data['alive.sh'];
    for (const directory of ['tls', 'tmp']) mkdirSync(join(folder, directory));
    const moved = text.replace(/(?<=[ "])\/(?=tls\/|tmp\/)/g, `${folder}/`).replace('/5601', `/${port}`);
    writeFileSync(join(folder, 'alive.sh'), moved);
    const certificate = join(folder, 'tls/tls.crt');
    const renewed = (content: string, hoursAgo: number) => {
      writeFileSync(certificate, content);
      const at = Date.now() / 1000 - hoursAgo * 3600;
      utimesSync(certificate, at, at);
    };
    const env = { PATH: process.env.PATH, HOSTNAME: 'opensearch-dashboards-5f-abcde' };
    const alive = async () => (await run(bash, [join(folder, 'alive.sh')], { env })).code;
    renewed('first', 100);
    expect(await alive()).not.toBe(0);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect([await alive(), await alive()]).toEqual([0, 0]);
    renewed('second', 0);
    expect(await alive()).toBe(0);
    renewed('second', 12);
    expect(await alive()).toBe(1);
    server.close();
  });
});
