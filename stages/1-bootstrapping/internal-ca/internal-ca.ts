import { z } from 'zod';
import { component } from '../../../src/kit/contract';
import { cluster } from '../cluster';

/** ClusterIssuer that signs certificates for TLS inside the cluster. Cannot change later. */
export const INTERNAL_ISSUER = 'stagecraft-internal';

/** Namespace of cert-manager; the EKS add-on fixes it, and cluster-wide issuers keep their secrets there. */
export const CERT_MANAGER_NAMESPACE = 'cert-manager';

/** Secret with the certificate and key of the internal authority, in cert-manager's namespace. */
export const INTERNAL_CA_SECRET = 'stagecraft-internal-ca';

/** A certificate authority whose key is made in the cluster and never leaves it. */
export const internalCa = component({
  name: 'internal-ca',
  title: 'Internal certificate authority',
  summary: 'A ClusterIssuer for TLS inside the cluster; its key is made there and never leaves',
  config: { key: 'internalCa', schema: z.strictObject({}) },
  optional: true,
  check: ({ contextOf }) =>
    contextOf(cluster).config.addons.certManager
      ? []
      : [
          {
            path: 'enabled',
            what: 'the internal certificate authority needs cert-manager',
            next: 'set cluster.addons.certManager: true, or internalCa.enabled: false',
          },
        ],
  k8s: { layer: 'platform', load: async () => (await import('./internal-ca.k8s')).build },
});
