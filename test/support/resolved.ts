import { catalog } from '../../src/catalog';
import { type RawConfig, type Resolved, resolve } from '../../src/config';
import { ladder } from '../../stages';

/** A configuration resolved against the real ladder. */
export function resolved(raw: RawConfig = {}): Resolved {
  return resolve(ladder, raw, catalog);
}

/** What is off by default and brings rules, pods or flows of its own. */
export const OPTIONAL: RawConfig = {
  audit: { toElasticsearch: { enabled: true } },
  kibana: {
    clientRanges: ['10.0.0.0/24'],
    oidc: {
      license: { name: 'elastic-license', key: 'license.json' },
      issuer: 'https://id.example.com',
      authorizationEndpoint: 'https://id.example.com/auth',
      tokenEndpoint: 'https://id.example.com:8443/token',
      jwksUri: 'https://id.example.com/certs',
      clientId: 'kibana',
      clientSecret: { name: 'kibana-oidc', key: 'client-secret' },
      groups: { administrators: ['platform'] },
    },
  },
};

/** Configurations that together bring every component with rules or dashboards: some stand for one another. */
export const CHOICES: readonly RawConfig[] = [
  OPTIONAL,
  {
    logging: {
      collector: 'fluent-bit',
      store: 'opensearch',
      streamPer: 'namespace',
      tenants: { shop: { namespaces: ['cart', 'till'] } },
      collection: {
        redact: ['bearer-token', 'email', { pattern: 'ticket-\\d+', by: 'ticket' }],
        multiline: [{ namespaces: ['cart'], start: '^\\d{4}-' }],
        excludeNamespaces: ['noise'],
      },
    },
    opensearch: { snapshots: { enabled: true, image: 'registry.example.com/opensearch-s3:1' } },
  },
];
