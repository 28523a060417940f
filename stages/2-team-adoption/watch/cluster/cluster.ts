import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { runbookBase } from '../../prometheus/rule-file';
import { clusterAlerts } from './alerts';

export const watchCluster = component({
  name: 'watch-cluster',
  title: 'Cluster alerts',
  summary: 'Objective, alerts and dashboard of the API server',
  monitoring: ({ platform }) => ({
    ...watched(...clusterAlerts),
    inhibitions: [
      {
        name: 'a budget that burns fast also burns slowly',
        cause: 'ApiServerBudgetBurnsFast',
        consequences: ['ApiServerBudgetBurnsSlowly'],
        equal: [],
      },
    ],
    dashboards: async () => [(await import('./dashboard')).clusterDashboard(runbookBase(platform.repository))],
  }),
});
