import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { systemRunsAsPods } from '../../prometheus/jobs';
import { runbookBase } from '../../prometheus/rule-file';
import { dnsAlerts } from './dns';
import { networkAlerts } from './nodes';
import { podAddressAlerts } from './pod-addresses';

export const watchNetwork = component({
  name: 'watch-network',
  title: 'Network alerts',
  summary: 'Alerts and dashboard of DNS, pod addresses, connections and interfaces',
  monitoring: (context) => ({
    // Of what shows no metrics nothing can be said, and an alert about missing DNS pods would never end in EKS Auto Mode.
    ...watched(
      ...(systemRunsAsPods(context)
        ? [
            { name: 'dns', rules: dnsAlerts },
            { name: 'pod-addresses', rules: podAddressAlerts },
          ]
        : []),
      { name: 'network', rules: networkAlerts },
    ),
    dashboards: async () => [(await import('./dashboard')).networkDashboard(runbookBase(context.platform.repository))],
  }),
});
