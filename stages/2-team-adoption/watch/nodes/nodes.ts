import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { runbookBase } from '../../prometheus/rule-file';
import { nodeHealthAlerts } from './health';
import { hostAlerts } from './host';
import { nodeRecordings } from './recordings';
import { nodeStateAlerts } from './state';

export const watchNodes = component({
  name: 'watch-nodes',
  title: 'Node alerts',
  summary: 'Alerts and dashboard of nodes, their kubelets, disks, memory and clocks',
  monitoring: ({ platform }) => ({
    ...watched(
      { name: 'node-recordings', rules: nodeRecordings },
      { name: 'nodes', rules: nodeStateAlerts },
      { name: 'node-health', rules: nodeHealthAlerts },
      { name: 'hosts', rules: hostAlerts },
    ),
    inhibitions: [
      {
        name: 'a node that is not ready says nothing else',
        cause: 'NodeNotReady',
        consequences: ['KubeletUnreachable', 'NodeFlaps', 'NodeUnderPressure'],
        equal: ['node'],
      },
      {
        // Every DaemonSet lacks a pod then, and each would say so.
        name: 'a node that is not ready explains pods that are missing on every node',
        cause: 'NodeNotReady',
        consequences: ['DaemonSetPodsMissing'],
        equal: [],
      },
      {
        name: 'a disk that is nearly full is no longer a forecast',
        cause: 'NodeDiskNearlyFull',
        consequences: ['NodeDiskFillsUp'],
        equal: ['instance', 'mountpoint'],
      },
      {
        name: 'many nodes that are not ready are one event',
        cause: 'ManyNodesNotReady',
        consequences: [
          'NodeNotReady',
          'KubeletUnreachable',
          'TargetsDown',
          'PodNotReady',
          'DaemonSetPodsMissing',
          'DeploymentReplicasMissing',
          'StatefulSetReplicasMissing',
        ],
        equal: [],
      },
    ],
    dashboards: async () => [(await import('./dashboard')).nodesDashboard(runbookBase(platform.repository))],
  }),
});
