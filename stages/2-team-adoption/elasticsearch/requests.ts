import type { LoggingConfig, LogStream } from '../logging/index';

import { logTemplate, REJECTED, rejectedTemplate } from '../logging/store/templates';
import { auditMappings, auditRoles } from './audit-stream';
import { elasticsearchNames } from './names';

/** One call the setup job makes of Elasticsearch; the body is a file of its ConfigMap. */
export interface SetupRequest {
  /** Path of a PUT. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SetupProps {
  readonly streams: readonly LogStream[];
  readonly retention: LoggingConfig['retention'];
  /** @default - no archive */
  readonly archive?: { readonly bucket: string; readonly keepDays: number };
  /** Stream of the API audit log. @default - it is not kept here */
  readonly audit?: LogStream;
}

/** What Elasticsearch is told, in order: archive, life of the indices, their shape, roles. Every call can be made again. */
export function setupRequests({ streams, retention, archive, audit }: SetupProps): SetupRequest[] {
  const kept = audit ? [...streams, audit] : streams;
  return [
    ...(archive ? archiveRequests(archive, audit) : []),
    ...kept.map((stream) => ({
      path: `/_ilm/policy/${stream.lifecycle}`,
      body: lifecyclePolicy(stream, retention, archive !== undefined),
    })),
    ...streams.map((stream) => ({
      path: `/_index_template/${stream.lifecycle}`,
      body: template(stream),
    })),
    { path: `/_index_template/${REJECTED}`, body: rejected(streams) },
    ...(audit
      ? [{ path: `/_index_template/${audit.lifecycle}`, body: auditTemplate(audit) }, ...auditRoles(readerRole)]
      : []),
    { path: '/_security/role/log_writer', body: writerRole() },
    { path: '/_security/role/metrics_reader', body: metricsRole() },
    { path: '/_security/role/logs_reader', body: readerRole('logs-kubernetes-*', '*') },
    ...streams
      .filter(({ namespaces }) => namespaces.length > 0)
      .map(({ name, index }) => ({
        path: `/_security/role/logs_reader_${name}`,
        body: readerRole(index, `space:${name}`),
      })),
  ];
}

function archiveRequests({ bucket, keepDays }: NonNullable<SetupProps['archive']>, audit?: LogStream): SetupRequest[] {
  const { repository } = elasticsearchNames;
  return [
    {
      // Not tried at each run: every try leaves deleted versions behind. The first snapshot tries it.
      path: `/_snapshot/${repository}?verify=false`,
      // Nothing about encryption: `server_side_encryption` asks for AES256 and would overrule the bucket's own key.
      body: { type: 's3', settings: { bucket, base_path: 'elasticsearch' } },
    },
    {
      path: `/_slm/policy/${repository}`,
      body: {
        // Half past one at night, UTC: after the daily rollover, before people work.
        schedule: '0 30 1 * * ?',
        name: '<logs-{now/d}>',
        repository,
        config: { indices: ['logs-kubernetes-*', ...(audit ? [audit.index] : [])], include_global_state: false },
        retention: { expire_after: `${keepDays}d`, min_count: 7 },
      },
    },
  ];
}

function lifecyclePolicy(
  { rolloverDays, deleteAfterDays }: LogStream,
  retention: SetupProps['retention'],
  archived: boolean,
) {
  return {
    policy: {
      phases: {
        hot: {
          actions: {
            rollover: { max_primary_shard_size: `${retention.rolloverGiB}gb`, max_age: `${rolloverDays}d` },
            set_priority: { priority: 100 },
          },
        },
        ...(retention.warmAfterDays < deleteAfterDays
          ? {
              warm: {
                min_age: `${retention.warmAfterDays}d`,
                actions: { readonly: {}, forcemerge: { max_num_segments: 1 }, set_priority: { priority: 50 } },
              },
            }
          : {}),
        delete: {
          min_age: `${deleteAfterDays}d`,
          // Nothing is deleted here before a snapshot holds it.
          actions: {
            ...(archived ? { wait_for_snapshot: { policy: elasticsearchNames.repository } } : {}),
            delete: {},
          },
        },
      },
    },
  };
}

function template({ index, lifecycle }: LogStream) {
  return logTemplate({ pattern: index, anyKeys: 'flattened', settings: settings(lifecycle) });
}

/** What the store refused once is kept as long as the platform's logs. */
function rejected(streams: readonly LogStream[]) {
  const lifecycle = streams.find(({ name }) => name === 'default')?.lifecycle;
  return rejectedTemplate({ anyKeys: 'flattened', settings: settings(lifecycle) });
}

function settings(lifecycle?: string) {
  return {
    'index.lifecycle.name': lifecycle,
    // What Elasticsearch chooses itself for names like `logs-*-*` since 9.0: sorted and stored more densely. Named, so that
    // every cluster and test has it.
    'index.mode': 'logsdb',
  };
}

/** Above Elastic's own template for a stream of that name, should somebody install its integration. */
function auditTemplate(stream: LogStream) {
  const log = template(stream);
  return { ...log, priority: 300, template: { ...log.template, mappings: auditMappings } };
}

/** Appends, and nothing else: cannot read, change or delete a record, nor touch templates. */
function writerRole() {
  return {
    cluster: ['monitor'],
    indices: [{ names: ['logs-kubernetes-*'], privileges: ['auto_configure', 'create_doc'] }],
  };
}

/** What the exporter reads: health, indices, lifecycle and snapshots, no document. */
function metricsRole() {
  return {
    cluster: ['monitor', 'monitor_snapshot', 'read_ilm'],
    indices: [{ names: ['*'], privileges: ['monitor', 'view_index_metadata'], allow_restricted_indices: true }],
  };
}

/** People who read logs, in Kibana and only in their space. */
function readerRole(indices: string, resource: string) {
  return {
    indices: [{ names: [indices], privileges: ['read', 'view_index_metadata'] }],
    applications: [
      {
        application: 'kibana-.kibana',
        // Kibana 9, oss_features.ts: the names without `_v2` are deprecated, and saved queries have one of their own.
        privileges: ['feature_discover_v2.all', 'feature_dashboard_v2.all', 'feature_savedQueryManagement.all'],
        resources: [resource],
      },
    ],
  };
}
