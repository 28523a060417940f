import type { ScrapeTarget } from '../../../../src/kit/monitoring';
import { LOGGING_NAMESPACE } from '../logging';
import type { StoreNames } from './names';

export const EXPORTER_PORT = 9114;

/**
 * What the exporter says of every index by itself and nobody here looks at: some eighty series an index, which with a few dozen
 * streams would be more than the whole scrape may have, and then there would be none. Few stay: documents, size, step of its life, when it was begun.
 * Names: elasticsearch_exporter 1.11.0, collector/indices.go.
 */
const OF_EACH_INDEX =
  'elasticsearch_index_stats_.+|elasticsearch_indices_(?:aliases|completion_bytes_.+|deleted_docs_.+|docs_total|segment_.+|settings_(?:replicas|shards|total_fields)|shards_.+|store_size_bytes_primary)';

/** How Prometheus reads a store's exporter. */
export function exporterScrape({ exporter }: StoreNames): ScrapeTarget {
  return {
    job: exporter,
    namespace: LOGGING_NAMESPACE,
    service: exporter,
    port: 'metrics',
    // Each scrape asks the whole cluster.
    intervalSeconds: 60,
    metricRelabelings: [{ source_labels: ['__name__'], regex: OF_EACH_INDEX, action: 'drop' }],
    sampleLimit: 20_000,
    targetLimit: 2,
    podLabels: { 'app.kubernetes.io/name': exporter, 'app.kubernetes.io/instance': exporter },
    containerPort: EXPORTER_PORT,
  };
}
