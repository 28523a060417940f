import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { clusterAlerts } from './alerts';

export const watchCluster = component({
  name: 'watch-cluster',
  title: 'Cluster alerts',
  summary: 'Objective, alerts and dashboard of the API server',
  monitoring: () => watched(...clusterAlerts),
});
