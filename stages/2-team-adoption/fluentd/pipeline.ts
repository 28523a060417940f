import type { CollectionConfig } from '../logging/collection';
import { CA, type CollectorTask, CREDENTIALS, excludedFiles, LOG_FILES } from '../logging/collector';
import { type LogStream, routes } from '../logging/logging';
import { redactions } from '../logging/redactions';
import { OUTPUTS } from './output';
import { regexp, type Section } from './sections';

/** Where positions and buffers are; a directory of the node, so that they outlive the pod. */
export const STATE = '/var/lib/fluentd';
export const METRICS_PORT = 24231;

/** The whole configuration: read, rejoin, enrich, redact, route, write; what the store refuses is kept apart. */
export function pipeline(props: CollectorTask): Section[] {
  return [
    {
      name: 'system',
      parameters: { log_level: 'info', root_dir: STATE },
      sections: [{ name: 'log', parameters: { format: 'json' } }],
    },
    ...metrics(),
    source(props),
    {
      name: 'label',
      argument: '@LOGS',
      sections: [
        ...rejoin(props),
        { name: 'match', argument: '**', parameters: { '@type': 'relabel', '@label': '@JOINED' } },
      ],
    },
    {
      name: 'label',
      argument: '@JOINED',
      why: 'What is joined, and what nobody waits for any longer.',
      sections: [...process(props), write(props, 'store')],
    },
    {
      name: 'label',
      argument: '@ERROR',
      why: 'What the store refuses for good: kept as plain text, in a stream of its own, where it can be found and cannot be refused again.',
      sections: [...rejected(), write(props, 'rejected')],
    },
  ];
}

function metrics(): Section[] {
  return [
    {
      name: 'source',
      parameters: {
        '@type': 'prometheus',
        '@id': 'metrics',
        bind: '0.0.0.0',
        port: METRICS_PORT,
        metrics_path: '/metrics',
      },
    },
    { name: 'source', parameters: { '@type': 'prometheus_output_monitor', '@id': 'output_metrics', interval: 10 } },
    { name: 'source', parameters: { '@type': 'prometheus_tail_monitor', '@id': 'tail_metrics', interval: 10 } },
  ];
}

/** The plugin's own pattern, which knows no rotated file. */
const POD_OF_TAG =
  '(var\\.log\\.pods)\\.(?<namespace>[^_]+)_(?<pod_name>[^_]+)_(?<pod_uuid>[a-z0-9-]+)\\.(?<container_name>.+)\\.\\d+\\.log(\\.\\d{8}-\\d{6})?$';

function source(task: CollectorTask): Section {
  return {
    name: 'source',
    parameters: {
      '@type': 'tail',
      '@id': 'containers',
      '@label': '@LOGS',
      path: { raw: LOG_FILES.join(',') },
      exclude_path: { raw: JSON.stringify(excludedFiles(task)) },
      pos_file: `${STATE}/containers.pos`,
      pos_file_compaction_interval: '1h',
      tag: 'kubernetes.*',
      // A pod that was gone before the collector looked left its log all the same.
      read_from_head: true,
      // The kubelet rotates by renaming: a file is known by its inode, whatever its name is by then.
      follow_inodes: true,
      rotate_wait: '60s',
      refresh_interval: '10s',
      read_lines_limit: 1000,
    },
    sections: [
      {
        name: 'parse',
        parameters: {
          // Not the cri parser: with it the record got the time of reading.
          '@type': 'regexp',
          expression: { raw: '/^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>[FP])[^ ]* (?<message>.*)$/' },
          time_key: 'time',
          time_format: { raw: '%Y-%m-%dT%H:%M:%S.%N%:z' },
        },
      },
    ],
  };
}

/** containerd cuts at 16 KiB and marks the parts with P; entries of several lines are cut by their program. */
function rejoin({ multiline }: CollectorTask): Section[] {
  return [
    {
      name: 'filter',
      argument: 'kubernetes.**',
      why: 'Parts of one long line, joined with nothing between them.',
      parameters: {
        '@type': 'concat',
        '@id': 'partial_lines',
        key: 'message',
        use_partial_cri_logtag: true,
        partial_cri_logtag_key: 'logtag',
        // Parts of the two streams stand between each other in one file.
        stream_identity_key: 'stream',
        // All the plugin does with this field is to take it out of the record: fluent-plugin-concat 2.5.0 to 2.6.2, filter_concat.rb.
        partial_cri_stream_key: 'no_field',
        keep_partial_key: true,
        separator: { raw: '""' },
        use_first_timestamp: true,
        // A writer that died in the middle of a line still gets what it wrote stored.
        flush_interval: '30s',
        timeout_label: '@JOINED',
      },
    },
    ...multiline.map(
      ({ namespaces, start }, index): Section => ({
        name: 'filter',
        argument:
          namespaces.length > 0
            ? namespaces.map((namespace) => `kubernetes.var.log.pods.${namespace}_**`).join(' ')
            : 'kubernetes.**',
        parameters: {
          '@type': 'concat',
          '@id': `multiline_${index}`,
          key: 'message',
          stream_identity_key: 'stream',
          multiline_start_regexp: regexp(start),
          use_first_timestamp: true,
          flush_interval: '5s',
          timeout_label: '@JOINED',
        },
      }),
    ),
  ];
}

