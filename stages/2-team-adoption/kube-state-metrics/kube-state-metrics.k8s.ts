import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import {
  add,
  allow,
  containerSecurity,
  type Flow,
  labels,
  type PodSpec,
  podSecurity,
  resources,
} from '../../../src/kit/kubernetes';
import { apiServerFlow, PRIORITY } from '../../1-bootstrapping';
import type { KubeStateMetricsConfig } from './config';
import { KUBE_STATE_METRICS } from './kube-state-metrics';
import { accessRules, DENIED_METRICS, resourceList, WATCHED, type WatchedResource } from './resources';

export interface KubeStateMetricsProps {
  /** Namespace it runs in; has to exist. Cannot change later. */
  readonly namespace: string;
  /** Image, as a pod names it. */
  readonly image: string;
  /** Version, for the label. */
  readonly version?: string;
  /** Kinds it lists and may read, and no others. @default - all that is watched for, without Secrets and ConfigMaps */
  readonly watched?: readonly WatchedResource[];
  /** Labels exported as kube_<kind>_labels, by kind in plural. @default - none */
  readonly exportedLabels?: Readonly<Record<string, readonly string[]>>;
  /** CPU request, Kubernetes quantity; never limited. @default '100m' */
  readonly cpu?: string;
  /** Memory request and limit in MiB. @default 512 */
  readonly memoryMiB?: number;
  /** What it may reach: the API server. @default - nothing but DNS */
  readonly egress?: readonly Flow[];
  /** @default 'system-cluster-critical' */
  readonly priorityClass?: string;
}

/** uid upstream runs it with. */
const UID = 65_534;

/** One kube-state-metrics for the cluster, with access derived from the kinds it lists. */
export class KubeStateMetrics extends Construct {
  readonly watched: readonly WatchedResource[];
  private readonly names = labels('kube-state-metrics', { component: 'exporter', partOf: 'monitoring' });

  constructor(
    scope: Construct,
    id: string,
    private readonly props: KubeStateMetricsProps,
  ) {
    super(scope, id);
    this.watched = props.watched ?? WATCHED;
    this.access();
    this.service();
    this.deployment();
    allow(this, { ...this.named(), pods: this.names.selector, egress: props.egress ?? [] });
  }

  private named() {
    return { name: 'kube-state-metrics', namespace: this.props.namespace, labels: this.names.all };
  }

  private access() {
    const { namespace } = this.props;
    const metadata = { name: 'kube-state-metrics', labels: this.names.all };
    add(this, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: this.named(),
      automountServiceAccountToken: false,
    });
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata,
      rules: accessRules(this.watched),
    });
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'kube-state-metrics' },
      subjects: [{ kind: 'ServiceAccount', name: 'kube-state-metrics', namespace }],
    });
  }

  private service() {
    const { port, selfPort } = KUBE_STATE_METRICS;
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.named(),
      spec: {
        type: 'ClusterIP',
        clusterIP: 'None',
        selector: this.names.selector,
        ports: [
          { name: 'metrics', port, targetPort: 'metrics', protocol: 'TCP' },
          { name: 'self', port: selfPort, targetPort: 'self', protocol: 'TCP' },
        ],
      },
    });
  }

  private deployment() {
    const { version } = this.props;
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: this.named(),
      spec: {
        replicas: 1,
        revisionHistoryLimit: 5,
        // Never two at once: each would export every object, and Prometheus would count them twice.
        strategy: { type: 'Recreate' },
        selector: { matchLabels: this.names.selector },
        template: {
          metadata: {
            labels: { ...this.names.all, ...(version ? { 'app.kubernetes.io/version': version } : {}) },
          },
          spec: this.pod(),
        },
      },
    });
  }

  private pod(): PodSpec {
    const { image, cpu = '100m', memoryMiB = 512, exportedLabels = {}, priorityClass } = this.props;
    const { port, selfPort } = KUBE_STATE_METRICS;
    const get = (path: string, at: string) => ({ httpGet: { path, port: at }, timeoutSeconds: 5 });
    const allowlist = Object.entries(exportedLabels).map(([kind, names]) => `${kind}=[${names.join(',')}]`);
    return {
      serviceAccountName: 'kube-state-metrics',
      // It lists objects at the API server.
      automountServiceAccountToken: true,
      enableServiceLinks: false,
      priorityClassName: priorityClass ?? 'system-cluster-critical',
      securityContext: podSecurity(UID),
      terminationGracePeriodSeconds: 30,
      containers: [
        {
          name: 'kube-state-metrics',
          image,
          imagePullPolicy: 'IfNotPresent',
          args: [
            `--port=${port}`,
            `--telemetry-port=${selfPort}`,
            `--resources=${resourceList(this.watched)}`,
            `--metric-denylist=${DENIED_METRICS.join(',')}`,
            ...(allowlist.length > 0 ? [`--metric-labels-allowlist=${allowlist.join(',')}`] : []),
          ],
          ports: [
            { name: 'metrics', containerPort: port, protocol: 'TCP' },
            { name: 'self', containerPort: selfPort, protocol: 'TCP' },
          ],
          // Ready once its lists are read; alive while the API server answers it.
          readinessProbe: { ...get('/readyz', 'self'), periodSeconds: 10, failureThreshold: 3 },
          livenessProbe: {
            ...get('/livez', 'metrics'),
            initialDelaySeconds: 5,
            periodSeconds: 10,
            failureThreshold: 6,
          },
          resources: resources(cpu, `${memoryMiB}Mi`),
          securityContext: containerSecurity(),
        },
      ],
    };
  }
}

export function build(chart: Chart, context: Context<KubeStateMetricsConfig>): void {
  const { config, catalog } = context;
  new KubeStateMetrics(chart, 'kube-state-metrics', {
    namespace: KUBE_STATE_METRICS.namespace,
    image: context.image('kube-state-metrics'),
    version: catalog.images['kube-state-metrics']?.tag,
    exportedLabels: config.labels,
    cpu: config.cpu,
    memoryMiB: config.memoryMiB,
    priorityClass: PRIORITY.critical,
    egress: [apiServerFlow(context)],
  });
}
