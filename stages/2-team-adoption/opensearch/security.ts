import type { LogStream } from '../logging/index';
import type { StoreUser } from '../logging/store/names';
import type { DashboardsOidc } from '../opensearch-dashboards/oidc';
import { opensearchNames as names, PLATFORM_TENANT } from './names';

/** A role as the security plugin keeps it; fields at their defaults are left out, as it leaves them out. */
export interface Role {
  readonly cluster_permissions?: readonly string[];
  readonly index_permissions?: readonly {
    readonly index_patterns: readonly string[];
    readonly allowed_actions: readonly string[];
  }[];
  readonly tenant_permissions?: readonly {
    readonly tenant_patterns: readonly string[];
    readonly allowed_actions: readonly string[];
  }[];
}

/** Who has a role. */
export interface RoleMapping {
  readonly description: string;
  readonly users?: readonly string[];
  readonly backend_roles?: readonly string[];
}

/** Role of the plugin itself without which nobody can use OpenSearch Dashboards. Source: security plugin, static_roles.yml. */
const USE_DASHBOARDS = 'kibana_user';
const EVERYTHING = 'all_access';
/** Role of the server of OpenSearch Dashboards, also the plugin's. */
export const DASHBOARDS_SERVER = 'kibana_server';
export const DASHBOARDS_SETUP = 'dashboards_setup';

/** Logins beside those every store has. */
export function opensearchLogins(namespace: string): StoreUser[] {
  return [
    { username: 'platform', role: EVERYTHING, secret: names.platformSecret, namespace },
    { username: 'dashboards-server', role: DASHBOARDS_SERVER, secret: names.dashboardsSecret, namespace },
    { username: 'dashboards-setup', role: DASHBOARDS_SETUP, secret: names.dashboardsSetupSecret, namespace },
  ];
}

/** Tenants of OpenSearch Dashboards: the platform's, and one a tenant of logging. */
export function tenants(streams: readonly LogStream[]): Record<string, { description: string }> {
  return {
    [PLATFORM_TENANT]: { description: 'Logs of the cluster' },
    ...Object.fromEntries(
      ofTenants(streams).map(({ name, namespaces }) => [name, { description: `Logs of ${namespaces.join(', ')}` }]),
    ),
  };
}

/** Roles of ours; those of the plugin stay as they are. */
export function roles(streams: readonly LogStream[]): Record<string, Role> {
  return {
    log_writer: writer(),
    metrics_reader: metrics(),
    observer: observer(),
    [DASHBOARDS_SETUP]: { tenant_permissions: write(Object.keys(tenants(streams))) },
    logs_reader: reader('logs-kubernetes-*', PLATFORM_TENANT),
    ...Object.fromEntries(ofTenants(streams).map(({ name, index }) => [`logs_reader_${name}`, reader(index, name)])),
  };
}

/** Who has which role: logins by name, people by the groups of their sign-in. */
export function roleMappings(
  streams: readonly LogStream[],
  users: readonly StoreUser[],
  oidc?: DashboardsOidc,
): Record<string, RoleMapping> {
  const { administrators = [], readers = [], tenants: byTenant = {} } = oidc?.groups ?? {};
  const groups: Record<string, readonly string[]> = {
    [EVERYTHING]: administrators,
    logs_reader: readers,
    ...Object.fromEntries(ofTenants(streams).map(({ name }) => [`logs_reader_${name}`, byTenant[name] ?? []])),
    [USE_DASHBOARDS]: [...new Set([...administrators, ...readers, ...Object.values(byTenant).flat()])].sort(),
  };
  const logins: Record<string, string[]> = { observer: [names.observer], [USE_DASHBOARDS]: [] };
  for (const { username, role } of users) logins[role] = [...(logins[role] ?? []), username];
  logins[USE_DASHBOARDS] = users.filter(({ role }) => role === DASHBOARDS_SETUP).map(({ username }) => username);
  const all = [...new Set([...Object.keys(groups), ...Object.keys(logins)])];
  return Object.fromEntries(
    all.map((role) => {
      const [members, people] = [logins[role] ?? [], groups[role] ?? []];
      return [
        role,
        {
          // Also keeps a mapping nobody is in from being empty, which the plugin refuses.
          description: `kept by ${names.setup}`,
          ...(members.length > 0 ? { users: members } : {}),
          ...(people.length > 0 ? { backend_roles: people } : {}),
        },
      ];
    }),
  );
}

