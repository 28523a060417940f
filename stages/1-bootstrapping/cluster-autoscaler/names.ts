import { labels } from '../../../src/kit/kubernetes/labels';

/** Names of Cluster Autoscaler. The service account is bound to its AWS role by namespace and name, so neither can change later. */
export const CLUSTER_AUTOSCALER_POD = {
  name: 'cluster-autoscaler',
  namespace: 'kube-system',
  /** Metrics and health. */
  port: 8085,
  labels: labels('cluster-autoscaler', { partOf: 'compute' }),
} as const;
