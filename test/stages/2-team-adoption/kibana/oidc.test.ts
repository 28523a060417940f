import { object, objects, synth } from '../../../support/synth';

const oidc = {
  license: { name: 'elastic-license', key: 'license.json' },
  issuer: 'https://id.example.com/realms/acme',
  authorizationEndpoint: 'https://id.example.com/realms/acme/auth',
  tokenEndpoint: 'https://id.example.com:8443/realms/acme/token',
  jwksUri: 'https://id.example.com/realms/acme/certs',
  clientId: 'kibana',
  clientSecret: { name: 'kibana-oidc', key: 'client-secret' },
  groups: { administrators: ['platform team'], tenants: { shop: ['/shop', 'shop-ops'] } },
};
const logging = { tenants: { shop: { namespaces: ['shop'] }, till: { namespaces: ['till'] } } };
const signIn = (more: object = {}) =>
  synth({ stage: 2, logging, kibana: { publicUrl: 'https://logs.example.com', oidc: { ...oidc, ...more } } });
const nodes = (synthesis: any) => object(synthesis, 'StatefulSet', 'elasticsearch').spec.template.spec;
const setup = (synthesis: any) =>
  object(synthesis, 'CronJob', 'elasticsearch-setup').spec.jobTemplate.spec.template.spec;

test('Elasticsearch has the realm, by the names of its reference', async () => {
  const { data } = object(await signIn(), 'ConfigMap', 'elasticsearch');
  expect(data['single-sign-on.yml'].trim().split('\n')).toEqual(
    [
      'order: 2',
      'rp.client_id: "kibana"',
      'rp.response_type: "code"',
      'rp.redirect_uri: "https://logs.example.com/api/security/oidc/callback"',
      'rp.requested_scopes: ["openid","profile","email"]',
      'rp.signature_algorithm: "RS256"',
      'op.issuer: "https://id.example.com/realms/acme"',
      'op.authorization_endpoint: "https://id.example.com/realms/acme/auth"',
      'op.token_endpoint: "https://id.example.com:8443/realms/acme/token"',
      'op.jwkset_path: "https://id.example.com/realms/acme/certs"',
      'claims.principal: "sub"',
      'claims.groups: "groups"',
      'claims.name: "name"',
      'claims.mail: "email"',
    ].map((line) => `xpack.security.authc.realms.oidc.sso.${line}`),
  );
  expect(data['elasticsearch.yml']).not.toContain('oidc');
});

test('signing out at the provider as well comes back to a page that does not sign in again', async () => {
  const { data } = object(
    await signIn({
      endSessionEndpoint: 'https://id.example.com/logout',
      userinfoEndpoint: 'https://id.example.com/me',
    }),
    'ConfigMap',
    'elasticsearch',
  );
  for (const line of [
    'op.userinfo_endpoint: "https://id.example.com/me"',
    'op.endsession_endpoint: "https://id.example.com/logout"',
    'rp.post_logout_redirect_uri: "https://logs.example.com/security/logged_out"',
  ])
    expect(data['single-sign-on.yml']).toContain(`xpack.security.authc.realms.oidc.sso.${line}\n`);
});

test('the client secret is a file of the init container alone, and its absence keeps no node from starting', async () => {
  const { initContainers, containers, volumes } = nodes(await signIn());
  expect(volumes.find(({ name }: any) => name === 'single-sign-on').secret).toEqual({
    secretName: 'kibana-oidc',
    optional: true,
    defaultMode: 0o440,
    items: [{ key: 'client-secret', path: 'client-secret' }],
  });
  expect(initContainers[0].env).toContainEqual({
    name: 'CLIENT_SECRET_SETTING',
    value: 'xpack.security.authc.realms.oidc.sso.rp.client_secret',
  });
  expect(initContainers[0].resources.limits.memory).toBe('512Mi');
  expect(initContainers[0].volumeMounts.map(({ name }: any) => name)).toEqual(
    expect.arrayContaining(['single-sign-on', 'tmp']),
  );
  expect(JSON.stringify(containers)).not.toContain('single-sign-on');
});

test('Kibana offers it first, and name and password for when it is away', async () => {
  const text = object(await signIn({ name: 'Acme' }), 'ConfigMap', 'kibana').data['kibana.yml'];
  const [, providers = ''] = /^xpack\.security\.authc\.providers: (.*)$/m.exec(text) ?? [];
  expect(JSON.parse(providers)).toEqual({
    oidc: { sso: { order: 0, realm: 'sso', description: 'Acme' } },
    basic: { password: { order: 1, description: 'Name and password' } },
  });
});

