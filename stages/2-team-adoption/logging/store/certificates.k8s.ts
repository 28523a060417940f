import { Construct } from 'constructs';
import { addCustom, CERTIFICATE_KEY, leafCertificate } from '../../../../src/kit/kubernetes';
import type { StoreNames } from './names';

export interface StoreCertificatesProps {
  readonly namespace: string;
  readonly names: StoreNames;
  /** Issuer of the certificate clients see; its authority is in every certificate it issues, so a client in another namespace needs none of ours. */
  readonly issuer: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Name in the certificate of a node, for a store that knows its nodes by it. @default - none, the authority alone says who is a node */
  readonly nodeName?: string;
  /** Certificates of the same authority that the store takes instead of a login. @default - none */
  readonly clients?: readonly StoreClient[];
}

/** Somebody who shows a certificate instead of a password. */
export interface StoreClient {
  /** Name of the Certificate, and the name in it. */
  readonly name: string;
  readonly secretName: string;
}

const API = 'cert-manager.io/v1';

/**
 * Certificates of the nodes, which read changed files by themselves. Transport has an authority of its own: whoever holds a certificate of it may join the cluster,
 * so it must not be the one that the rest of the platform is issued by.
 */
export class StoreCertificates extends Construct {
  constructor(scope: Construct, id: string, props: StoreCertificatesProps) {
    super(scope, id);
    const { namespace, names, issuer, labels, nodeName, clients = [] } = props;
    const metadata = (name: string) => ({ name, namespace, labels });
    addCustom(this, {
      apiVersion: API,
      kind: 'Issuer',
      metadata: metadata(`${names.name}-self-signed`),
      spec: { selfSigned: {} },
    });
    addCustom(this, {
      apiVersion: API,
      kind: 'Certificate',
      metadata: metadata(`${names.name}-transport-ca`),
      spec: {
        isCA: true,
        commonName: `${names.name}-transport-ca`,
        secretName: `${names.name}-transport-ca`,
        duration: '43800h0m0s',
        renewBefore: '4380h0m0s',
        // The key stays: nodes trust the old and the new certificate of one key, so renewing it needs no restart of all at once.
        privateKey: { ...CERTIFICATE_KEY, rotationPolicy: 'Never' },
        issuerRef: { kind: 'Issuer', name: `${names.name}-self-signed` },
      },
    });
    addCustom(this, {
      apiVersion: API,
      kind: 'Issuer',
      metadata: metadata(`${names.name}-transport`),
      spec: { ca: { secretName: `${names.name}-transport-ca` } },
    });
    leafCertificate(this, {
      ...metadata(`${names.name}-transport`),
      secretName: names.transportSecret,
      ...(nodeName ? { commonName: nodeName } : {}),
      usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
      dnsNames: [`*.${names.nodes}.${namespace}.svc`, `${names.nodes}.${namespace}.svc`],
      issuer: { kind: 'Issuer', name: `${names.name}-transport` },
    });
    for (const { name, secretName } of clients) {
      leafCertificate(this, {
        ...metadata(name),
        secretName,
        commonName: name,
        usages: ['digital signature', 'client auth'],
        issuer: { kind: 'Issuer', name: `${names.name}-transport` },
      });
    }
    leafCertificate(this, {
      ...metadata(`${names.name}-http`),
      secretName: names.httpSecret,
      dnsNames: [
        `${names.name}.${namespace}.svc`,
        `${names.name}.${namespace}.svc.cluster.local`,
        `*.${names.nodes}.${namespace}.svc`,
        'localhost',
      ],
      issuer: { kind: 'ClusterIssuer', name: issuer },
    });
  }
}
