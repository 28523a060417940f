export { type KubeStateMetricsConfig, kubeStateMetricsConfig } from './config';
export { KUBE_STATE_METRICS, kubeStateMetrics } from './kube-state-metrics';
export { WATCHED, type WatchedResource } from './resources';
