import { AUDIT_SEARCH } from './search';

export interface FilebeatProps {
  /** Log group of the control plane. */
  readonly logGroup: string;
  /** Region the log group is in. */
  readonly region: string;
  /** Which events are carried. @default 'notable' */
  readonly events?: 'notable' | 'all';
  /** Address of Elasticsearch, https. */
  readonly elasticsearch: string;
}

export const STATE = '/usr/share/filebeat/data';
export const HTTP_PORT = 5066;
/** Seconds it gets to hand over what is on its way. */
export const SHUTDOWN_SECONDS = 10;

const AUDIT = 'kubernetes.audit';
const USER = `${AUDIT}.user.username`;
const RESOURCE = `${AUDIT}.objectRef.resource`;

type Condition = Readonly<Record<string, unknown>>;

const all = (...conditions: readonly Condition[]): Condition => ({ and: conditions });
const either = (...conditions: readonly Condition[]): Condition => ({ or: conditions });
const no = (condition: Condition): Condition => ({ not: condition });
const is = (field: string, value: string): Condition => ({ equals: { [field]: value } });
const like = (field: string, pattern: string): Condition => ({ regexp: { [field]: pattern } });

/** What was refused is kept, whoever asked. */
const GRANTED: Condition = { range: { [`${AUDIT}.responseStatus.code`]: { lt: 400 } } };
const READING = like(`${AUDIT}.verb`, '^(get|list|watch)$');
/** The control plane and the nodes; not `system:anonymous`. */
const MACHINERY = like(USER, '^(eks:|eks-event-service:|system:(node:|kube-|apiserver$|cloud-controller-manager$))');
const WORKLOAD = like(USER, '^system:serviceaccount:');

/** Most of the log: what the cluster's own parts and the workloads read all day, and their heartbeats. */
const ROUTINE = all(
  GRANTED,
  either(
    all(MACHINERY, READING),
    // Which workload read which secret is what one wants to know afterwards.
    all(WORKLOAD, READING, no(is(RESOURCE, 'secrets'))),
    all(either(MACHINERY, WORKLOAD), is(RESOURCE, 'leases')),
  ),
);

/** Whose request and response bodies are kept: they say who was given what. Nothing that could hold a password is among them. */
const TELLING = either(
  is(`${AUDIT}.objectRef.apiGroup`, 'rbac.authorization.k8s.io'),
  is(`${AUDIT}.objectRef.apiGroup`, 'admissionregistration.k8s.io'),
);

const ANNOTATIONS = ['decision', 'reason'].map((name) => ({
  from: `${AUDIT}.annotations.authorization.k8s.io/${name}`,
  to: `${AUDIT}.annotations.authorization_k8s_io/${name}`,
}));

/** filebeat.yml. Keys and their sources: test/stages/2-team-adoption/audit/filebeat-options.json. */
export function filebeat({ logGroup, region, events = 'notable', elasticsearch }: FilebeatProps) {
  return {
    filebeat: {
      inputs: [
        {
          type: 'aws-cloudwatch',
          log_group_name: logGroup,
          region_name: region,
          log_stream_prefix: 'kube-apiserver-audit-',
          // From where it was confirmed to have arrived; from the beginning of the log group where there is no such mark.
          start_position: 'lastSync',
          scan_frequency: '1m',
          // Events become readable some time after their own time stamp; what comes later than this is never read.
          latency: '3m',
          // FilterLogEvents allows five calls a second in the whole account: half of them are left to others.
          api_sleep: '400ms',
          'publisher_pipeline.disable_host': true,
        },
      ],
      shutdown_timeout: `${SHUTDOWN_SECONDS}s`,
    },
    // Not the input's own: what Filebeat says of itself is added after those.
    processors: processors(events),
    path: { data: STATE },
    http: { enabled: true, host: '0.0.0.0', port: HTTP_PORT },
    // What it did, as figures, goes into its own log.
    logging: { level: 'info', to_stderr: true, metrics: { period: '5m' } },
    // The setup job of Elasticsearch makes both.
    setup: { ilm: { enabled: false }, template: { enabled: false } },
    output: {
      elasticsearch: {
        hosts: [elasticsearch],
        username: '${ELASTICSEARCH_USERNAME}',
        password: '${ELASTICSEARCH_PASSWORD}',
        index: AUDIT_SEARCH.index,
        ssl: { certificate_authorities: ['/ca/ca.crt'], verification_mode: 'full' },
      },
    },
  };
}

function processors(events: 'notable' | 'all') {
  return [
    { decode_json_fields: { fields: ['message'], target: AUDIT, max_depth: 1, add_error_key: true } },
    ...(events === 'notable' ? [{ drop_event: { when: ROUTINE } }] : []),
    {
      drop_fields: {
        when: no(TELLING),
        fields: [`${AUDIT}.requestObject`, `${AUDIT}.responseObject`],
        ignore_missing: true,
      },
    },
    // CloudWatch's own time is cut to the second.
    {
      timestamp: {
        field: `${AUDIT}.requestReceivedTimestamp`,
        layouts: ['2006-01-02T15:04:05.999999Z07:00'],
        test: ['2026-11-21T12:00:00.123456Z'],
        ignore_missing: true,
        ignore_failure: true,
      },
    },
    // As Elastic's rules read them.
    { rename: { fields: ANNOTATIONS, ignore_missing: true, fail_on_error: false } },
    {
      add_fields: {
        target: 'data_stream',
        fields: { type: 'logs', dataset: AUDIT_SEARCH.dataset, namespace: 'default' },
      },
    },
    // What could not be decoded stays as text.
    { drop_fields: { when: { has_fields: [`${AUDIT}.auditID`] }, fields: ['message'] } },
    { drop_fields: { fields: ['agent', 'ecs', 'input', 'log'], ignore_missing: true } },
  ];
}
