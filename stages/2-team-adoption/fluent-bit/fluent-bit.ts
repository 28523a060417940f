import { watched } from '../../../src/kit/alert';
import { component } from '../../../src/kit/contract';
import { collectorScrape } from '../logging/collector';
import { storeFaults } from '../logging/logging';
import { fluentBitAlerts } from './alerts';
import { patternFaults } from './check';
import { type FluentBitConfig, fluentBitConfig } from './config';
import { METRICS_PORT } from './pipeline';

/** A collector on every node: reads container logs, keeps them on disk until the store has them. */
export const fluentBit = component<FluentBitConfig>({
  name: 'fluent-bit',
  title: 'Fluent Bit',
  summary:
    'Collects the logs of every container from every node, with a buffer on disk, for a quarter of the CPU of Fluentd',
  config: { key: 'fluentBit', schema: fluentBitConfig },
  optional: true,
  needs: ['logging'],
  chosenBy: { path: 'logging.collector', is: 'fluent-bit' },
  check: (context) => [...storeFaults(context), ...patternFaults(context)],
  monitoring: () => ({
    ...watched({ name: 'log-collection', rules: fluentBitAlerts }),
    scrapes: [collectorScrape('fluent-bit', METRICS_PORT, { path: '/api/v2/metrics/prometheus' })],
  }),
  k8s: { layer: 'platform', load: async () => (await import('./fluent-bit.k8s')).buildFluentBit },
});
