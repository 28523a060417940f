import type { RawConfig } from '../../../../src/config';
import { object, objects, stack, synth } from '../../../support/synth';
import { EVERYTHING, flat, OPENSEARCH, patched, requestsOf } from './support';

const settings = (synthesis: any) => flat(object(synthesis, 'ConfigMap', 'opensearch').data['opensearch.yml']);

describe('the choice', () => {
  test('opensearch stands in place of Elasticsearch and Kibana, and collectors write to it', async () => {
    const synthesis = await synth(OPENSEARCH);
    const names = objects(synthesis)
      .filter(({ kind }) => ['StatefulSet', 'Deployment', 'DaemonSet'].includes(kind))
      .map(({ metadata }) => metadata.name);
    expect(names).toEqual(
      expect.arrayContaining(['opensearch', 'opensearch-dashboards', 'opensearch-exporter', 'fluentd']),
    );
    expect(names.filter((name) => /elasticsearch|kibana/.test(name))).toEqual([]);
    const text = object(synthesis, 'ConfigMap', 'fluentd').data['fluent.conf'];
    expect(text).toContain('@type opensearch\n');
    expect(text).toContain('@type opensearch_genid\n');
    expect(text).toContain('host opensearch.logging.svc\n');
    expect(text).not.toContain('elasticsearch');
    const [container] = object(synthesis, 'DaemonSet', 'fluentd').spec.template.spec.containers;
    expect(container.image).toContain('debian-opensearch');
  });

  test('switched off, the collector says what it lacks', async () => {
    await expect(
      synth({ ...OPENSEARCH, opensearch: { enabled: false }, opensearchDashboards: { enabled: false } }),
    ).rejects.toThrow('opensearch.enabled: switches OpenSearch off, which the collector of logs writes to');
  });
});

