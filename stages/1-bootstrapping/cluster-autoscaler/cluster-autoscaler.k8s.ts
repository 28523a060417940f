import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import {
  add,
  allow,
  containerSecurity,
  disruptionBudget,
  dnsFlow,
  type Flow,
  podSecurity,
  podsAnywhere,
  resources,
  spread,
} from '../../../src/kit/kubernetes';
import { SYSTEM_TOLERATION } from '../cluster';
import { apiServerFlow, workloadIdentityFlows } from '../flows';
import { type ClusterAutoscalerConfig, clusterAutoscalerImage } from './cluster-autoscaler';
import { CLUSTER_AUTOSCALER_POD } from './names';
import { clusterRules, namespaceRules } from './rules';

export interface ClusterAutoscalerProps {
  /** Name of the cluster: the groups it sizes carry it in a tag. */
  readonly cluster: string;
  readonly region: string;
  /** Image; its minor must be the cluster's. */
  readonly image: string;
  /** Egress to the API server, to the Pod Identity agent and to AWS. */
  readonly egress: readonly Flow[];
  /** @default 2 */
  readonly replicas?: number;
  /** @default 'least-waste' */
  readonly expander?: string;
  /** @default 10 */
  readonly scaleDownUnneededMinutes?: number;
  /** @default 0.5 */
  readonly scaleDownUtilization?: number;
}

const { name, namespace, port, labels } = CLUSTER_AUTOSCALER_POD;
const metadata = { name, namespace, labels: labels.all };

/** Cluster Autoscaler for the Auto Scaling groups of managed node groups. It has cluster-wide reads and no secrets. */
export class ClusterAutoscaler extends Construct {
  readonly replicas: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterAutoscalerProps,
  ) {
    super(scope, id);
    this.replicas = props.replicas ?? 2;
    this.access();
    this.deployment();
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels.selector, ports: [{ name: 'http-metrics', port, targetPort: 'http', protocol: 'TCP' }] },
    });
    if (this.replicas > 1) disruptionBudget(this, { name, namespace, selector: labels.selector, labels: labels.all });
    allow(this, {
      name,
      namespace,
      pods: labels.selector,
      labels: labels.all,
      ingress: [{ peers: [podsAnywhere({ 'app.kubernetes.io/name': 'prometheus' })], ports: [port] }],
      egress: [...props.egress, dnsFlow(this)],
    });
  }

  private access(): void {
    const subjects = [{ kind: 'ServiceAccount', name, namespace }];
    const apiGroup = 'rbac.authorization.k8s.io';
    const cluster = { name, labels: labels.all };
    add(this, { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    add(this, { apiVersion: `${apiGroup}/v1`, kind: 'ClusterRole', metadata: cluster, rules: clusterRules });
    add(this, {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: cluster,
      roleRef: { apiGroup, kind: 'ClusterRole', name },
      subjects,
    });
    add(this, { apiVersion: `${apiGroup}/v1`, kind: 'Role', metadata, rules: namespaceRules });
    add(this, {
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'Role', name },
      subjects,
    });
  }

  private deployment(): void {
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: this.replicas,
        revisionHistoryLimit: 3,
        selector: { matchLabels: labels.selector },
        template: {
          metadata: { labels: labels.all },
          spec: {
            serviceAccountName: name,
            automountServiceAccountToken: true,
            enableServiceLinks: false,
            priorityClassName: 'system-cluster-critical',
            terminationGracePeriodSeconds: 30,
            securityContext: podSecurity(65534),
            tolerations: [{ ...SYSTEM_TOLERATION }],
            topologySpreadConstraints: spread(labels.selector),
            containers: [
              {
                name,
                image: this.props.image,
                command: ['./cluster-autoscaler'],
                args: this.args(),
                // Pods do not reach the instance's metadata, so the region is said.
                env: [{ name: 'AWS_REGION', value: this.props.region }],
                ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
                // Upstream's figure; it grows with pods and nodes: 600 MiB is enough for some thousand pods.
                resources: resources('100m', '600Mi'),
                securityContext: containerSecurity(),
                // /health-check fails when the main loop has not run for ten minutes (upstream's default), so it is no readiness.
                livenessProbe: {
                  httpGet: { path: '/health-check', port: 'http' },
                  periodSeconds: 30,
                  failureThreshold: 3,
                },
                readinessProbe: { httpGet: { path: '/metrics', port: 'http' }, periodSeconds: 30 },
              },
            ],
          },
        },
      },
    });
  }

  private args(): string[] {
    const { cluster, expander = 'least-waste', scaleDownUnneededMinutes = 10, scaleDownUtilization = 0.5 } = this.props;
    const tags = `k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/${cluster}`;
    return [
      '--cloud-provider=aws',
      `--namespace=${namespace}`,
      `--node-group-auto-discovery=asg:tag=${tags}`,
      // One group a zone holds the same nodes: keep them even, so that a zone that goes takes a third.
      '--balance-similar-node-groups',
      `--expander=${expander}`,
      // Scratch space of a pod is no reason to keep a node; budgets are.
      '--skip-nodes-with-local-storage=false',
      `--scale-down-unneeded-time=${scaleDownUnneededMinutes}m`,
      `--scale-down-utilization-threshold=${scaleDownUtilization}`,
      '--logtostderr=true',
      '--v=2',
    ];
  }
}

export function build(chart: Construct, context: Context<ClusterAutoscalerConfig>): void {
  const { config, platform } = context;
  new ClusterAutoscaler(chart, 'cluster-autoscaler', {
    cluster: platform.name,
    region: platform.region,
    image: clusterAutoscalerImage(context),
    egress: [apiServerFlow(context), ...workloadIdentityFlows(context)],
    replicas: config.replicas,
    expander: config.expander,
    scaleDownUnneededMinutes: config.scaleDownUnneededMinutes,
    scaleDownUtilization: config.scaleDownUtilization,
  });
}
