export { type ClusterAutoscalerConfig, clusterAutoscaler } from './cluster-autoscaler';