describe('opensearch', () => {
  test.each([
    ['small', '4Gi', '2g', '100Gi'],
    ['medium', '8Gi', '4g', '300Gi'],
    ['large', '16Gi', '8g', '1000Gi'],
  ])('a %s node has %s, half of it heap', async (size, memory, heap, volume) => {
    const { spec } = object(await synth({ ...OPENSEARCH, opensearch: { size } }), 'StatefulSet', 'opensearch');
    const [container] = spec.template.spec.containers;
    expect(container.resources.limits).toEqual({ memory });
    expect(container.env).toContainEqual({ name: 'OPENSEARCH_JAVA_OPTS', value: `-Xms${heap} -Xmx${heap}` });
    expect(spec.volumeClaimTemplates[0].spec.resources.requests.storage).toBe(volume);
  });

  test('three nodes, one a zone and a machine, that know each other by the name in their certificates', async () => {
    const synthesis = await synth(OPENSEARCH);
    const { spec } = object(synthesis, 'StatefulSet', 'opensearch');
    expect([spec.replicas, spec.podManagementPolicy]).toEqual([3, 'Parallel']);
    expect(spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable).toBe('DoNotSchedule');
    expect(settings(synthesis)).toMatchObject({
      'cluster.name': 'acme-logs',
      'cluster.routing.allocation.awareness.attributes': 'zone',
      'plugins.security.nodes_dn': ['CN=opensearch-node'],
    });
    const certificate = object(synthesis, 'Certificate', 'opensearch-transport').spec;
    expect([certificate.commonName, certificate.issuerRef]).toEqual([
      'opensearch-node',
      { kind: 'Issuer', name: 'opensearch-transport' },
    ]);
    expect(settings(synthesis)).not.toHaveProperty(['cluster.initial_cluster_manager_nodes']);
  });

  test('who shows the platform’s own certificates is nobody: clients’ come from the nodes’ authority', async () => {
    const synthesis = await synth(OPENSEARCH);
    expect(settings(synthesis)).toMatchObject({
      'plugins.security.ssl.http.pemcert_filepath': 'http/tls.crt',
      'plugins.security.ssl.http.pemtrustedcas_filepath': 'transport/ca.crt',
      'plugins.security.authcz.admin_dn': ['CN=opensearch-admin'],
    });
    for (const name of ['opensearch-admin', 'opensearch-observer'])
      expect(object(synthesis, 'Certificate', name).spec).toMatchObject({
        commonName: name,
        usages: ['digital signature', 'client auth'],
        issuerRef: { kind: 'Issuer', name: 'opensearch-transport' },
      });
    const mounted = (kind: string, name: string) => JSON.stringify(object(synthesis, kind, name).spec);
    expect(mounted('CronJob', 'opensearch-setup')).toContain('opensearch-admin-tls');
    expect(mounted('StatefulSet', 'opensearch')).not.toContain('opensearch-admin-tls');
  });

  test('a renewed certificate is read without a restart, a new cluster begins without a user or a hash', async () => {
    const synthesis = await synth(OPENSEARCH);
    expect(settings(synthesis)).toMatchObject({
      'plugins.security.ssl.certificates_hot_reload.enabled': true,
      'plugins.security.allow_default_init_securityindex': true,
    });
    const { data } = object(synthesis, 'ConfigMap', 'opensearch');
    expect(JSON.parse(data['security.internal_users.yml'])).toEqual({
      _meta: { type: 'internalusers', config_version: 2 },
    });
    expect(JSON.stringify(data)).not.toMatch(/\$2[aby]\$/);
    const { env } = object(synthesis, 'StatefulSet', 'opensearch').spec.template.spec.containers[0];
    expect(env).toContainEqual({ name: 'DISABLE_INSTALL_DEMO_CONFIG', value: 'true' });
  });

  test('sign-in and roles restart no node: the setup job alone says them', async () => {
    const annotations = async (raw: RawConfig) =>
      object(await synth(raw), 'StatefulSet', 'opensearch').spec.template.metadata.annotations;
    const { opensearchDashboards: _, ...withoutSignIn } = EVERYTHING;
    expect(await annotations(EVERYTHING)).toEqual(await annotations(withoutSignIn));
  });

  test('the setup job may create Secrets and read its own, and nothing else', async () => {
    const roles = objects(await synth(OPENSEARCH), 'Role').filter(
      ({ metadata }) => metadata.name === 'opensearch-setup',
    );
    expect(roles.map(({ metadata, rules }) => [metadata.namespace, rules[1].resourceNames])).toEqual([
      [
        'logging',
        [
          'opensearch-dashboards-cookie',
          'opensearch-exporter-credentials',
          'opensearch-platform-login',
          'opensearch-dashboards-server',
          'opensearch-dashboards-setup',
        ],
      ],
      ['log-collection', ['opensearch-log-writer']],
    ]);
    for (const { rules } of roles) expect(rules.map(({ verbs }: any) => verbs)).toEqual([['create'], ['get']]);
  });

  test('the collector adds records and nothing else', async () => {
    const { log_writer: writer } = patched(await synth(OPENSEARCH), 'roles');
    const actions = [...writer.cluster_permissions, ...writer.index_permissions[0].allowed_actions];
    expect(writer.index_permissions[0].index_patterns).toEqual(['logs-kubernetes-*']);
    expect(actions.filter((action: string) => /read|delete|update|\/\*|^\*/.test(action))).toEqual([]);
  });

  test('a tenant has a stream, a lifecycle, a role, a tenant of the interface and an index pattern of its own', async () => {
    const synthesis = await synth(EVERYTHING);
    const policy = (name: string) =>
      requestsOf(synthesis).find(({ path }) => path === `/_plugins/_ism/policies/logs-kubernetes-${name}`);
    expect(policy('shop')?.body.policy.states.map(({ name, transitions }: any) => [name, transitions])).toEqual([
      ['hot', [{ state_name: 'warm', conditions: { min_rollover_age: '3d' } }]],
      ['warm', [{ state_name: 'delete', conditions: { min_rollover_age: '90d' } }]],
      ['delete', []],
    ]);
    // Two days are less than those after which an index becomes warm.
    expect(policy('brief')?.body.policy.states.map(({ name }: any) => name)).toEqual(['hot', 'delete']);
    expect(patched(synthesis, 'roles').logs_reader_shop.index_permissions[0].index_patterns).toEqual([
      'logs-kubernetes-shop',
    ]);
    expect(patched(synthesis, 'roles').logs_reader_shop.tenant_permissions).toEqual([
      { tenant_patterns: ['shop'], allowed_actions: ['kibana_all_write'] },
    ]);
    expect(Object.keys(patched(synthesis, 'tenants'))).toEqual(['platform-logs', 'shop', 'brief']);
    const { data } = object(synthesis, 'ConfigMap', 'opensearch-setup');
    expect(
      data['dashboards-requests']
        .trim()
        .split('\n')
        .map((line: string) => line.split(' ').slice(0, 2).join(' ')),
    ).toEqual([
      'platform-logs /api/saved_objects/index-pattern/logs-kubernetes-all',
      'shop /api/saved_objects/index-pattern/logs-kubernetes-shop',
      'brief /api/saved_objects/index-pattern/logs-kubernetes-brief',
      'platform-logs /api/saved_objects/index-pattern/logs-kubernetes-per-namespace',
    ]);
    expect(policy('per-namespace')?.indices).toBe('.ds-logs-kubernetes-ns-*');
  });

  test('a policy says what it was made from, and says another thing once it is another', async () => {
    const description = async (days: number) => {
      const logging = { store: 'opensearch', retention: { deleteAfterDays: days } };
      const [policy] = requestsOf(await synth({ ...OPENSEARCH, logging })).filter(({ kind }) => kind === 'ism');
      return policy?.body.policy.description;
    };
    expect(await description(30)).toMatch(/^made by opensearch-setup from [0-9a-f]{16}$/);
    expect(await description(30)).toBe(await description(30));
    expect(await description(30)).not.toBe(await description(31));
  });
});

