import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { runbookBase } from '../../prometheus/rule-file';
import { dnsAlerts } from './dns';
import { networkAlerts } from './nodes';

export const watchNetwork = component({
  name: 'watch-network',
  title: 'Network alerts',
  summary: 'Alerts and dashboard of DNS, pod addresses, connections and interfaces',
  monitoring: ({ platform }) => ({
    ...watched({ name: 'dns', rules: dnsAlerts }, { name: 'network', rules: networkAlerts }),
    dashboards: async () => [(await import('./dashboard')).networkDashboard(runbookBase(platform.repository))],
  }),
});
