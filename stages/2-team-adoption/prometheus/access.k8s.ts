import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { collectMonitoring } from '../../../src/kit/collect';
import type { Context } from '../../../src/kit/contract';
import { add, allow, labels, pods } from '../../../src/kit/kubernetes';
import type { PodPeer } from '../../../src/kit/monitoring';
import { ALERTMANAGER } from '../alertmanager/names';
import type { PrometheusConfig } from './config';
import { PROMETHEUS, prometheusPods } from './names';
import { DISCOVERY_ROLE } from './server.k8s';

export interface ScrapeAccessProps {
  /** Prometheus's own pods. */
  readonly prometheus: PodPeer;
  /** What it scrapes in namespaces that deny by default. */
  readonly targets: readonly OpenedTarget[];
  /** Namespaces it may discover in, where it may not discover everywhere. @default - none */
  readonly namespaces?: readonly string[];
}

export interface OpenedTarget extends PodPeer {
  readonly job: string;
  readonly containerPort: number;
}

/** The targets' side of every scrape: a network policy in the target's namespace, and the right to discover there. */
export class ScrapeAccess extends Construct {
  constructor(scope: Construct, id: string, props: ScrapeAccessProps) {
    super(scope, id);
    const { all } = labels('prometheus', { component: 'access', partOf: 'monitoring' });
    for (const { job, namespace, podLabels, containerPort } of props.targets)
      allow(this, {
        name: `scrape-${job}`,
        namespace,
        labels: all,
        pods: podLabels,
        ingress: [{ peers: [pods(props.prometheus.namespace, props.prometheus.podLabels)], ports: [containerPort] }],
      });
    for (const namespace of props.namespaces ?? [])
      add(this, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: DISCOVERY_ROLE, namespace, labels: all },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: DISCOVERY_ROLE },
        subjects: [{ kind: 'ServiceAccount', name: PROMETHEUS.serviceAccount, namespace: props.prometheus.namespace }],
      });
  }
}

/** Namespaces of Kubernetes itself: a policy that selects their pods would shut everybody else out. */
const UNGUARDED = ['default', 'kube-system'];

export function build(chart: Chart, context: Context<PrometheusConfig>): void {
  const { scrapes } = collectMonitoring(context);
  const { annotations } = context.config;
  const namespaces = [...UNGUARDED, ALERTMANAGER.namespace, ...scrapes.map(({ namespace }) => namespace)];
  new ScrapeAccess(chart, 'access', {
    prometheus: prometheusPods,
    // Policies do not see pods on their node's network.
    targets: scrapes.filter(({ namespace, hostNetwork }) => !hostNetwork && !UNGUARDED.includes(namespace)),
    namespaces: annotations.enabled ? [] : [...new Set(namespaces)].sort(),
  });
}
