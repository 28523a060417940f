import { STORE_PORT } from '../logging/choices';
import { CA, type CollectorTask, CREDENTIALS, excludedFiles, LOG_FILES } from '../logging/collector';

/** A configuration as Fluent Bit's YAML format has it: sections of parameters, each plugin with its `name`. */
export interface FluentBitConfiguration {
  readonly service: Parameters;
  readonly env: readonly Parameters[];
  readonly parsers: readonly Parameters[];
  readonly multiline_parsers: readonly (Parameters & { readonly rules?: readonly Parameters[] })[];
  readonly pipeline: {
    readonly inputs: readonly Parameters[];
    readonly filters: readonly Parameters[];
    readonly outputs: readonly Parameters[];
  };
}

type Parameters = Readonly<Record<string, unknown>>;

/** Where positions and buffers are; a directory of the node, so that they outlive the pod. */
export const STATE = '/var/lib/fluent-bit';
export const METRICS_PORT = 2020;
/** Directory of the configuration and the script. */
export const CONFIG = '/config';
/** Name of the output, which its metrics carry. */
export const STORE = 'store';

/** The whole configuration: read, rejoin, enrich, redact, route, write. */
export function configuration(task: CollectorTask): FluentBitConfiguration {
  return {
    env: ['username', 'password'].map((key) => ({
      name: `STORE_${key.toUpperCase()}`,
      uri: `file://${CREDENTIALS}/${key}`,
    })),
    service: service(),
    parsers: [
      {
        name: 'cri_line',
        format: 'regex',
        regex: '^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>[FP])[^ ]* (?<message>.*)$',
        time_key: 'time',
        time_format: '%Y-%m-%dT%H:%M:%S.%L%z',
        time_keep: false,
        // A line may be empty.
        skip_empty_values: false,
      },
      {
        name: 'pod_of_tag',
        format: 'regex',
        // The filter calls "docker_id" what makes it ask anew for a pod of the same name: here the pod's own id.
        regex: '^(?<namespace_name>[^.]+)\\.(?<pod_name>.+)\\.(?<container_name>[^.]+)\\.(?<docker_id>[^.]+)$',
      },
    ],
    // In this order: to one without a parser Fluent Bit gives the parser of the one before.
    multiline_parsers: [...task.multiline.map(({ start }, index) => entryParser(start, index)), partParser()],
    pipeline: {
      inputs: [tail(task)],
      filters: [
        ...task.multiline.map(({ namespaces }, index) => entries(namespaces, index)),
        kubernetes(),
        { name: 'lua', match: 'kube.*', script: `${CONFIG}/shape.lua`, call: 'shape', time_as_table: true },
      ],
      outputs: [store(task)],
    },
  };
}

function service(): Parameters {
  return {
    // Seconds: a chunk holds what one container wrote in them, and is one request.
    flush: 5,
    // Seconds to hand over what waits; below the pod's 60. What it does not manage stays on disk.
    grace: 45,
    log_level: 'info',
    http_server: true,
    http_listen: '0.0.0.0',
    http_port: METRICS_PORT,
    // A changed configuration is a changed pod; the call that would reload asks nobody for a password.
    hot_reload: false,
    'scheduler.base': 1,
    'scheduler.cap': 60,
    'storage.path': `${STATE}/buffer`,
    'storage.sync': 'normal',
    'storage.metrics': true,
    // In memory as well as on disk, about 2 MB each; what is more waits on disk alone.
    'storage.max_chunks_up': 32,
    // Of what an earlier run left, so much is taken up at once.
    'storage.backlog.mem_limit': '32M',
    'storage.delete_irrecoverable_chunks': true,
    // What cannot be sent at all stays on the node, up to the limit.
    'storage.keep.rejected': true,
    'storage.rejected.path': 'rejected',
    'storage.rejected.limit': '256M',
  };
}

