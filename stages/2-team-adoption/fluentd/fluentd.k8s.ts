import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import {
  add,
  allow,
  configChecksum,
  containerSecurity,
  type Flow,
  type Labels,
  labels,
  leafCertificate,
  pods,
  resources,
} from '../../../src/kit/kubernetes';
import { apiServerFlow, INTERNAL_ISSUER, PRIORITY } from '../../1-bootstrapping';
import { STORE_PORT } from '../logging/choices';
import { COLLECTION_NAMESPACE, LOGGING_NAMESPACE, logging, storeOf, streams } from '../logging/logging';
import type { FluentdConfig } from './config';
import { CREDENTIALS, METRICS_PORT, type PipelineProps, pipeline, STATE } from './pipeline';
import { renderSections } from './sections';

export interface FluentdProps extends Omit<PipelineProps, 'ownNamespace'> {
  readonly namespace: string;
  readonly image: string;
  /** Secret with `username` and `password` of a user that may append. */
  readonly credentialsSecret: string;
  /** ClusterIssuer whose authority vouches for the store. */
  readonly issuer: string;
  /** Ways to the store and to the API server. */
  readonly egress: readonly Flow[];
  /** Memory, request and limit. @default '512Mi' */
  readonly memory?: string;
}

const NAME = 'fluentd';
const TLS_SECRET = 'fluentd-tls';

/** One pod a node, on every node there is. */
export class Fluentd extends Construct {
  readonly labels: Labels;
  readonly memory: string;

  constructor(scope: Construct, id: string, props: FluentdProps) {
    super(scope, id);
    this.memory = props.memory ?? '512Mi';
    this.labels = labels(NAME, { component: 'collector', partOf: 'logging' });
    const { namespace } = props;
    const { all, selector } = this.labels;
    const metadata = { name: NAME, namespace, labels: all };
    const data = { 'fluent.conf': renderSections(pipeline({ ...props, ownNamespace: namespace })) };
    this.certificate(props);
    this.grant(namespace);
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        clusterIP: 'None',
        selector,
        ports: [{ name: 'metrics', port: METRICS_PORT, targetPort: 'metrics', protocol: 'TCP' }],
      },
    });
    this.daemonSet(props, configChecksum(data));
    allow(this, { name: NAME, namespace, pods: selector, labels: all, egress: props.egress });
  }

  /** Only its authority is used: a Secret of this namespace that cert-manager keeps current. */
  private certificate({ namespace, issuer }: FluentdProps): void {
    leafCertificate(this, {
      name: NAME,
      namespace,
      labels: this.labels.all,
      secretName: TLS_SECRET,
      commonName: `${NAME}.${namespace}`,
      usages: ['digital signature', 'client auth'],
      issuer: { kind: 'ClusterIssuer', name: issuer },
    });
  }

  private grant(namespace: string): void {
    const labels = this.labels.all;
    add(this, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: NAME, namespace, labels },
      automountServiceAccountToken: false,
    });
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: NAME, labels },
      // Names and labels of the pods whose logs it reads; no RBAC can say "of this node", the watch does. The plugin does not
      // start without a watch on namespaces, even if told to leave them out.
      rules: [{ apiGroups: [''], resources: ['namespaces', 'pods'], verbs: ['get', 'list', 'watch'] }],
    });
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: NAME, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace }],
    });
  }

  private daemonSet({ namespace, image, credentialsSecret }: FluentdProps, checksum: Record<string, string>): void {
    const { all, selector } = this.labels;
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: NAME, namespace, labels: all },
      spec: {
        revisionHistoryLimit: 3,
        selector: { matchLabels: selector },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
        template: {
          metadata: { labels: all, annotations: checksum },
          spec: {
            serviceAccountName: NAME,
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
                name: NAME,
                image,
                env: [
                  // Narrows the watch on pods to this node.
                  { name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
                ],
                ports: [{ name: 'metrics', containerPort: METRICS_PORT, protocol: 'TCP' }],
                resources: resources('100m', this.memory),
                securityContext: containerSecurity(),
                startupProbe: { ...alive(), periodSeconds: 5, failureThreshold: 60 },
                readinessProbe: { ...alive(), periodSeconds: 15, failureThreshold: 3 },
                livenessProbe: { ...alive(), periodSeconds: 30, failureThreshold: 6 },
                volumeMounts: [
                  { name: 'config', mountPath: '/fluentd/etc/fluent.conf', subPath: 'fluent.conf', readOnly: true },
                  { name: 'credentials', mountPath: CREDENTIALS, readOnly: true },
                  { name: 'tls', mountPath: '/tls', readOnly: true },
                  { name: 'logs', mountPath: '/var/log', readOnly: true },
                  { name: 'state', mountPath: STATE },
                  { name: 'tmp', mountPath: '/tmp' },
                ],
              },
            ],
            volumes: [
              { name: 'config', configMap: { name: NAME } },
              { name: 'credentials', secret: { secretName: credentialsSecret, defaultMode: 0o400 } },
              {
                name: 'tls',
                secret: { secretName: TLS_SECRET, defaultMode: 0o400, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
              },
              { name: 'logs', hostPath: { path: '/var/log', type: 'Directory' } },
              { name: 'state', hostPath: { path: STATE, type: 'DirectoryOrCreate' } },
              { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
            ],
          },
        },
      },
    });
  }
}

function alive() {
  return { httpGet: { path: '/metrics', port: 'metrics' }, timeoutSeconds: 10 };
}

/** The collectors of a platform. */
export function buildFluentd(scope: Construct, context: Context<FluentdConfig>): void {
  const { config } = context;
  const logs = context.contextOf(logging).config;
  const store = storeOf(logs);
  new Fluentd(scope, 'fluentd', {
    namespace: COLLECTION_NAMESPACE,
    image: context.image('fluentd'),
    credentialsSecret: store.writerSecret,
    issuer: INTERNAL_ISSUER,
    streams: streams(logs),
    host: `${store.name}.${LOGGING_NAMESPACE}.svc`,
    memory: config.memory,
    ...logs.collection,
    egress: [
      { peers: [pods(LOGGING_NAMESPACE, labels(store.name).selector)], ports: [STORE_PORT] },
      apiServerFlow(context),
    ],
  });
}