test('groups have the roles of what they may see; who is in none has none, and a tenant without groups gives no role', async () => {
  const { data } = object(await signIn(), 'ConfigMap', 'elasticsearch-setup');
  const mapping = (name: string) => JSON.parse(data[`_security.role_mapping.sso_${name}.json`]);
  const realm = { field: { 'realm.name': 'sso' } };
  expect(mapping('administrators')).toEqual({
    enabled: true,
    roles: ['kibana_admin', 'logs_reader', 'metrics_reader'],
    rules: { all: [realm, { field: { groups: ['platform team'] } }] },
  });
  expect(mapping('tenant_shop')).toEqual({
    enabled: true,
    roles: ['logs_reader_shop'],
    rules: { all: [realm, { field: { groups: ['/shop', 'shop-ops'] } }] },
  });
  for (const [name, roles] of Object.entries({
    readers: ['logs_reader'],
    auditors: ['audit_reader'],
    tenant_till: ['logs_reader_till'],
  }))
    expect(mapping(name)).toEqual({ enabled: false, roles, rules: { all: [realm] } });
  // After the roles they give.
  const paths = data.requests.match(/^\S+/gm);
  expect(paths.indexOf('/_security/role_mapping/sso_administrators')).toBeGreaterThan(
    paths.indexOf('/_security/role/logs_reader_till'),
  );
});

test('the licence goes from its Secret to the setup job, which waits for nobody to make it', async () => {
  const { containers, volumes } = setup(await signIn());
  expect(containers[0].env).toContainEqual({ name: 'LICENSE_FILE', value: '/license/license.json' });
  expect(volumes.find(({ name }: any) => name === 'license').secret).toEqual({
    secretName: 'elastic-license',
    optional: true,
    defaultMode: 0o440,
    items: [{ key: 'license.json', path: 'license.json' }],
  });
});

test('Elasticsearch may reach the addresses it calls itself, on their ports', async () => {
  const policies = objects(await signIn(), 'NetworkPolicy').filter(({ metadata }) => metadata.name === 'elasticsearch');
  const ports = policies[0].spec.egress.map((flow: any) => flow.ports.map(({ port }: any) => port));
  expect(ports).toEqual([[9300], [443], [443, 8443]]);
  expect(policies[0].spec.egress[2].to).toContainEqual({
    ipBlock: expect.objectContaining({ cidr: '0.0.0.0/0' }),
  });
});

test('without it nothing of it is there', async () => {
  const synthesis = await synth({ stage: 2, logging });
  const data = (name: string) => object(synthesis, 'ConfigMap', name).data;
  expect([data('elasticsearch')['single-sign-on.yml'], data('kibana')['kibana.yml'].includes('oidc')]).toEqual([
    undefined,
    false,
  ]);
  expect(data('elasticsearch-setup').requests).not.toContain('role_mapping');
  for (const pod of [nodes(synthesis), setup(synthesis)])
    expect(pod.volumes.map(({ name }: any) => name).filter((name: string) => /sign-on|license/.test(name))).toEqual([]);
  expect(nodes(synthesis).initContainers[0].resources.limits.memory).toBe('64Mi');
});

test('no licence, a tenant that is none and nobody in any group are refused together', async () => {
  const { license: _, ...unlicensed } = oidc;
  const error = await synth({
    stage: 2,
    logging,
    kibana: { oidc: { ...unlicensed, groups: { tenants: { shops: ['a'] } } } },
  }).catch((thrown) => thrown);
  expect(error.message).toContain(
    'kibana.oidc.license: single sign-on needs a Platinum or Enterprise licence of Elastic; with Basic, which everybody has, nobody could use it\n' +
      '  allowed: name and key of a Secret of the namespace logging with the licence file\n' +
      '  next:    name it, or remove kibana.oidc',
  );
  expect(error.message).toContain('kibana.oidc.groups.tenants.shops: logging has no tenant of that name');
  await expect(signIn({ groups: {} })).rejects.toThrow(
    'kibana.oidc.groups: no group may see anything, so whoever signs in sees nothing',
  );
});

test.each([
  ['an address that is filled in from the environment', { issuer: 'https://id.example.com/${SECRET}' }, 'issuer'],
  ['an address without TLS', { tokenEndpoint: 'http://id.example.com/token' }, 'tokenEndpoint'],
  ['a group that is a pattern', { groups: { readers: ['/.*/'] } }, 'groups.readers'],
  ['a group with a wildcard', { groups: { readers: ['team-*'] } }, 'groups.readers'],
])('%s is refused', async (_, more, path) => {
  await expect(signIn(more)).rejects.toThrow(`kibana.oidc.${path}`);
});