/** How somebody says who he is. Fields: OpenSearch documentation, "Client certificate authentication" and "OpenID Connect". */
export function authentication(oidc?: DashboardsOidc): Record<string, unknown> {
  return {
    clientcert: {
      http_enabled: true,
      order: 1,
      http_authenticator: { type: 'clientcert', challenge: false, config: { username_attribute: 'cn' } },
      authentication_backend: { type: 'noop' },
    },
    basic: {
      http_enabled: true,
      order: 2,
      // With single sign-on nobody must be asked for a password first.
      http_authenticator: { type: 'basic', challenge: oidc === undefined },
      authentication_backend: { type: 'intern' },
    },
    ...(oidc
      ? {
          openid: {
            http_enabled: true,
            order: 3,
            http_authenticator: {
              type: 'openid',
              challenge: false,
              config: {
                openid_connect_url: oidc.discoveryUrl,
                subject_key: oidc.claims.principal,
                roles_key: oidc.claims.groups,
                required_audience: oidc.clientId,
              },
            },
            authentication_backend: { type: 'noop' },
          },
        }
      : {}),
  };
}

/**
 * Files the first node of a new cluster fills the security index with, by name: who may ask how it is, and nobody else but the
 * admin certificate. The setup job says the rest, so that a change of it restarts no node.
 */
export function firstSecurity(): Record<string, string> {
  const file = (type: string, content: object) =>
    `${JSON.stringify({ _meta: { type, config_version: 2 }, ...content }, null, 2)}\n`;
  return {
    'config.yml': file('config', {
      config: {
        dynamic: {
          kibana: { private_tenant_enabled: false, server_username: 'dashboards-server' },
          authc: authentication(),
        },
      },
    }),
    'roles.yml': file('roles', { observer: observer() }),
    'roles_mapping.yml': file('rolesmapping', { observer: { users: [names.observer] } }),
    'internal_users.yml': file('internalusers', {}),
    'action_groups.yml': file('actiongroups', {}),
    'tenants.yml': file('tenants', {}),
    'nodes_dn.yml': file('nodesdn', {}),
    'allowlist.yml': file('allowlist', { config: { enabled: false, requests: {} } }),
  };
}

function ofTenants(streams: readonly LogStream[]): LogStream[] {
  return streams.filter(({ namespaces }) => namespaces.length > 0);
}

function write(patterns: readonly string[]) {
  return [{ tenant_patterns: patterns, allowed_actions: ['kibana_all_write'] }];
}

/**
 * Adds records and starts a stream: reads, changes and deletes none by its name. What the plugin asks of who writes: it takes
 * `auto_create` for `create` and `mapping/auto_put` for `mapping/put` (PrivilegesEvaluatorImpl.java).
 */
function writer(): Role {
  return {
    cluster_permissions: ['cluster:monitor/main', 'indices:data/write/bulk'],
    index_permissions: [
      {
        index_patterns: ['logs-kubernetes-*'],
        allowed_actions: [
          'indices:data/write/index',
          'indices:data/write/bulk*',
          'indices:admin/create',
          'indices:admin/mapping/put',
        ],
      },
    ],
  };
}

/** What the exporter reads: health, indices and snapshots, no document. */
function metrics(): Role {
  return {
    cluster_permissions: ['cluster_monitor', 'cluster:admin/repository/get', 'cluster:admin/snapshot/get'],
    index_permissions: [{ index_patterns: ['*'], allowed_actions: ['indices_monitor'] }],
  };
}

/** The same and what became of policies, for probes and for whoever looks for a fault. */
function observer(): Role {
  const { cluster_permissions = [], index_permissions } = metrics();
  return {
    cluster_permissions: [
      ...cluster_permissions,
      'cluster:admin/opendistro/ism/managedindex/explain',
      'cluster:admin/opensearch/snapshot_management/policy/explain',
    ],
    index_permissions,
  };
}

/** People who read logs, and keep searches and dashboards in one tenant. */
function reader(index: string, tenant: string): Role {
  return {
    index_permissions: [
      {
        index_patterns: [index],
        allowed_actions: [
          'read',
          'indices:admin/mappings/get',
          'indices:admin/data_stream/get',
          'indices:monitor/settings/get',
        ],
      },
    ],
    tenant_permissions: write([tenant]),
  };
}
