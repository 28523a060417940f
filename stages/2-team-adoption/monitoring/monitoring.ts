import { component } from '../../../src/kit/contract';

/** Namespace of Prometheus, Alertmanager, kube-state-metrics and Grafana. Cannot change later. */
export const MONITORING_NAMESPACE = 'monitoring';

export const monitoring = component({
  name: 'monitoring',
  title: 'Monitoring namespace',
  summary: 'The guarded namespace the monitoring systems share',
  k8s: { layer: 'platform', load: async () => (await import('./monitoring.k8s')).build },
});
