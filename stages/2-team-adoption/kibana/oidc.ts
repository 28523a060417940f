import type { ConfigFault, Context } from '../../../src/kit/contract';
import { AUDIT_SEARCH } from '../audit/search';
import { logging } from '../logging/logging';
import { groupFaults } from '../logging/people';
import type { KibanaConfig } from './config';
import type { OidcConfig } from './oidc-config';

/** Name of the realm in Elasticsearch and of the provider in Kibana. Cannot change later: saved sessions and roles carry it. */
const REALM = 'sso';

/** Setting of the keystore that holds the client secret. */
export const CLIENT_SECRET_SETTING = `xpack.security.authc.realms.oidc.${REALM}.rp.client_secret`;

/** Roles of administrators: Kibana whole, all logs, and the state of the cluster; no role may change users or indices. */
const ADMINISTRATOR_ROLES = ['kibana_admin', 'logs_reader', 'metrics_reader'];

/** Settings of the realm. Names: Elasticsearch reference, "Security settings", OpenID Connect realm settings. */
export function realmSettings(oidc: OidcConfig, publicUrl: string): Record<string, unknown> {
  const settings = {
    // Behind the realms of names and passwords, which have the lowest numbers unless they are named.
    order: 2,
    'rp.client_id': oidc.clientId,
    'rp.response_type': 'code',
    'rp.redirect_uri': `${publicUrl}/api/security/oidc/callback`,
    'rp.requested_scopes': oidc.scopes,
    'rp.signature_algorithm': oidc.signatureAlgorithm,
    'op.issuer': oidc.issuer,
    'op.authorization_endpoint': oidc.authorizationEndpoint,
    'op.token_endpoint': oidc.tokenEndpoint,
    'op.jwkset_path': oidc.jwksUri,
    ...(oidc.userinfoEndpoint ? { 'op.userinfo_endpoint': oidc.userinfoEndpoint } : {}),
    ...(oidc.endSessionEndpoint
      ? {
          'op.endsession_endpoint': oidc.endSessionEndpoint,
          // A page that does not sign in again by itself.
          'rp.post_logout_redirect_uri': `${publicUrl}/security/logged_out`,
        }
      : {}),
    'claims.principal': oidc.claims.principal,
    'claims.groups': oidc.claims.groups,
    'claims.name': oidc.claims.name,
    'claims.mail': oidc.claims.mail,
  };
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`xpack.security.authc.realms.oidc.${REALM}.${key}`, value]),
  );
}

/** Ports of the addresses Elasticsearch itself calls; people's browsers call the others. */
export function backChannelPorts({ tokenEndpoint, jwksUri, userinfoEndpoint }: OidcConfig): number[] {
  const ports = [tokenEndpoint, jwksUri, userinfoEndpoint].flatMap((url) =>
    url ? [Number(new URL(url).port || 443)] : [],
  );
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** Ways to sign in that Kibana offers; name and password stay, for when the provider or the licence is away. Setting: Kibana, "Authentication settings". */
export function providers(name: string) {
  return {
    oidc: { [REALM]: { order: 0, realm: REALM, description: name } },
    basic: { password: { order: 1, description: 'Name and password' } },
  };
}

/** Which group has which roles. A mapping nobody is in stays, switched off: one that was there before must not go on giving roles. */
export function roleMappings({ groups }: OidcConfig, tenants: readonly string[]) {
  const realm = { field: { 'realm.name': REALM } };
  const mapping = (name: string, roles: readonly string[], members: readonly string[]) => ({
    path: `/_security/role_mapping/${REALM}_${name}`,
    body: {
      enabled: members.length > 0,
      roles,
      rules: { all: [realm, ...(members.length > 0 ? [{ field: { groups: members } }] : [])] },
    },
  });
  return [
    mapping('administrators', ADMINISTRATOR_ROLES, groups.administrators),
    mapping('readers', ['logs_reader'], groups.readers),
    mapping('auditors', [AUDIT_SEARCH.readerRole], groups.auditors),
    ...tenants.map((name) => mapping(`tenant_${name}`, [`logs_reader_${name}`], groups.tenants[name] ?? [])),
  ];
}

/** What no schema can say of single sign-on. */
export function oidcFaults({ config: { oidc }, contextOf }: Context<KibanaConfig>): ConfigFault[] {
  if (!oidc) return [];
  const { tenants } = contextOf(logging).config;
  return [...licenseFaults(oidc), ...groupFaults(oidc.groups, tenants)];
}

function licenseFaults({ license }: OidcConfig): ConfigFault[] {
  if (license) return [];
  return [
    {
      path: 'oidc.license',
      what: 'single sign-on needs a Platinum or Enterprise licence of Elastic; with Basic, which everybody has, nobody could use it',
      allowed: 'name and key of a Secret of the namespace logging with the licence file',
      next: 'name it, or remove kibana.oidc',
    },
  ];
}
