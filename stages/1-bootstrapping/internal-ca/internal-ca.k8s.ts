import { Construct } from 'constructs';
import { addCustom } from '../../../src/kit/kubernetes';
import { CERT_MANAGER_NAMESPACE, INTERNAL_CA_SECRET, INTERNAL_ISSUER } from './internal-ca';

export interface InternalCaProps {
  /** Name of the ClusterIssuer others refer to. @default 'stagecraft-internal' */
  readonly issuer?: string;
  /** Secret of the authority. @default 'stagecraft-internal-ca' */
  readonly secret?: string;
  /** cert-manager's cluster resource namespace. @default 'cert-manager' */
  readonly namespace?: string;
  /** Hours the authority's certificate is valid. @default 43800, five years */
  readonly hours?: number;
}

const API = 'cert-manager.io/v1';
const LABELS = { 'app.kubernetes.io/managed-by': 'stagecraft' };

/** Self-signed issuer, authority, and the issuer that signs with it. */
export class InternalCa extends Construct {
  readonly issuer: string;

  constructor(scope: Construct, id: string, props: InternalCaProps = {}) {
    super(scope, id);
    const { secret = INTERNAL_CA_SECRET, namespace = CERT_MANAGER_NAMESPACE, hours = 43_800 } = props;
    this.issuer = props.issuer ?? INTERNAL_ISSUER;
    const root = `${this.issuer}-root`;
    addCustom(this, {
      apiVersion: API,
      kind: 'ClusterIssuer',
      metadata: { name: root, labels: LABELS },
      spec: { selfSigned: {} },
    });
    addCustom(this, {
      apiVersion: API,
      kind: 'Certificate',
      metadata: { name: secret, namespace, labels: LABELS },
      spec: {
        isCA: true,
        commonName: this.issuer,
        secretName: secret,
        duration: `${hours}h0m0s`,
        renewBefore: `${Math.round(hours / 5)}h0m0s`,
        // The key stays when the certificate is renewed, so what it has signed keeps verifying against the new one.
        privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' },
        usages: ['cert sign', 'crl sign', 'digital signature'],
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: root },
      },
    });
    addCustom(this, {
      apiVersion: API,
      kind: 'ClusterIssuer',
      metadata: { name: this.issuer, labels: LABELS },
      spec: { ca: { secretName: secret } },
    });
  }
}

export function build(chart: Construct): void {
  new InternalCa(chart, 'internal-ca');
}
