import { z } from 'zod';
import type { ConfigFault, Context } from '../../../src/kit/contract';
import { logging } from '../logging/logging';
import { buttonName, claims, groupFaults, groups, httpsAddress, scopes, tenantGroups, word } from '../logging/people';
import { secretKey } from '../monitoring/secret-key';
import type { OpensearchDashboardsConfig } from './config';

/** Sign-in through an OpenID Connect provider, under `opensearchDashboards.oidc`. */
export const dashboardsOidcConfig = z.strictObject({
  name: buttonName,
  discoveryUrl: httpsAddress.describe(
    'Address of the provider’s discovery document, which ends in /.well-known/openid-configuration. OpenSearch and OpenSearch Dashboards read it; its certificate must be of a public authority.',
  ),
  clientId: word.describe(
    'Client id at the provider, registered with the redirect address <opensearchDashboards.publicUrl>/auth/openid/login.',
  ),
  clientSecret: secretKey.describe(
    'Secret of the namespace logging with the client secret. OpenSearch Dashboards starts once it is there, and reads it at its start.',
  ),
  scopes,
  claims: z.strictObject(claims).prefault({}).describe('Which claims say who somebody is.'),
  groups: z
    .strictObject({
      administrators: groups('may do everything in OpenSearch'),
      readers: groups('read all logs'),
      tenants: tenantGroups,
    })
    .describe('Who may see what. Somebody in none of these groups signs in and sees nothing.'),
});

export type DashboardsOidc = z.infer<typeof dashboardsOidcConfig>;

/** Port of the provider, which OpenSearch and OpenSearch Dashboards both call. */
export function providerPort({ discoveryUrl }: DashboardsOidc): number {
  return Number(new URL(discoveryUrl).port || 443);
}

/** What no schema can say of single sign-on. */
export function oidcFaults({ config: { oidc }, contextOf }: Context<OpensearchDashboardsConfig>): ConfigFault[] {
  if (!oidc) return [];
  return groupFaults(oidc.groups, contextOf(logging).config.tenants);
}
