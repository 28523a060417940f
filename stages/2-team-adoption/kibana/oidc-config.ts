import { z } from 'zod';
import { secretKey } from '../monitoring/secret-key';

/** Elasticsearch fills in `${…}` in its settings from the environment, so none may stand there. */
const https = z
  .url({ protocol: /^https$/ })
  .regex(/^[^$\s]+$/)
  .meta({ allowed: 'an https address without $ or spaces' });
const word = z
  .string()
  .regex(/^[A-Za-z0-9._~:/@-]{1,200}$/)
  .meta({ allowed: 'letters, digits and . _ ~ : / @ -' });
/** Not a pattern to Elasticsearch, to which `*`, `?`, `\` and a text between two slashes are. */
const group = z
  .string()
  .regex(/^[A-Za-z0-9 _.:@/-]{0,199}[A-Za-z0-9 _.:@-]$/)
  .meta({ allowed: 'the name of a group: letters, digits, spaces and _ . : @ / -, no slash at the end' });
const groups = (who: string) => z.array(group).default([]).describe(`Groups whose members ${who}. Default: none.`);

/** Sign-in through an OpenID Connect provider, under `kibana.oidc`. */
export const oidcConfig = z.strictObject({
  // Source: elastic/elasticsearch, x-pack security plugin, Security.java: OIDC_REALM_FEATURE is OperationMode.PLATINUM.
  license: secretKey
    .optional()
    .describe(
      'Secret of the namespace logging with the licence file Elastic sends, Platinum or Enterprise; required. The setup job gives it to Elasticsearch; until it is there people sign in with name and password.',
    ),
  name: z
    .string()
    .regex(/^[A-Za-z0-9 ._-]{1,60}$/)
    .meta({ allowed: 'letters, digits, spaces and . _ -' })
    .default('Single sign-on')
    .describe('What the button says. Default: Single sign-on.'),
  issuer: https.describe('Issuer, exactly as the provider writes it into its tokens.'),
  authorizationEndpoint: https.describe(
    'Address people are sent to. Elasticsearch reads no discovery document: all addresses stand in the provider’s /.well-known/openid-configuration.',
  ),
  tokenEndpoint: https.describe(
    'Address Elasticsearch gets tokens from. Its certificate must be of a public authority, as must those of the next two.',
  ),
  jwksUri: https.describe('Address of the keys tokens are signed with.'),
  userinfoEndpoint: https.optional().describe('Address of claims that are not in the token. Default: none is asked.'),
  endSessionEndpoint: https
    .optional()
    .describe('Address people are sent to when they sign out. Default: the provider stays signed in.'),
  clientId: word.describe(
    'Client id at the provider, registered with the redirect address <kibana.publicUrl>/api/security/oidc/callback.',
  ),
  clientSecret: secretKey.describe(
    'Secret of the namespace logging with the client secret. Elasticsearch reads it when a node starts: make it first, restart the nodes when it changes. While it is missing, nodes start without single sign-on.',
  ),
  signatureAlgorithm: z
    .enum(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512'])
    .default('RS256')
    .describe('How the provider signs tokens. Default: RS256.'),
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
      name: word.default('name').describe('Claim with the full name. Default: name.'),
      mail: word.default('email').describe('Claim with the mail address. Default: email.'),
    })
    .prefault({})
    .describe('Which claims say who somebody is.'),
  groups: z
    .strictObject({
      administrators: groups('may do everything in Kibana and read all logs and the state of the cluster'),
      readers: groups('read all logs'),
      auditors: groups('read the audit log of the Kubernetes API, where audit.toElasticsearch is on'),
      tenants: z
        .record(z.string(), z.array(group).min(1))
        .default({})
        .describe('Groups whose members read the logs of a tenant, by the tenant’s name. Default: none.'),
    })
    .describe('Who may see what. Somebody in none of these groups signs in and sees nothing.'),
});

export type OidcConfig = z.infer<typeof oidcConfig>;
