export { type ClusterAutoscalerConfig, clusterAutoscaler } from './cluster-autoscaler';
export { ClusterAutoscaler, type ClusterAutoscalerProps } from './cluster-autoscaler.k8s';
