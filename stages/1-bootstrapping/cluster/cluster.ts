import { component } from '../../../src/kit/contract';
import { type ClusterConfig, clusterSchema } from './config';

/** The EKS cluster: control plane, access, compute and the add-ons EKS manages. */
export const cluster = component<ClusterConfig>({
  name: 'cluster',
  title: 'EKS cluster',
  summary: 'Control plane, access, compute and managed add-ons of a production EKS',
  config: { key: 'cluster', schema: clusterSchema },
});
