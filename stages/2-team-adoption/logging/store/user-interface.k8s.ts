import { Construct } from 'constructs';
import {
  add,
  allow,
  configChecksum,
  containerSecurity,
  disruptionBudget,
  type EnvVar,
  type Flow,
  type Labels,
  labels,
  leafCertificate,
  podSecurity,
  pods,
  resources,
  spread,
  type VolumeMount,
} from '../../../../src/kit/kubernetes';
import { PRIORITY } from '../../../1-bootstrapping';
import { STORE_PORT } from '../choices';

export interface UserInterfaceProps {
  readonly namespace: string;
  /** Deployment, Service, service account, `app.kubernetes.io/name`. Cannot change later. */
  readonly name: string;
  readonly image: string;
  readonly replicas: number;
  readonly port: number;
  /** ClusterIssuer of its certificate; the same authority vouches for the store. */
  readonly issuer: string;
  /** Name of the store it reads. */
  readonly store: string;
  /** Memory, request and limit. */
  readonly memory: string;
  /** Its files by name, in the volume `config` and at /settings; `alive.sh` among them, which says whether it is alive. */
  readonly files: Readonly<Record<string, string>>;
  readonly configMounts: readonly VolumeMount[];
  readonly env: readonly EnvVar[];
  /** Directories it writes to, by the name of their volume. */
  readonly scratch: Readonly<Record<string, string>>;
  /** Path that answers once it serves. */
  readonly statusPath: string;
  /** Pods that may call it. @default - none: people come through a port-forward, which no policy sees */
  readonly clients?: Flow['peers'];
  /** Ways out beside DNS and the store. @default - none */
  readonly egress?: readonly Flow[];
}

/** User of both images. */
const UID = 1000;

/** People's view of a store. Stateless: what people save is in the store, so pods come and go. */
export class UserInterface extends Construct {
  readonly labels: Labels;

  constructor(scope: Construct, id: string, props: UserInterfaceProps) {
    super(scope, id);
    const { namespace, name, port, store, replicas, files: data, clients = [], egress = [] } = props;
    this.labels = labels(name, { component: 'user-interface', partOf: 'logging' });
    const { all, selector } = this.labels;
    const metadata = { name, namespace, labels: all };
    leafCertificate(this, {
      ...metadata,
      secretName: `${name}-tls`,
      dnsNames: [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`, 'localhost'],
      issuer: { kind: 'ClusterIssuer', name: props.issuer },
    });
    add(this, { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'ClusterIP', selector, ports: [{ name: 'https', port, targetPort: 'https', protocol: 'TCP' }] },
    });
    this.deployment(props, configChecksum(data));
    if (replicas > 1) disruptionBudget(this, { name, namespace, selector, labels: all });
    allow(this, {
      name,
      namespace,
      pods: selector,
      labels: all,
      ...(clients.length > 0 ? { ingress: [{ peers: clients, ports: [port] }] } : {}),
      egress: [{ peers: [pods(namespace, labels(store).selector)], ports: [STORE_PORT] }, ...egress],
    });
  }

  private deployment(props: UserInterfaceProps, checksum: Record<string, string>): void {
    const { namespace, name, replicas, scratch } = props;
    const { all, selector } = this.labels;
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels: all },
      spec: {
        replicas,
        revisionHistoryLimit: 3,
        // Two releases at once would both migrate what is saved; within one release pods may overlap.
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: all, annotations: checksum },
          spec: {
            serviceAccountName: name,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            priorityClassName: PRIORITY.standard,
            terminationGracePeriodSeconds: 60,
            securityContext: podSecurity(UID),
            topologySpreadConstraints: spread(selector),
            containers: [container(props)],
            volumes: [
              { name: 'config', configMap: { name } },
              { name: 'tls', secret: { secretName: `${name}-tls`, defaultMode: 0o440 } },
              { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
              ...Object.keys(scratch).map((volume) => ({ name: volume, emptyDir: { sizeLimit: '1Gi' } })),
            ],
          },
        },
      },
    });
  }
}

function container(props: UserInterfaceProps) {
  const { name, image, port, memory, env, configMounts, scratch, statusPath } = props;
  const answers = { httpGet: { path: statusPath, port: 'https', scheme: 'HTTPS' }, timeoutSeconds: 5 };
  return {
    name,
    image,
    env: [...env],
    ports: [{ name: 'https', containerPort: port, protocol: 'TCP' }],
    resources: resources('250m', memory),
    securityContext: containerSecurity(),
    // Ten minutes: the first start of a release migrates what people saved.
    startupProbe: { ...answers, periodSeconds: 10, failureThreshold: 60 },
    readinessProbe: { ...answers, periodSeconds: 10, failureThreshold: 3 },
    livenessProbe: {
      exec: { command: ['bash', '/settings/alive.sh'] },
      periodSeconds: 20,
      timeoutSeconds: 5,
      failureThreshold: 6,
    },
    volumeMounts: [
      ...configMounts,
      { name: 'config', mountPath: '/settings', readOnly: true },
      { name: 'tls', mountPath: '/tls', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
      ...Object.entries(scratch).map(([volume, mountPath]) => ({ name: volume, mountPath })),
    ],
  };
}

/** An environment variable from a Secret. */
export function fromSecret(name: string, secret: string, key: string): EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
