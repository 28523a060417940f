import { watched } from '../../../src/kit/alert';
import { component } from '../../../src/kit/contract';
import { collectorScrape } from '../logging/collector';
import { storeFaults } from '../logging/logging';
import { fluentdAlerts } from './alerts';
import { type FluentdConfig, fluentdConfig } from './config';
import { METRICS_PORT } from './pipeline';

/** A collector on every node: reads container logs, keeps them on disk until the store has them. */
export const fluentd = component<FluentdConfig>({
  name: 'fluentd',
  title: 'Fluentd',
  summary: 'Collects the logs of every container from every node, with a buffer on disk',
  config: { key: 'fluentd', schema: fluentdConfig },
  optional: true,
  needs: ['logging'],
  chosenBy: { path: 'logging.collector', is: 'fluentd' },
  check: storeFaults,
  monitoring: () => ({
    ...watched({ name: 'log-collection', rules: fluentdAlerts }),
    scrapes: [collectorScrape('fluentd', METRICS_PORT)],
  }),
  k8s: { layer: 'platform', load: async () => (await import('./fluentd.k8s')).buildFluentd },
});
