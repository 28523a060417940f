import type { RawConfig } from '../../../../src/config';
import type { Synthesis } from '../../../../src/operations/synthesize';
import { object } from '../../../support/synth';

export const OPENSEARCH: RawConfig = { stage: 2, name: 'acme', logging: { store: 'opensearch' } };

/** Everything there is to say about it. */
export const EVERYTHING: RawConfig = {
  ...OPENSEARCH,
  logging: {
    store: 'opensearch',
    streamPer: 'namespace',
    tenants: {
      shop: { namespaces: ['cart', 'till'], deleteAfterDays: 90 },
      brief: { namespaces: ['b'], deleteAfterDays: 2 },
    },
  },
  opensearch: { snapshots: { enabled: true, image: 'registry.example.com/opensearch-s3:1', keepDays: 30 } },
  opensearchDashboards: {
    oidc: {
      discoveryUrl: 'https://id.example.com:8443/realms/acme/.well-known/openid-configuration',
      clientId: 'logs',
      clientSecret: { name: 'logs-client', key: 'secret' },
      groups: { administrators: ['platform'], readers: ['support'], tenants: { shop: ['shop-team'] } },
    },
  },
};

export interface Request {
  readonly kind: string;
  readonly path: string;
  readonly body: any;
  readonly indices: string;
}

/** What the setup job asks of OpenSearch, in order. */
export function requestsOf(synthesis: Synthesis): Request[] {
  const { data } = object(synthesis, 'ConfigMap', 'opensearch-setup');
  return data.requests
    .trim()
    .split('\n')
    .map((line: string) => line.split(' '))
    .map(([kind, path, file, indices]: string[]) => ({ kind, path, indices, body: JSON.parse(data[file ?? '']) }));
}

/** Entries a patch of the security plugin makes, by name. */
export function patched(synthesis: Synthesis, what: string): Record<string, any> {
  const found = requestsOf(synthesis).find(({ path }) => path === `/_plugins/_security/api/${what}`);
  return Object.fromEntries(found?.body.map(({ path, value }: any) => [path.slice(1), value]) ?? []);
}

/** A file of flat settings, one a line. */
export function flat(text: string): Record<string, any> {
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => /^([^:]+): (.*)$/.exec(line) ?? [])
      .map(([, key = '', value = 'null']) => [key, JSON.parse(value)]),
  );
}
