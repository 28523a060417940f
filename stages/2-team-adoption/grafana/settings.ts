import type { GrafanaConfig } from './config';

/** Directories inside the container. */
export const PATHS = {
  config: '/etc/stagecraft/grafana',
  data: '/var/lib/grafana',
  /** Password and key that a pod made for itself, beside the database they open. */
  credentials: '/var/lib/grafana/.credentials',
  dashboards: '/etc/stagecraft/dashboards',
  secrets: '/etc/stagecraft/secrets',
  provisioning: '/etc/grafana/provisioning',
} as const;

export const DEFAULT_URL = 'http://localhost:3000';

type Value = string | number | boolean;
export type Settings = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** Everything of grafana.ini that is not Grafana's own default. Secrets are read from files when it starts. */
export function grafanaSettings(config: GrafanaConfig): Settings {
  const url = config.url ?? DEFAULT_URL;
  const encrypted = url.startsWith('https://');
  const credentials = config.credentials ? `${PATHS.secrets}/${config.credentials.name}` : PATHS.credentials;
  return {
    paths: { data: PATHS.data, provisioning: PATHS.provisioning },
    server: { root_url: url.endsWith('/') ? url : `${url}/`, enable_gzip: true },
    security: {
      admin_user: 'admin',
      admin_password: file(`${credentials}/admin-password`),
      secret_key: file(`${credentials}/secret-key`),
      disable_gravatar: true,
      allow_embedding: false,
      cookie_secure: encrypted,
      // Strict would drop the cookie when the identity provider sends people back.
      cookie_samesite: 'lax',
      strict_transport_security: encrypted,
      x_content_type_options: true,
      content_security_policy: true,
    },
    users: { allow_sign_up: false, allow_org_create: false, auto_assign_org_role: 'Viewer' },
    auth: { disable_login_form: !config.loginForm },
    'auth.anonymous': { enabled: false },
    ...(config.singleSignOn ? { 'auth.generic_oauth': oauth(config.singleSignOn) } : {}),
    ...(config.storage.type === 'database' ? { database: database(config.storage) } : {}),
    // Grafana tells nobody that it is there, and asks nobody for updates.
    analytics: {
      reporting_enabled: false,
      check_for_updates: false,
      check_for_plugin_updates: false,
      feedback_links_enabled: false,
    },
    news: { news_feed_enabled: false },
    snapshots: { enabled: false, external_enabled: false },
    public_dashboards: { enabled: false },
    // Version 13 fetches plugins from grafana.com at every start unless told not to.
    plugins: { preinstall_disabled: true, plugin_admin_enabled: false },
    // Alerts are Prometheus's: Grafana shows them and evaluates none of its own.
    unified_alerting: { enabled: true, execute_alerts: false },
    log: { mode: 'console', level: 'info' },
    'log.console': { format: 'json' },
    metrics: { enabled: true },
  };
}

function oauth(sso: NonNullable<GrafanaConfig['singleSignOn']>) {
  const open = sso.viewers.length === 0;
  const has = (groups: readonly string[], role: string) =>
    groups.map((name) => `contains(${sso.groupsClaim}[*], '${name}') && '${role}'`);
  const roles = [
    ...has(sso.admins, 'Admin'),
    ...has(sso.editors, 'Editor'),
    ...(open ? ["'Viewer'"] : has(sso.viewers, 'Viewer')),
  ];
  return {
    enabled: true,
    name: sso.name,
    client_id: sso.clientId,
    client_secret: file(`${PATHS.secrets}/${sso.clientSecret.name}/${sso.clientSecret.key}`),
    scopes: sso.scopes,
    auth_url: sso.authUrl,
    token_url: sso.tokenUrl,
    api_url: sso.apiUrl,
    use_pkce: true,
    use_refresh_token: true,
    allow_sign_up: true,
    role_attribute_path: roles.join(' || '),
    // Someone in none of the groups gets in with no role at all only if everybody may look.
    role_attribute_strict: !open,
    allow_assign_grafana_admin: false,
  };
}

function database(storage: Extract<GrafanaConfig['storage'], { type: 'database' }>) {
  return {
    type: storage.engine,
    host: `${storage.host}:${storage.port}`,
    name: storage.name,
    user: storage.user,
    password: file(`${PATHS.secrets}/${storage.password.name}/${storage.password.key}`),
    ...encryption(storage),
    max_open_conn: 50,
  };
}

/**
 * Encrypted always, and the server's certificate checked where its authority is known. For MySQL Grafana builds no encrypted connection
 * without `ca_cert_path` and `server_cert_name` (pkg/services/sqlstore/tls_mysql.go), so there both are required.
 */
function encryption({ engine, host, authority }: Extract<GrafanaConfig['storage'], { type: 'database' }>) {
  if (!authority) return { ssl_mode: 'require' };
  const certificates = { ca_cert_path: `${PATHS.secrets}/${authority.name}/${authority.key}` };
  return engine === 'postgres'
    ? { ssl_mode: 'verify-full', ...certificates }
    : { ssl_mode: 'true', ...certificates, server_cert_name: host };
}

/** Names of the Secrets that are mounted, each at `secrets/<name>`. */
export function settingsSecrets({ credentials, singleSignOn, storage }: GrafanaConfig): string[] {
  return [
    ...(credentials ? [credentials.name] : []),
    ...(singleSignOn ? [singleSignOn.clientSecret.name] : []),
    ...(storage.type === 'database' ? [storage.password.name] : []),
    ...(storage.type === 'database' && storage.authority ? [storage.authority.name] : []),
  ];
}

/** The file Grafana reads. */
export function toIni(settings: Settings): string {
  return Object.entries(settings)
    .map(([section, values]) => [`[${section}]`, ...Object.entries(values).map(([key, value]) => `${key} = ${value}`)])
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function file(path: string): string {
  return `$__file{${path}}`;
}
