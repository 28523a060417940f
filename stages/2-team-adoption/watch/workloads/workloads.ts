import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { runbookBase } from '../../prometheus/rule-file';
import { automationAlerts } from './automation';
import { controllerAlerts } from './controllers';
import { podAlerts } from './pods';
import { workloadRecordings } from './recordings';

export const watchWorkloads = component({
  name: 'watch-workloads',
  title: 'Workload alerts',
  summary: 'Alerts and dashboards of namespaces, pods and their controllers',
  monitoring: ({ platform }) => ({
    ...watched(
      { name: 'workload-recordings', rules: workloadRecordings },
      { name: 'pods', rules: podAlerts },
      { name: 'controllers', rules: controllerAlerts },
      { name: 'automation', rules: automationAlerts },
    ),
    inhibitions: [
      {
        name: 'a rollout that is stuck says why replicas are missing',
        cause: 'DeploymentRolloutStuck',
        consequences: ['DeploymentReplicasMissing'],
        equal: ['namespace', 'deployment'],
      },
      {
        name: 'a StatefulSet whose rollout is stuck says why replicas are missing',
        cause: 'StatefulSetRolloutStuck',
        consequences: ['StatefulSetReplicasMissing'],
        equal: ['namespace', 'statefulset'],
      },
    ],
    dashboards: async () => (await import('./dashboards')).workloadDashboards(runbookBase(platform.repository)),
  }),
});
