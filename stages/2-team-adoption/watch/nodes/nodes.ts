import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { hostAlerts } from './host';
import { nodeRecordings } from './recordings';
import { nodeStateAlerts } from './state';

export const watchNodes = component({
  name: 'watch-nodes',
  title: 'Node alerts',
  summary: 'Alerts and dashboard of nodes, their kubelets, disks, memory and clocks',
  monitoring: () =>
    watched(
      { name: 'node-recordings', rules: nodeRecordings },
      { name: 'nodes', rules: nodeStateAlerts },
      { name: 'hosts', rules: hostAlerts },
    ),
});