describe('snapshots', () => {
  test('are off, because the official image cannot; then neither bucket, role nor S3 setting is there', async () => {
    const synthesis = await synth(OPENSEARCH);
    expect(stack(synthesis, 'observability').resource.aws_s3_bucket).toBeUndefined();
    expect(object(synthesis, 'ServiceAccount', 'opensearch').metadata.annotations).toBeUndefined();
    expect(Object.keys(settings(synthesis)).filter((key) => key.startsWith('s3.'))).toEqual([]);
    expect(requestsOf(synthesis).map(({ kind }) => kind)).not.toContain('sm');
  });

  test('wanted without an image that can are refused', async () => {
    await expect(synth({ ...OPENSEARCH, opensearch: { snapshots: { enabled: true } } })).rejects.toThrow(
      'opensearch.snapshots.image: snapshots go to S3, and the official image of OpenSearch lacks the plugin for it (repository-s3)\n' +
        '  allowed: an image of your own with the plugin, of the same version as the official one\n' +
        '  next:    build one (three lines, in the README of the stage) and name it, or leave snapshots off',
    );
  });

  test('with one, nodes run it, take a role through IRSA, and a policy keeps them as long as it says', async () => {
    const synthesis = await synth(EVERYTHING);
    const { template } = object(synthesis, 'StatefulSet', 'opensearch').spec;
    expect(template.spec.containers[0].image).toBe('registry.example.com/opensearch-s3:1');
    expect(object(synthesis, 'ServiceAccount', 'opensearch').metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/acme-opensearch',
    });
    expect(settings(synthesis)).toMatchObject({
      's3.client.default.region': 'us-east-1',
      's3.client.default.identity_token_file': 'aws-web-identity-token-file',
    });
    expect(stack(synthesis, 'observability').resource.aws_s3_bucket.logs_archive.bucket).toBe(
      'acme-logs-archive-111122223333-us-east-1',
    );
    const policy = requestsOf(synthesis).find(({ kind }) => kind === 'sm');
    expect(policy?.body.deletion.condition).toEqual({ max_age: '30d', min_count: 7 });
  });
});

