import { createHash } from 'node:crypto';
import type { LoggingConfig, LogStream } from '../logging/index';
import type { StoreUser } from '../logging/store/names';
import { logTemplate, REJECTED, rejectedTemplate } from '../logging/store/templates';
import type { DashboardsOidc } from '../opensearch-dashboards/oidc';
import { opensearchNames as names } from './names';
import { authentication, type Role, type RoleMapping, roleMappings, roles, tenants } from './security';

/**
 * One call the setup job makes of OpenSearch; the body is a file of its ConfigMap.
 * - `put`: can be made again as it is;
 * - `patch`: changes single entries, and writes nothing where they are so already;
 * - `ism`, `sm`: a policy, which is only taken with the number of its predecessor; made where it is missing or another.
 */
export interface SetupRequest {
  readonly kind: 'put' | 'patch' | 'ism' | 'sm';
  readonly path: string;
  readonly body: unknown;
  /** Indices that must be told of a changed policy, for `ism`. */
  readonly indices?: string;
}

export interface SetupProps {
  readonly streams: readonly LogStream[];
  readonly retention: LoggingConfig['retention'];
  readonly users: readonly StoreUser[];
  /** Sign-in of people. @default - name and password */
  readonly oidc?: DashboardsOidc;
  /** @default - no archive */
  readonly archive?: { readonly bucket: string; readonly keepDays: number };
}

/** What OpenSearch is told, in order: who may what, archive, life of the indices, their shape. Every call can be made again. */
export function setupRequests(props: SetupProps): SetupRequest[] {
  const { streams, retention, archive } = props;
  return [
    ...securityRequests(props),
    ...(archive ? archiveRequests(archive) : []),
    ...streams.map((stream) => lifecycleRequest(stream, retention)),
    ...streams.map(
      (stream): SetupRequest => ({
        kind: 'put',
        path: `/_index_template/${stream.lifecycle}`,
        body: logTemplate({ pattern: stream.index, anyKeys: 'flat_object' }),
      }),
    ),
    { kind: 'put', path: `/_index_template/${REJECTED}`, body: rejectedTemplate({ anyKeys: 'flat_object' }) },
  ];
}

function securityRequests({ streams, users, oidc }: SetupProps): SetupRequest[] {
  const api = '/_plugins/_security/api';
  const patch = (of: string, entries: Readonly<Record<string, unknown>>): SetupRequest => ({
    kind: 'patch',
    path: `${api}/${of}`,
    body: Object.entries(entries).map(([name, value]) => ({ op: 'add', path: `/${name}`, value })),
  });
  const rolesOfOurs: Record<string, Role> = roles(streams);
  const mappings: Record<string, RoleMapping> = roleMappings(streams, users, oidc);
  return [
    patch('tenants', tenants(streams)),
    patch('roles', rolesOfOurs),
    patch('rolesmapping', mappings),
    patch('securityconfig', { 'config/dynamic/authc': authentication(oidc) }),
  ];
}

function archiveRequests({ bucket, keepDays }: NonNullable<SetupProps['archive']>): SetupRequest[] {
  const { repository } = names;
  return [
    {
      kind: 'put',
      // Not tried at each run: every try leaves deleted versions behind. The first snapshot tries it.
      path: `/_snapshot/${repository}?verify=false`,
      body: { type: 's3', settings: { bucket, base_path: 'opensearch' } },
    },
    {
      kind: 'sm',
      path: `/_plugins/_sm/policies/${repository}`,
      body: described({
        enabled: true,
        // Half past one at night, UTC: after the daily rollover, before people work.
        creation: { schedule: { cron: { expression: '30 1 * * *', timezone: 'UTC' } }, time_limit: '4h' },
        deletion: {
          schedule: { cron: { expression: '30 6 * * *', timezone: 'UTC' } },
          condition: { max_age: `${keepDays}d`, min_count: 7 },
          time_limit: '1h',
        },
        snapshot_config: {
          repository,
          indices: 'logs-kubernetes-*',
          date_format: 'yyyy-MM-dd-HH:mm',
          ignore_unavailable: true,
          include_global_state: false,
        },
      }),
    },
  ];
}

/** Fields: OpenSearch documentation, "ISM policies". Ages count from the rollover, as those of Elasticsearch do. */
function lifecycleRequest(stream: LogStream, retention: SetupProps['retention']): SetupRequest {
  const { index, lifecycle, deleteAfterDays } = stream;
  const warm = retention.warmAfterDays < deleteAfterDays;
  const then = (state: string, days: number) => [{ state_name: state, conditions: { min_rollover_age: `${days}d` } }];
  const toDelete = then('delete', deleteAfterDays);
  const rollover = {
    min_primary_shard_size: `${retention.rolloverGiB}gb`,
    min_index_age: `${stream.rolloverDays}d`,
  };
  return {
    kind: 'ism',
    path: `/_plugins/_ism/policies/${lifecycle}`,
    indices: index.endsWith('*') ? `.ds-${index}` : `.ds-${index}-*`,
    body: {
      policy: described({
        default_state: 'hot',
        states: [
          {
            name: 'hot',
            actions: [{ index_priority: { priority: 100 } }, { rollover }],
            transitions: warm ? then('warm', retention.warmAfterDays) : toDelete,
          },
          ...(warm
            ? [
                {
                  name: 'warm',
                  actions: [
                    { read_only: {} },
                    { force_merge: { max_num_segments: 1 } },
                    { index_priority: { priority: 50 } },
                  ],
                  transitions: toDelete,
                },
              ]
            : []),
          { name: 'delete', actions: [{ delete: {} }], transitions: [] },
        ],
        ism_template: [
          {
            // What the store refused once lives as long as the platform's logs.
            index_patterns: stream.name === 'default' ? [index, REJECTED] : [index],
            priority: 200,
          },
        ],
      }),
    },
  };
}

/** A policy that says in its description what it was made from, so that the job sees whether it is another one. */
function described<T extends object>(policy: T) {
  const digest = createHash('sha256').update(JSON.stringify(policy)).digest('hex').slice(0, 16);
  return { description: `made by ${names.setup} from ${digest}`, ...policy };
}