/** Everything behind joining; what a joiner gives up waiting for enters here as well. */
function process(props: CollectorTask): Section[] {
  return [
    {
      name: 'filter',
      argument: 'kubernetes.**',
      parameters: {
        '@type': 'kubernetes_metadata',
        '@id': 'pods',
        // Namespaces and the API server's address say nothing the record lacks, and would need more rights.
        skip_namespace_metadata: true,
        skip_namespace_labels: true,
        skip_master_url: true,
        lookup_from_k8s_field: false,
        tag_to_kubernetes_name_regexp: { raw: POD_OF_TAG },
        cache_ttl: 3600,
        stats_interval: 0,
      },
    },
    {
      name: 'filter',
      argument: 'kubernetes.**',
      why: 'Bytes that are no text become U+FFFD, secrets are cut out, and the stream is chosen.',
      parameters: { '@type': 'record_modifier', '@id': 'shape', remove_keys: 'logtag,docker' },
      sections: [
        {
          name: 'record',
          parameters: {
            message: { raw: '${record["message"].dup.force_encoding("UTF-8").scrub}' },
            _index: { raw: streamExpression(props.streams) },
          },
        },
        ...props.redact.map(toReplacement),
      ],
    },
    {
      name: 'filter',
      argument: 'kubernetes.**',
      why: 'The same record sent twice is stored once.',
      parameters: {
        '@type': OUTPUTS[props.store].genid,
        '@id': 'ids',
        hash_id_key: '_id_of_record',
        use_record_as_seed: false,
      },
    },
  ];
}

/**
 * Ruby that names the stream of a record. Only what is the name of a namespace may become part of one: the plugin has no
 * namespace for a file it does not know, and a name of its own (`.orphaned`) where it looks namespaces up and finds none.
 */
function streamExpression(streams: readonly LogStream[]): string {
  const { byNamespace, prefix, otherwise } = routes(streams);
  const pairs = Object.entries(byNamespace).map(([namespace, index]) => `"${namespace}"=>"${index}"`);
  const fetch = `{${pairs.join(',')}}.fetch(record.dig("kubernetes", "namespace_name")`;
  if (!prefix) return `\${${fetch}, "${otherwise}")}`;
  return `\${${fetch}) { |name| name.to_s.match?(/\\A[a-z0-9][a-z0-9-]{0,62}\\z/) ? "${prefix}" + name : "${otherwise}" }}`;
}

function toReplacement(redaction: CollectionConfig['redact'][number]): Section {
  const { pattern, by } =
    typeof redaction === 'string' ? { pattern: redactions[redaction] ?? '', by: `[${redaction}]` } : redaction;
  return { name: 'replace', parameters: { key: 'message', expression: regexp(pattern), replace: by } };
}

/** To plain text and a stream of its own. */
function rejected(): Section[] {
  return [
    {
      name: 'filter',
      argument: '**',
      parameters: { '@type': 'record_modifier', '@id': 'as_text', whitelist_keys: 'message,_index,_id_of_record' },
      sections: [
        {
          name: 'record',
          parameters: {
            message: { raw: '${record.inspect.dup.force_encoding("UTF-8").scrub[0, 32000]}' },
            _index: 'logs-kubernetes-rejected',
            _id_of_record: { raw: '${record["_id_of_record"] || SecureRandom.uuid}' },
          },
        },
      ],
    },
  ];
}

function write({ host, bufferGiB, streams, store }: CollectorTask, id: 'store' | 'rejected'): Section {
  const { type, parameters } = OUTPUTS[store];
  return {
    name: 'match',
    argument: '**',
    parameters: {
      '@type': type,
      '@id': id,
      host,
      port: 9200,
      scheme: 'https',
      ca_file: CA,
      ssl_version: 'TLSv1_2',
      user: { raw: `"#{File.read('${CREDENTIALS}/username')}"` },
      password: { raw: `"#{File.read('${CREDENTIALS}/password')}"` },
      target_index_key: '_index',
      index_name: routes(streams).otherwise,
      include_timestamp: true,
      // Only appends: a data stream takes nothing else, and neither does the role.
      write_operation: 'create',
      id_key: '_id_of_record',
      remove_keys: '_id_of_record',
      suppress_type_name: true,
      ...parameters,
      // The plugin gives up chunks the store is too busy for unless it is told not to.
      unrecoverable_error_types: { raw: '["out_of_memory_error"]' },
      reconnect_on_error: true,
      reload_on_failure: false,
      reload_connections: false,
      request_timeout: '60s',
      compression_level: 'best_speed',
    },
    sections: [
      {
        name: 'buffer',
        // One chunk a data stream, not one a container: fewer and larger bulk requests.
        argument: '_index',
        parameters: {
          '@type': 'file',
          path: `${STATE}/buffer/${id}`,
          // Elastic advises bulk requests of 5 to 15 MB.
          chunk_limit_size: '8m',
          total_limit_size: id === 'store' ? `${bufferGiB}g` : '256m',
          // Reading stops; the kubelet keeps what is not read until it rotates it away.
          overflow_action: id === 'store' ? 'block' : 'drop_oldest_chunk',
          flush_mode: 'interval',
          flush_interval: '5s',
          flush_thread_count: 2,
          flush_at_shutdown: true,
          retry_type: 'exponential_backoff',
          retry_wait: '1s',
          retry_max_interval: '60s',
          retry_forever: true,
        },
      },
    ],
  };
}