describe('opensearch dashboards', () => {
  const file = (synthesis: any) =>
    flat(object(synthesis, 'ConfigMap', 'opensearch-dashboards').data['opensearch_dashboards.yml']);

  test('has its own login, takes every secret from the environment under names its image does not turn into arguments', async () => {
    const synthesis = await synth(EVERYTHING);
    const [container] = object(synthesis, 'Deployment', 'opensearch-dashboards').spec.template.spec.containers;
    expect(container.env.map(({ name, valueFrom }: any) => [name, valueFrom.secretKeyRef.name])).toEqual([
      ['SERVER_USERNAME', 'opensearch-dashboards-server'],
      ['SERVER_PASSWORD', 'opensearch-dashboards-server'],
      ['COOKIE_PASSWORD', 'opensearch-dashboards-cookie'],
      ['CLIENT_SECRET', 'logs-client'],
    ]);
    expect(file(synthesis)).toMatchObject({
      'opensearch.password': '${SERVER_PASSWORD}',
      'opensearch_security.cookie.password': '${COOKIE_PASSWORD}',
      'opensearch_security.openid.client_secret': '${CLIENT_SECRET}',
    });
  });

  test('without single sign-on people sign in by name and password', async () => {
    const synthesis = await synth(OPENSEARCH);
    expect(Object.keys(file(synthesis)).filter((key) => key.includes('openid'))).toEqual([]);
    expect(Object.keys(patched(synthesis, 'securityconfig')['config/dynamic/authc'])).toEqual(['clientcert', 'basic']);
  });

  test('single sign-on: both know the provider, groups have roles, and the way to it is open', async () => {
    const synthesis = await synth(EVERYTHING);
    expect(file(synthesis)).toMatchObject({
      'opensearch_security.auth.type': ['basicauth', 'openid'],
      'opensearch_security.openid.base_redirect_url': 'https://logs.example.com',
    });
    expect(patched(synthesis, 'securityconfig')['config/dynamic/authc'].openid.http_authenticator.config).toEqual({
      openid_connect_url: 'https://id.example.com:8443/realms/acme/.well-known/openid-configuration',
      subject_key: 'sub',
      roles_key: 'groups',
      required_audience: 'logs',
    });
    const mappings = patched(synthesis, 'rolesmapping');
    expect({
      all_access: mappings.all_access.backend_roles,
      logs_reader: mappings.logs_reader.backend_roles,
      logs_reader_shop: mappings.logs_reader_shop.backend_roles,
      kibana_user: mappings.kibana_user.backend_roles,
    }).toEqual({
      all_access: ['platform'],
      logs_reader: ['support'],
      logs_reader_shop: ['shop-team'],
      kibana_user: ['platform', 'shop-team', 'support'],
    });
    for (const name of ['opensearch', 'opensearch-dashboards'])
      expect(JSON.stringify(object(synthesis, 'NetworkPolicy', name).spec.egress)).toContain('8443');
  });

  test('a tenant nobody has and groups that are empty are refused', async () => {
    const { oidc } = (EVERYTHING as any).opensearchDashboards;
    const groups = { tenants: { shop: ['shop-team'] } };
    const wrong = { ...OPENSEARCH, opensearchDashboards: { oidc: { ...oidc, groups } } };
    await expect(synth(wrong)).rejects.toThrow(
      'opensearchDashboards.oidc.groups.tenants.shop: logging has no tenant of that name',
    );
    const nobody = { ...OPENSEARCH, opensearchDashboards: { oidc: { ...oidc, groups: {} } } };
    await expect(synth(nobody)).rejects.toThrow(
      'opensearchDashboards.oidc.groups: no group may see anything, so whoever signs in sees nothing',
    );
  });

  test('switched off, the setup job knows nothing of it and the store lets nobody in for it', async () => {
    const synthesis = await synth({ ...OPENSEARCH, opensearchDashboards: { enabled: false } });
    expect(object(synthesis, 'ConfigMap', 'opensearch-setup').data['dashboards-requests']).toBeUndefined();
    const flows = objects(synthesis, 'NetworkPolicy').filter(({ metadata }) => metadata.namespace === 'logging');
    expect(JSON.stringify(flows)).not.toContain('opensearch-dashboards');
  });

  test('one pod needs no disruption budget, two have one', async () => {
    const budgets = async (replicas: number) =>
      objects(await synth({ ...OPENSEARCH, opensearchDashboards: { replicas } }), 'PodDisruptionBudget').filter(
        ({ metadata }) => metadata.name === 'opensearch-dashboards',
      ).length;
    expect([await budgets(1), await budgets(2)]).toEqual([0, 1]);
  });
});
