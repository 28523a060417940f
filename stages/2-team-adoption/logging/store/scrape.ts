import type { ScrapeTarget } from '../../../../src/kit/monitoring';
import { LOGGING_NAMESPACE } from '../logging';
import type { StoreNames } from './names';

export const EXPORTER_PORT = 9114;

/** How Prometheus reads a store's exporter. */
export function exporterScrape({ exporter }: StoreNames): ScrapeTarget {
  return {
    job: exporter,
    namespace: LOGGING_NAMESPACE,
    service: exporter,
    port: 'metrics',
    // Each scrape asks the whole cluster.
    intervalSeconds: 60,
    sampleLimit: 20_000,
    targetLimit: 2,
    podLabels: { 'app.kubernetes.io/name': exporter, 'app.kubernetes.io/instance': exporter },
    containerPort: EXPORTER_PORT,
  };
}
