import { watched } from '../../../src/kit/alert';
import { component } from '../../../src/kit/contract';
import { prometheusAlerts } from './alerts';
import { checkPrometheus } from './check';
import { type PrometheusConfig, prometheusConfig } from './config';
import { prometheusIdentities } from './identity';
import { PROMETHEUS, prometheusPods } from './names';
import { runbookBase } from './rule-file';

export const prometheus = component<PrometheusConfig>({
  name: 'prometheus',
  title: 'Prometheus',
  summary: 'Metrics of cluster, nodes and workloads, rules and alerts, in a highly available pair',
  config: { key: 'prometheus', schema: prometheusConfig },
  optional: true,
  needs: ['monitoring', 'alertmanager', 'kube-state-metrics', 'node-exporter'],
  check: checkPrometheus,
  identities: prometheusIdentities,
  monitoring: ({ config, platform, catalog }) => ({
    ...watched(...prometheusAlerts),
    dashboards: async () => [(await import('./dashboard')).prometheusDashboard(runbookBase(platform.repository))],
    datasources: [
      {
        uid: 'prometheus',
        name: 'Prometheus',
        type: 'prometheus',
        url: `http://${PROMETHEUS.service}.${PROMETHEUS.namespace}.svc:${PROMETHEUS.port}`,
        isDefault: true,
        jsonData: {
          httpMethod: 'POST',
          // Shorter steps than the scrape interval would show gaps.
          timeInterval: `${config.scrapeIntervalSeconds}s`,
          prometheusType: 'Prometheus',
          prometheusVersion: catalog.images.prometheus?.tag.replace(/^v/, ''),
          manageAlerts: true,
          alertmanagerUid: 'alertmanager',
        },
        pods: prometheusPods,
        port: PROMETHEUS.port,
      },
    ],
    scrapes: [
      {
        job: 'prometheus',
        namespace: PROMETHEUS.namespace,
        service: PROMETHEUS.service,
        port: 'web',
        sampleLimit: 3000,
        // One more than there are: a server that is replaced may be listed twice for a moment.
        targetLimit: config.replicas + 1,
        podLabels: PROMETHEUS.selector,
        containerPort: PROMETHEUS.port,
      },
    ],
  }),
  k8s: [
    { layer: 'platform', load: async () => (await import('./prometheus.k8s')).build },
    {
      // Of its own, so that a namespace of a later stage that is not there yet keeps nothing of Prometheus waiting.
      directory: 'prometheus-access',
      layer: 'platform',
      load: async () => (await import('./access.k8s')).build,
    },
  ],
  aws: {
    stack: 'observability',
    when: ({ config }) => config.amazonManagedPrometheus.enabled,
    load: async () => (await import('./prometheus.aws')).build,
  },
});
