import { component } from '../../../src/kit/contract';
import { adviseCluster } from './advise';
import { checkCluster } from './check';
import { type ClusterConfig, clusterSchema } from './config';
import { clusterIdentities } from './identities';

/** The EKS cluster: control plane, access, compute and the add-ons EKS manages. */
export const cluster = component<ClusterConfig>({
  name: 'cluster',
  title: 'EKS cluster',
  summary: 'Control plane, access, compute and managed add-ons of a production EKS',
  config: { key: 'cluster', schema: clusterSchema },
  needs: ['network'],
  check: checkCluster,
  advise: adviseCluster,
  identities: clusterIdentities,
  aws: { stack: 'cluster', load: async () => (await import('./cluster.aws')).build },
});
