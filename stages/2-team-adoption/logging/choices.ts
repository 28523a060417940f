/** What the stores have in common for those who write to them and read from them. Names cannot change later. */
export interface LogStore {
  readonly title: string;
  /** Component, StatefulSet, `app.kubernetes.io/name` of its pods, and Service that speaks HTTPS on port 9200. */
  readonly name: string;
  /** Secret in the namespace of the collectors with `username` and `password` of a user that may append. */
  readonly writerSecret: string;
}

/** Where logs are kept, by what `logging.store` says. */
export const STORES = {
  elasticsearch: { title: 'Elasticsearch', name: 'elasticsearch', writerSecret: 'elasticsearch-log-writer' },
  opensearch: { title: 'OpenSearch', name: 'opensearch', writerSecret: 'opensearch-log-writer' },
} as const satisfies Record<string, LogStore>;

/** Components that collect, by what `logging.collector` says: DaemonSet and `app.kubernetes.io/name` of the pods. */
export const COLLECTORS = ['fluentd', 'fluent-bit'] as const;

export const STORE_PORT = 9200;

export type StoreName = keyof typeof STORES;
export type CollectorName = (typeof COLLECTORS)[number];
