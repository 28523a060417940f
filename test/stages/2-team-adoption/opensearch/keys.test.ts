import type { Synthesis } from '../../../../src/operations/synthesize';
import { object, synth } from '../../../support/synth';
import known from './keys.json';
import { EVERYTHING, flat, OPENSEARCH, patched, requestsOf } from './support';

/** What the real OpenSearch at hand has not (security, ISM, snapshots) is held against lists with their sources, key by key. */
const unknown = (keys: Iterable<string>, list: readonly string[]) => [...keys].filter((key) => !list.includes(key));
const keys = (value: object) => Object.keys(value);

const actions: Readonly<Record<string, readonly string[]>> = known.ism.actions;

/** What a state of a policy holds that ISM does not know, and where it leads that is nowhere. */
const stateFaults = (policy: any) => (state: any) => [
  ...unknown(keys(state), known.ism.state),
  ...state.actions.flatMap((action: Record<string, object>) =>
    Object.entries(action).flatMap(([name, fields]) =>
      actions[name] ? unknown(keys(fields), actions[name]) : [`no such action: ${name}`],
    ),
  ),
  ...state.transitions.flatMap((transition: any) => [
    ...unknown(keys(transition), known.ism.transition),
    ...unknown(keys(transition.conditions), known.ism.conditions),
    ...unknown(
      [transition.state_name],
      policy.states.map(({ name }: any) => name),
    ),
  ]),
];

describe.each([
  ['as it comes', OPENSEARCH],
  ['with everything', EVERYTHING],
])('%s', (_, raw) => {
  let synthesis: Synthesis;
  beforeAll(async () => {
    synthesis = await synth(raw);
  });

  test.each([
    ['opensearch', 'opensearch.yml'],
    ['opensearch-dashboards', 'opensearch_dashboards.yml'],
  ] as const)('%s knows every setting', (name, file) => {
    const settings = flat(object(synthesis, 'ConfigMap', name).data[file]);
    expect(unknown(keys(settings), known[file].keys)).toEqual([]);
  });

  test('ISM knows every part of every policy', () => {
    const policies = requestsOf(synthesis).filter(({ kind }) => kind === 'ism');
    expect(policies.length).toBeGreaterThan(0);
    for (const { body } of policies) {
      const { policy } = body;
      expect(unknown(keys(policy), known.ism.keys)).toEqual([]);
      expect(policy.states.map(({ name }: any) => name)).toContain(policy.default_state);
      expect(unknown(policy.ism_template.flatMap(keys), known.ism.template)).toEqual([]);
      expect(policy.states.flatMap(stateFaults(policy))).toEqual([]);
    }
  });

  test('snapshot management knows every part of its policy', () => {
    for (const { body } of requestsOf(synthesis).filter(({ kind }) => kind === 'sm')) {
      expect(unknown(keys(body), known.sm.keys)).toEqual([]);
      expect(unknown(keys(body.creation), known.sm.creation)).toEqual([]);
      expect(unknown(keys(body.deletion), known.sm.deletion)).toEqual([]);
      expect(unknown(keys(body.deletion.condition), known.sm.condition)).toEqual([]);
      expect(unknown(keys(body.snapshot_config), known.sm.snapshot_config)).toEqual([]);
    }
  });

  test('the security plugin knows every field, permission, role and way to sign in', () => {
    const roles = patched(synthesis, 'roles');
    const permissions = Object.values(roles).flatMap((role) => [
      ...(role.cluster_permissions ?? []),
      ...[...(role.index_permissions ?? []), ...(role.tenant_permissions ?? [])].flatMap((one) => one.allowed_actions),
    ]);
    const mappings = patched(synthesis, 'rolesmapping');
    const domains = Object.values<any>(patched(synthesis, 'securityconfig')['config/dynamic/authc']);
    expect({
      roles: unknown(Object.values(roles).flatMap(keys), known.security.roles),
      mappings: unknown(Object.values(mappings).flatMap(keys), known.security.rolesmapping),
      mapped: unknown(keys(mappings), [...keys(roles), ...known.security.rolesOfThePlugin]),
      tenants: unknown(Object.values(patched(synthesis, 'tenants')).flatMap(keys), known.security.tenants),
      permissions: unknown(permissions, known.security.permissions),
      domains: unknown(domains.flatMap(keys), known.security.domain),
      authenticators: unknown(
        domains.map((domain) => domain.http_authenticator.type),
        known.security.authenticators,
      ),
      backends: unknown(
        domains.map((domain) => domain.authentication_backend.type),
        known.security.backends,
      ),
    }).toEqual({
      roles: [],
      mappings: [],
      mapped: [],
      tenants: [],
      permissions: [],
      domains: [],
      authenticators: [],
      backends: [],
    });
  });
});

test('every list says where it comes from', () => {
  const { checked, ...lists } = known;
  expect(checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  for (const { source } of Object.values(lists)) expect(source).toMatch(/^https:\/\/github\.com\/.+[0-9a-f]{7,40}\//);
});
