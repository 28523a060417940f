export interface LogTemplateProps {
  /** Name of the data stream, or a pattern of such names. */
  readonly pattern: string;
  /** The store's field type that takes any key without making fields of them. */
  readonly anyKeys: 'flattened' | 'flat_object';
  /** Settings of this store alone. @default - none */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Index template of a data stream of logs; both stores read it. */
export function logTemplate({ pattern, anyKeys, settings = {} }: LogTemplateProps) {
  return {
    index_patterns: [pattern],
    data_stream: {},
    // Elasticsearch's built-in template `logs` has 100.
    priority: 200,
    template: {
      settings: {
        ...settings,
        'index.number_of_shards': 1,
        'index.number_of_replicas': 1,
        'index.codec': 'best_compression',
        // Applications invent fields; past this many a record is refused and goes to the dead letters.
        'index.mapping.total_fields.limit': 1000,
        'index.mapping.ignore_malformed': true,
        // Seconds until a record is found: fewer refreshes than the default, for logs nobody reads that fast.
        'index.refresh_interval': '5s',
        // A node that restarts comes back before its shards are copied elsewhere.
        'index.unassigned.node_left.delayed_timeout': '5m',
      },
      mappings: {
        dynamic_templates: [
          { strings: { match_mapping_type: 'string', mapping: { type: 'keyword', ignore_above: 1024 } } },
        ],
        properties: {
          // Nanoseconds, so that lines of one millisecond stay in order.
          '@timestamp': { type: 'date_nanos' },
          message: { type: 'text' },
          stream: { type: 'keyword' },
          // What Fluent Bit takes the stream and the id of a record from; nobody searches by them.
          log_stream: { type: 'keyword', index: false, doc_values: false },
          log_id: { type: 'keyword', index: false, doc_values: false },
          kubernetes: {
            properties: {
              namespace_name: { type: 'keyword' },
              pod_name: { type: 'keyword' },
              container_name: { type: 'keyword' },
              host: { type: 'keyword' },
              // Label names are the teams': as fields they would clash and multiply.
              labels: { type: anyKeys },
            },
          },
        },
      },
    },
  };
}

/** Data stream of what the store refused once. */
export const REJECTED = 'logs-kubernetes-rejected';

/** Its template: text only, so that it is never refused again. */
export function rejectedTemplate(props: Omit<LogTemplateProps, 'pattern'>) {
  const { template, ...rest } = logTemplate({ ...props, pattern: REJECTED });
  return {
    ...rest,
    template: {
      ...template,
      mappings: { dynamic: false, properties: { '@timestamp': { type: 'date_nanos' }, message: { type: 'text' } } },
    },
  };
}
