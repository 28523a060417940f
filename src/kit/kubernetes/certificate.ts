import type { Construct } from 'constructs';
import { addCustom } from './add';

export interface LeafCertificateProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Secret cert-manager keeps `tls.crt`, `tls.key` and the authority's `ca.crt` in. */
  readonly secretName: string;
  readonly issuer: { readonly kind: 'Issuer' | 'ClusterIssuer'; readonly name: string };
  /** @default - a server's */
  readonly usages?: readonly string[];
  /** @default - none */
  readonly dnsNames?: readonly string[];
  /** @default - none */
  readonly commonName?: string;
}

/** Key of every certificate of ours; PKCS8, because Java reads nothing else. */
export const CERTIFICATE_KEY = { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' } as const;

/** A certificate of ninety days, renewed a month before it ends, with a new key each time. */
export function leafCertificate(scope: Construct, props: LeafCertificateProps) {
  const { name, namespace, labels, secretName, issuer, dnsNames, commonName } = props;
  return addCustom(scope, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace, labels: { ...labels } },
    spec: {
      secretName,
      ...(commonName ? { commonName } : {}),
      duration: '2160h0m0s',
      renewBefore: '720h0m0s',
      privateKey: { ...CERTIFICATE_KEY },
      usages: [...(props.usages ?? ['digital signature', 'key encipherment', 'server auth'])],
      ...(dnsNames ? { dnsNames: [...dnsNames] } : {}),
      issuerRef: { ...issuer },
    },
  });
}