function tail(task: CollectorTask): Parameters {
  return {
    name: 'tail',
    alias: 'containers',
    path: LOG_FILES.join(','),
    exclude_path: excludedFiles(task).join(','),
    // Neither a namespace nor a container nor an id has a dot in it; a pod may.
    tag: 'kube.<namespace_name>.<pod_name>.<container_name>.<pod_uid>',
    tag_regex:
      '/var/log/pods/(?<namespace_name>[^_/]+)_(?<pod_name>[^_/]+)_(?<pod_uid>[^_/]+)/(?<container_name>[^/]+)/[^/]+$',
    db: `${STATE}/positions.db`,
    'db.locking': true,
    // A file that is gone leaves its inode to another one, which is not to be begun in its middle.
    'db.compare_filename': true,
    // A pod that was gone before the collector looked left its log all the same.
    read_from_head: true,
    refresh_interval: 5,
    // Read of one file before the others have their turn; the default of 50 MB takes as much memory.
    static_batch_size: '5M',
    event_batch_size: '5M',
    rotate_wait: 60,
    // A part is 16 KiB; a runtime told to write longer ones finds room up to here, and what is longer still is skipped.
    buffer_chunk_size: '64k',
    buffer_max_size: '2M',
    skip_long_lines: true,
    key: 'message',
    'multiline.parser': 'cri_parts',
    'storage.type': 'filesystem',
  };
}

/** containerd cuts at 16 KiB and marks the parts with P. The parser that is built in gives a line 4 s to end. */
function partParser(): Parameters {
  return {
    name: 'cri_parts',
    type: 'equal',
    parser: 'cri_line',
    key_content: 'message',
    key_group: 'stream',
    key_pattern: 'logtag',
    match_string: 'F',
    flush_timeout: 30_000,
  };
}

/**
 * Entries of several lines, cut by their program. What is neither a first line nor follows one stands alone: a line no rule
 * takes would end the entries of both streams.
 */
function entryParser(start: string, index: number): FluentBitConfiguration['multiline_parsers'][number] {
  const begin = literal(start);
  return {
    name: `entry_${index}`,
    type: 'regex',
    key_content: 'message',
    key_group: 'stream',
    flush_timeout: 5000,
    rules: [
      { state: 'start_state', regex: `/${begin}/`, next_state: 'more' },
      { state: 'start_state', regex: '/^/', next_state: 'alone' },
      { state: 'more', regex: `/^(?!.*(?:${begin}))/`, next_state: 'more' },
      { state: 'alone', regex: '/(?!)/', next_state: 'alone' },
    ],
  };
}

function entries(namespaces: readonly string[], index: number): Parameters {
  return {
    name: 'multiline',
    ...(namespaces.length > 0 ? { match_regex: `^kube\\.(?:${namespaces.join('|')})\\.` } : { match: 'kube.*' }),
    'multiline.key_content': 'message',
    'multiline.parser': `entry_${index}`,
    flush_ms: 5000,
    emitter_name: `entries_${index}`,
    'emitter_storage.type': 'filesystem',
  };
}

function kubernetes(): Parameters {
  return {
    name: 'kubernetes',
    alias: 'pods',
    match: 'kube.*',
    kube_tag_prefix: 'kube.',
    regex_parser: 'pod_of_tag',
    kube_url: 'https://kubernetes.default.svc:443',
    // Whatever a pod's object takes.
    buffer_size: 0,
    cache_use_docker_id: true,
    kube_meta_cache_ttl: '1h',
    // A field for each that a program writes would clash with another program's.
    merge_log: false,
    labels: true,
    annotations: false,
  };
}

function store({ host, bufferGiB }: CollectorTask): Parameters {
  return {
    // For both stores: it speaks to Elasticsearch as well, and `es` cannot name a data stream by a record's field.
    name: 'opensearch',
    alias: STORE,
    match: 'kube.*',
    host,
    port: STORE_PORT,
    tls: true,
    'tls.verify': true,
    'tls.verify_hostname': true,
    'tls.ca_file': CA,
    http_user: '${STORE_USERNAME}',
    http_passwd: '${STORE_PASSWORD}',
    index: '$log_stream',
    suppress_type_name: true,
    // Only appends: a data stream takes nothing else, and neither does the role.
    write_operation: 'create',
    // The same record sent twice is stored once.
    id_key: '$log_id',
    time_key: '@timestamp',
    time_key_nanos: true,
    compress: 'gzip',
    // Answers are read whole, or a refusal could hide in what is not.
    buffer_size: '8M',
    workers: 2,
    // Without one, an answer that never comes is waited for without end.
    'net.io_timeout': '120s',
    // After an outage every chunk wants to go at once.
    'net.max_worker_connections': 32,
    'net.keepalive_idle_timeout': '30s',
    retry_limit: 'no_limits',
    'storage.total_limit_size': String(bufferGiB * 2 ** 30),
  };
}

/** A pattern in which no variable is meant, whatever looks like one. */
function literal(pattern: string): string {
  return pattern.replaceAll('${', '[$]{');
}
