import { watched } from '../../../src/kit/alert';
import { component } from '../../../src/kit/contract';
import { grafanaAlerts } from './alerts';
import { checkGrafana, replicasOf } from './check';
import { type GrafanaConfig, grafanaConfig } from './config';
import { GRAFANA, grafanaPods } from './names';

/** Grafana: dashboards of every component, from files. */
export const grafana = component<GrafanaConfig>({
  name: 'grafana',
  title: 'Grafana',
  summary: 'Dashboards of every component, provisioned from this bundle, with single sign-on as an option',
  config: { key: 'grafana', schema: grafanaConfig },
  optional: true,
  needs: ['monitoring', 'prometheus', 'alertmanager'],
  check: checkGrafana,
  monitoring: ({ config }) => ({
    ...watched(...grafanaAlerts),
    scrapes: [
      {
        job: 'grafana',
        namespace: GRAFANA.namespace,
        service: GRAFANA.service,
        port: GRAFANA.portName,
        sampleLimit: 5000,
        // One more than there are: a pod that is replaced is listed twice for a moment.
        targetLimit: replicasOf(config) + 1,
        podLabels: GRAFANA.selector,
        containerPort: GRAFANA.port,
      },
    ],
    queries: [grafanaPods],
    alerts: [grafanaPods],
  }),
  k8s: { layer: 'platform', load: async () => (await import('./grafana.k8s')).build },
});
