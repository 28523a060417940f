import { z } from 'zod';
import type { ConfigFault, Context } from '../../../src/kit/contract';
import { logging } from '../logging/logging';
import { secretKey } from '../monitoring/secret-key';
import type { OpensearchDashboardsConfig } from './config';

/** OpenSearch Dashboards fills in `${…}` in its settings from the environment, so none may stand there. */
const https = z
  .url({ protocol: /^https$/ })
  .regex(/^[^$\s]+$/)
  .meta({ allowed: 'an https address without $ or spaces' });
const word = z
  .string()
  .regex(/^[A-Za-z0-9._~:/@-]{1,200}$/)
  .meta({ allowed: 'letters, digits and . _ ~ : / @ -' });
/** Not a pattern to the security plugin, to which `*`, `?` and a text between two slashes are. */
const group = z
  .string()
  .regex(/^[A-Za-z0-9 _.:@-][A-Za-z0-9 _.:@/-]{0,199}$/)
  .meta({ allowed: 'the name of a group: letters, digits, spaces and _ . : @ / -, no slash at the beginning' });
const groups = (who: string) => z.array(group).default([]).describe(`Groups whose members ${who}. Default: none.`);

/** Sign-in through an OpenID Connect provider, under `opensearchDashboards.oidc`. */
export const dashboardsOidcConfig = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9 ._-]{1,60}$/)
    .meta({ allowed: 'letters, digits, spaces and . _ -' })
    .default('Single sign-on')
    .describe('What the button says. Default: Single sign-on.'),
  discoveryUrl: https.describe(
    'Address of the provider’s discovery document, which ends in /.well-known/openid-configuration. OpenSearch and OpenSearch Dashboards read it; its certificate must be of a public authority.',
  ),
  clientId: word.describe(
    'Client id at the provider, registered with the redirect address <opensearchDashboards.publicUrl>/auth/openid/login.',
  ),
  clientSecret: secretKey.describe(
    'Secret of the namespace logging with the client secret. OpenSearch Dashboards starts once it is there, and reads it at its start.',
  ),
  scopes: z
    .array(word)
    .default(['openid', 'profile', 'email'])
    .describe('Scopes asked for. Default: openid, profile, email. Some providers give groups only for a further one.'),
  claims: z
    .strictObject({
      principal: word
        .default('sub')
        .describe('Claim that is the name of the user. Default: sub, the only one no provider gives away again.'),
      groups: word.default('groups').describe('Claim that holds the groups. Default: groups.'),
    })
    .prefault({})
    .describe('Which claims say who somebody is.'),
  groups: z
    .strictObject({
      administrators: groups('may do everything in OpenSearch'),
      readers: groups('read all logs'),
      tenants: z
        .record(z.string(), z.array(group).min(1))
        .default({})
        .describe('Groups whose members read the logs of a tenant, by the tenant’s name. Default: none.'),
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
  const { tenants } = contextOf(logging).config;
  const { administrators, readers, tenants: byTenant } = oidc.groups;
  const nobody = administrators.length + readers.length + Object.keys(byTenant).length === 0;
  return [
    ...Object.keys(byTenant)
      .filter((name) => !(name in tenants))
      .map((name) => ({
        path: `oidc.groups.tenants.${name}`,
        what: 'logging has no tenant of that name',
        allowed: Object.keys(tenants).join(', ') || 'nothing, as long as logging.tenants is empty',
        next: `add logging.tenants.${name}, or remove it here`,
      })),
    ...(nobody
      ? [
          {
            path: 'oidc.groups',
            what: 'no group may see anything, so whoever signs in sees nothing',
            next: 'name a group under administrators, readers or tenants',
          },
        ]
      : []),
  ];
}
