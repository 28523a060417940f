import { watched } from '../../../src/kit/alert';
import { component } from '../../../src/kit/contract';
import { MONITORING_NAMESPACE } from '../monitoring/monitoring';
import { kubeStateMetricsAlerts } from './alerts';
import { type KubeStateMetricsConfig, kubeStateMetricsConfig } from './config';
import { WATCHED } from './resources';

/** Where Prometheus finds it. */
export const KUBE_STATE_METRICS = {
  namespace: MONITORING_NAMESPACE,
  service: 'kube-state-metrics',
  /** Metrics of the objects. */
  port: 8080,
  /** Metrics of itself. */
  selfPort: 8081,
  selector: { 'app.kubernetes.io/name': 'kube-state-metrics', 'app.kubernetes.io/instance': 'kube-state-metrics' },
} as const;

/** kube-state-metrics: state of Kubernetes objects as metrics. */
export const kubeStateMetrics = component<KubeStateMetricsConfig>({
  name: 'kube-state-metrics',
  title: 'kube-state-metrics',
  summary: 'State of Kubernetes objects as metrics',
  config: { key: 'kubeStateMetrics', schema: kubeStateMetricsConfig },
  optional: true,
  needs: ['monitoring'],
  check: ({ config }) => {
    const known = WATCHED.map(({ resource }) => resource).sort();
    return Object.keys(config.labels)
      .filter((kind) => !known.includes(kind))
      .map((kind) => ({
        path: `labels.${kind}`,
        what: `kube-state-metrics watches no ${kind}`,
        allowed: known.join(', '),
        next: 'use the plural in lower case',
      }));
  },
  monitoring: ({ config }) => ({
    ...watched(...kubeStateMetricsAlerts),
    scrapes: [
      {
        job: 'kube-state-metrics',
        namespace: KUBE_STATE_METRICS.namespace,
        service: KUBE_STATE_METRICS.service,
        port: 'metrics',
        // Its series speak of other pods and namespaces: their labels stay as they are.
        honorLabels: true,
        sampleLimit: config.seriesLimit,
        // One, however often it is replaced: two would count everything twice, and double the budget.
        targetLimit: 1,
        relabelings: [
          {
            source_labels: ['__meta_kubernetes_endpointslice_endpoint_conditions_terminating'],
            regex: 'true',
            action: 'drop',
          },
        ],
        podLabels: KUBE_STATE_METRICS.selector,
        containerPort: KUBE_STATE_METRICS.port,
      },
      {
        job: 'kube-state-metrics-self',
        namespace: KUBE_STATE_METRICS.namespace,
        service: KUBE_STATE_METRICS.service,
        port: 'self',
        sampleLimit: 2000,
        targetLimit: 2,
        podLabels: KUBE_STATE_METRICS.selector,
        containerPort: KUBE_STATE_METRICS.selfPort,
      },
    ],
  }),
  k8s: { layer: 'platform', load: async () => (await import('./kube-state-metrics.k8s')).build },
});
