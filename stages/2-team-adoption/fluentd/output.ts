import type { StoreName } from '../logging/choices';
import type { Parameter } from './sections';

/** What Fluentd's plugins for the stores call differently. */
export interface Output {
  /** Key of the image in the catalog that brings the plugins. */
  readonly image: string;
  /** `@type` of the output, and of the metrics it counts by. */
  readonly type: string;
  /** `@type` of the filter that gives records an id. */
  readonly genid: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
}

/**
 * By store. Sources: uken/fluent-plugin-elasticsearch 6.0.0, lib/fluent/plugin/out_elasticsearch.rb; fluent/fluent-plugin-opensearch
 * 1.1.6, lib/fluent/plugin/out_opensearch.rb and filter_opensearch_genid.rb.
 */
export const OUTPUTS: Readonly<Record<StoreName, Output>> = {
  elasticsearch: {
    image: 'fluentd',
    type: 'elasticsearch',
    genid: 'elasticsearch_genid',
    parameters: {
      // A store that is away must not keep the collector from starting and reading.
      verify_es_version_at_startup: false,
      default_elasticsearch_version: 9,
      log_es_400_reason: true,
    },
  },
  opensearch: {
    image: 'fluentd-opensearch',
    type: 'opensearch',
    genid: 'opensearch_genid',
    parameters: { verify_os_version_at_startup: false, default_opensearch_version: 3, log_os_400_reason: true },
  },
};
