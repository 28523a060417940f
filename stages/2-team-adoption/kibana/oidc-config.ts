import { z } from 'zod';
import { buttonName, claims, groups, httpsAddress, scopes, tenantGroups, word } from '../logging/people';
import { secretKey } from '../monitoring/secret-key';

/** Sign-in through an OpenID Connect provider, under `kibana.oidc`. */
export const oidcConfig = z.strictObject({
  // Source: elastic/elasticsearch, x-pack security plugin, Security.java: OIDC_REALM_FEATURE is OperationMode.PLATINUM.
  license: secretKey
    .optional()
    .describe(
      'Secret of the namespace logging with the licence file Elastic sends, Platinum or Enterprise; required. The setup job gives it to Elasticsearch; until it is there people sign in with name and password.',
    ),
  name: buttonName,
  issuer: httpsAddress.describe('Issuer, exactly as the provider writes it into its tokens.'),
  authorizationEndpoint: httpsAddress.describe(
    'Address people are sent to. Elasticsearch reads no discovery document: all addresses stand in the provider’s /.well-known/openid-configuration.',
  ),
  tokenEndpoint: httpsAddress.describe(
    'Address Elasticsearch gets tokens from. Its certificate must be of a public authority, as must those of the next two.',
  ),
  jwksUri: httpsAddress.describe('Address of the keys tokens are signed with.'),
  userinfoEndpoint: httpsAddress
    .optional()
    .describe('Address of claims that are not in the token. Default: none is asked.'),
  endSessionEndpoint: httpsAddress
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
  scopes,
  claims: z
    .strictObject({
      ...claims,
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
      tenants: tenantGroups,
    })
    .describe('Who may see what. Somebody in none of these groups signs in and sees nothing.'),
});

export type OidcConfig = z.infer<typeof oidcConfig>;
