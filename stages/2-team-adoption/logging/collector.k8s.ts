import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import {
  add,
  allow,
  type Container,
  configChecksum,
  containerSecurity,
  type Flow,
  type Labels,
  labels,
  leafCertificate,
  type PolicyRule,
  pods,
  resources,
  type VolumeMount,
} from '../../../src/kit/kubernetes';
import { apiServerFlow, INTERNAL_ISSUER, PRIORITY } from '../../1-bootstrapping';
import { STORE_PORT } from './choices';
import { type CollectorTask, CREDENTIALS } from './collector';
import { COLLECTION_NAMESPACE, LOGGING_NAMESPACE, logging, storeOf, streams } from './logging';

/** What every collector is given, whichever program it runs. */
export interface CollectorPlace {
  readonly namespace: string;
  readonly image: string;
  /** Secret with `username` and `password` of a user that may append. */
  readonly credentialsSecret: string;
  /** ClusterIssuer whose authority vouches for the store. */
  readonly issuer: string;
  /** Ways to the store and to the API server. */
  readonly egress: readonly Flow[];
}

export interface CollectorProps extends CollectorPlace {
  /** Name of the DaemonSet and of everything around it. Cannot change later. */
  readonly name: string;
  /** Files of its ConfigMap. */
  readonly files: Readonly<Record<string, string>>;
  /** Memory, request and limit. */
  readonly memory: string;
  /** Port of its metrics, called `metrics`. */
  readonly metricsPort: number;
  /** Directory of the node that outlives the pod: positions, and what waits. */
  readonly state: string;
  /** What it may do with the API server, in every namespace. */
  readonly rules: readonly PolicyRule[];
  /** What the program's own container says beyond the common: arguments, environment, probes. */
  readonly container: Partial<Container>;
  /** Where its ConfigMap is mounted. */
  readonly config: Omit<VolumeMount, 'name' | 'readOnly'>;
  /** Size of a `/tmp` it may write. @default - it has none */
  readonly scratch?: string;
}

/** A program that reads the container logs of its node: one pod a node, on every node there is. */
export class Collector extends Construct {
  readonly labels: Labels;

  constructor(scope: Construct, id: string, props: CollectorProps) {
    super(scope, id);
    const { name, namespace, files } = props;
    this.labels = labels(name, { component: 'collector', partOf: 'logging' });
    const { all, selector } = this.labels;
    const metadata = { name, namespace, labels: all };
    this.certificate(props);
    this.grant(props);
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { ...files } });
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        clusterIP: 'None',
        selector,
        ports: [{ name: 'metrics', port: props.metricsPort, targetPort: 'metrics', protocol: 'TCP' }],
      },
    });
    this.daemonSet(props);
    allow(this, { name, namespace, pods: selector, labels: all, egress: props.egress });
  }

  /** Only its authority is used: a Secret of this namespace that cert-manager keeps current. */
  private certificate({ name, namespace, issuer }: CollectorProps): void {
    leafCertificate(this, {
      name,
      namespace,
      labels: this.labels.all,
      secretName: `${name}-tls`,
      commonName: `${name}.${namespace}`,
      usages: ['digital signature', 'client auth'],
      issuer: { kind: 'ClusterIssuer', name: issuer },
    });
  }

  private grant({ name, namespace, rules }: CollectorProps): void {
    const labels = this.labels.all;
    add(this, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace, labels },
      automountServiceAccountToken: false,
    });
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name, labels },
      rules: [...rules],
    });
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  }

  private daemonSet(props: CollectorProps): void {
    const { name, namespace, image, credentialsSecret, files, state, scratch } = props;
    const { all, selector } = this.labels;
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name, namespace, labels: all },
      spec: {
        revisionHistoryLimit: 3,
        selector: { matchLabels: selector },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
        template: {
          metadata: { labels: all, annotations: configChecksum(files) },
          spec: {
            serviceAccountName: name,
            automountServiceAccountToken: true,
            enableServiceLinks: false,
            priorityClassName: PRIORITY.critical,
            // Time to hand over what waits; what it does not manage stays on disk.
            terminationGracePeriodSeconds: 60,
            tolerations: [{ operator: 'Exists' }],
            // Container logs belong to root and nobody else may read them. Without capabilities root is an owner of files, no more.
            securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name,
                image,
                ...props.container,
                ports: [{ name: 'metrics', containerPort: props.metricsPort, protocol: 'TCP' }],
                resources: resources('100m', props.memory),
                securityContext: containerSecurity(),
                volumeMounts: [
                  { name: 'config', ...props.config, readOnly: true },
                  { name: 'credentials', mountPath: CREDENTIALS, readOnly: true },
                  { name: 'tls', mountPath: '/tls', readOnly: true },
                  { name: 'logs', mountPath: '/var/log', readOnly: true },
                  { name: 'state', mountPath: state },
                  ...(scratch ? [{ name: 'tmp', mountPath: '/tmp' }] : []),
                ],
              },
            ],
            volumes: [
              { name: 'config', configMap: { name } },
              { name: 'credentials', secret: { secretName: credentialsSecret, defaultMode: 0o400 } },
              {
                name: 'tls',
                secret: { secretName: `${name}-tls`, defaultMode: 0o400, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
              },
              { name: 'logs', hostPath: { path: '/var/log', type: 'Directory' } },
              { name: 'state', hostPath: { path: state, type: 'DirectoryOrCreate' } },
              ...(scratch ? [{ name: 'tmp', emptyDir: { sizeLimit: scratch } }] : []),
            ],
          },
        },
      },
    });
  }
}

/** Startup, readiness and liveness on one page of the metrics port, of which none depends on the store. */
export function probesOn(path: string): Partial<Container> {
  const httpGet = { path, port: 'metrics' };
  return {
    startupProbe: { httpGet, timeoutSeconds: 10, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { httpGet, timeoutSeconds: 10, periodSeconds: 15, failureThreshold: 3 },
    livenessProbe: { httpGet, timeoutSeconds: 10, periodSeconds: 30, failureThreshold: 6 },
  };
}

/** Where a platform's collectors run, what they do to a log, and where they bring it. */
export function collectorPlace(context: Context, imageKey: string): CollectorPlace & CollectorTask {
  const logs = context.contextOf(logging).config;
  const store = storeOf(logs);
  return {
    namespace: COLLECTION_NAMESPACE,
    image: context.image(imageKey),
    credentialsSecret: store.writerSecret,
    issuer: INTERNAL_ISSUER,
    egress: [
      { peers: [pods(LOGGING_NAMESPACE, labels(store.name).selector)], ports: [STORE_PORT] },
      apiServerFlow(context),
    ],
    streams: streams(logs),
    store: logs.store,
    host: `${store.name}.${LOGGING_NAMESPACE}.svc`,
    ...logs.collection,
  };
}
