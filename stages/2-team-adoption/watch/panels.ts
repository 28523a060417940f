import type { StatSpec, TableSpec } from '../../../src/kit/dashboard/spec';

/** Uids of our dashboards, for links between them. */
export const DASHBOARDS = {
  cluster: 'platform-cluster',
  nodes: 'platform-nodes',
  namespaces: 'platform-namespaces',
  workloads: 'platform-workloads',
  storage: 'platform-storage',
  network: 'platform-network',
  prometheus: 'platform-prometheus',
  alertmanager: 'platform-alertmanager',
  logging: 'platform-logging',
} as const;

/**
 * Traffic of pods, in each second. Pods on their node's network show the traffic of the whole node, each of them: they are left out, and
 * the panels of nodes have it once. `matchers` end the selector.
 */
export function podTraffic(metric: string, matchers: string): string {
  const onNodes = 'kube_pod_info{job="kube-state-metrics",host_network="true"}';
  return `(rate(${metric}{${matchers}}[$__rate_interval]) unless on (namespace, pod) ${onNodes})`;
}

/** Alerts that fire, with the way to their pages; `matcher` narrows them, for example `namespace="$namespace"`. */
export function firingAlerts(matcher = ''): TableSpec {
  const and = matcher ? `,${matcher}` : '';
  return {
    kind: 'table',
    title: 'Alerts that fire',
    description: 'The name of an alert leads to its page: what it means, what to look at, how to end it.',
    by: ['severity', 'alertname', 'namespace'],
    columns: [
      {
        header: 'Firing',
        expr: `topk(50, sum by (severity, alertname, namespace) (ALERTS{alertstate="firing",alertname!="Watchdog"${and}}))`,
        unit: 'short',
      },
    ],
    links: { alertname: { runbooks: true } },
    height: 7,
  };
}

/** How many alerts of a severity fire. */
export function alertCount(severity: 'critical' | 'warning', matcher = ''): StatSpec {
  const and = matcher ? `,${matcher}` : '';
  return {
    kind: 'stat',
    title: severity === 'critical' ? 'Critical alerts' : 'Warnings',
    unit: 'short',
    expr: `count(ALERTS{alertstate="firing",severity="${severity}"${and}}) or vector(0)`,
    limits: severity === 'critical' ? { critical: 1 } : { warning: 1 },
  };
}
