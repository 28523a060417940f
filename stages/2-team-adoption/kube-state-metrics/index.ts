export { type KubeStateMetricsConfig, kubeStateMetricsConfig } from './config';
export { KUBE_STATE_METRICS, kubeStateMetrics } from './kube-state-metrics';
export { KubeStateMetrics, type KubeStateMetricsProps } from './kube-state-metrics.k8s';
export { WATCHED, type WatchedResource } from './resources';
