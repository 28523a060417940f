import { watched } from '../../../src/kit/alert';
import { component } from '../../../src/kit/contract';
import { runbookBase } from '../prometheus/rule-file';
import { alertmanagerAlerts } from './alerts';
import { checkAlertmanager } from './check';
import { type AlertmanagerConfig, alertmanagerConfig } from './config';
import { ALERTMANAGER } from './names';

export const alertmanager = component<AlertmanagerConfig>({
  name: 'alertmanager',
  title: 'Alertmanager',
  summary: 'Routes alerts by severity and team, groups, inhibits and mutes them',
  config: { key: 'alertmanager', schema: alertmanagerConfig },
  optional: true,
  needs: ['monitoring'],
  check: checkAlertmanager,
  monitoring: ({ config, platform }) => ({
    ...watched(...alertmanagerAlerts),
    dashboards: async () => [(await import('./dashboard')).alertmanagerDashboard(runbookBase(platform.repository))],
    datasources: [
      {
        uid: 'alertmanager',
        name: 'Alertmanager',
        type: 'alertmanager',
        url: `http://${ALERTMANAGER.service}.${ALERTMANAGER.namespace}.svc:${ALERTMANAGER.port}`,
        jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
        pods: { namespace: ALERTMANAGER.namespace, podLabels: ALERTMANAGER.selector },
        port: ALERTMANAGER.port,
      },
    ],
    scrapes: [
      {
        job: 'alertmanager',
        namespace: ALERTMANAGER.namespace,
        service: ALERTMANAGER.members,
        port: ALERTMANAGER.portName,
        sampleLimit: 2000,
        targetLimit: config.replicas + 1,
        podLabels: ALERTMANAGER.selector,
        containerPort: ALERTMANAGER.port,
      },
    ],
  }),
  k8s: { layer: 'platform', load: async () => (await import('./alertmanager.k8s')).build },
});
