import type { Alert } from '../../../src/kit/alert';
import type { LoggingConfig } from '../logging/config';
import { streams } from '../logging/logging';
import { archiveAlert, storeAlerts } from '../logging/store/alerts';
import { opensearchNames as names } from './names';

const JOB = `job="${names.exporter}"`;
/** The certificate of the probes reads how the cluster is, and no document. */
const ask = (path: string) =>
  `kubectl exec -n logging ${names.name}-0 -c ${names.name} -- bash -c 'curl -s --cacert config/http/ca.crt --cert config/observer/tls.crt --key config/observer/tls.key "https://localhost:9200/${path}"'`;

/** Days beyond which an index is not merely waiting for the next look of ISM, which comes every few minutes. */
const GRACE_DAYS = 2;
/** A day of writing may pass the size at which a stream starts a new index by this factor; ISM looks every five minutes. */
const TOO_LARGE = 1.5;
const GIB = 1024 ** 3;
/** A primary shard and its replica: of an index all copies together are measured. */
const COPIES = 2;
const INDEX = '.ds-logs-kubernetes-default-000001';

/** What goes wrong with the store. */
export function opensearchAlerts(logs: LoggingConfig, { archived }: { readonly archived: boolean }): Alert[] {
  return [
    ...storeAlerts({ title: 'OpenSearch', names, ask }),
    ...(archived
      ? [
          archiveAlert({
            names,
            impact: 'A lost cluster loses what is not archived, and what is deleted by age meanwhile is nowhere.',
            lastRun: ask('_plugins/_sm/policies/archive/_explain?pretty'),
            verify: ask('_snapshot/archive?pretty'),
            mended: 'The policy tries again the next night.',
          }),
        ]
      : []),
    tooLarge(logs),
    tooOld(logs),
  ];
}

const lookAtPolicies = [
  ['Which step, and why?', ask('_plugins/_ism/explain/.ds-logs-kubernetes-*?pretty')],
  [
    'What did the manager of the indices say?',
    `kubectl logs -n logging -l app.kubernetes.io/name=${names.name} --tail=500 --prefix | grep -i indexmanagement | tail -20`,
  ],
] as const;
const mend =
  'Mend the reason it gives, then have it tried again with the admin certificate or the login `opensearch-platform-login`: `POST _plugins/_ism/retry/<index>`.';

/** A metric for a policy that failed does not exist: what can be seen is that an index grows on. */
function tooLarge({ retention: { rolloverGiB } }: LoggingConfig): Alert {
  const limit = rolloverGiB * TOO_LARGE;
  const size = (gib: number) => ({
    [`elasticsearch_indices_store_size_bytes_total{${JOB},cluster="acme-logs",index="${INDEX}"}`]: `${COPIES * gib * GIB}x120`,
  });
  return {
    alert: 'LogIndexTooLarge',
    expr: `max by (index) (elasticsearch_indices_store_size_bytes_total{${JOB},index=~"[.]ds-logs-kubernetes-.*"}) / ${COPIES} > ${limit * GIB}`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'A stream of logs starts no new index',
    description: '{{ $labels.index }} has {{ $value | humanize1024 }}B in its only primary shard.',
    threshold: `A new index begins at ${rolloverGiB} GiB (logging.retention.rolloverGiB); half as much again for an hour is no delay.`,
    page: {
      meaning: 'The lifecycle of the stream stands still at the step that starts a new index.',
      impact: 'Searches become slow, and nothing of the index can be deleted by age.',
      look: [...lookAtPolicies],
      end: mend,
    },
    proof: {
      fires: {
        when: 'it is twice as large',
        series: size(rolloverGiB * 2),
        at: '80m',
        labels: { index: INDEX },
        value: `${rolloverGiB * 2}Gi`,
      },
      silent: [{ when: 'it is as large as it may be', series: size(rolloverGiB), at: '80m' }],
    },
  };
}

/** The same at the other end: an index that should have been deleted. */
function tooOld(logs: LoggingConfig): Alert {
  const all = streams(logs);
  const ages = new Map<number, string[]>();
  for (const { index, rolloverDays, deleteAfterDays } of all) {
    const days = rolloverDays + deleteAfterDays + GRACE_DAYS;
    ages.set(days, [...(ages.get(days) ?? []), index.replace('*', '.*')]);
  }
  const age = (indices: readonly string[]) =>
    `time() - max by (index) (elasticsearch_indices_settings_creation_timestamp_seconds{${JOB},index=~"[.]ds-(${indices.join('|')})-[0-9]+"})`;
  const own = all.find(({ name }) => name === 'default');
  const days = (own?.rolloverDays ?? 0) + (own?.deleteAfterDays ?? 0) + GRACE_DAYS;
  const made = (at: number) => ({
    [`elasticsearch_indices_settings_creation_timestamp_seconds{${JOB},index="${INDEX}"}`]: `${at}x${days * 24 + 48}`,
  });
  return {
    alert: 'LogIndexTooOld',
    expr: [...ages].map(([limit, indices]) => `${age(indices)} > ${limit * 86_400}`).join(' or '),
    for: '6h',
    severity: 'warning',
    owner: 'platform',
    summary: 'Logs are kept longer than they should be',
    description: '{{ $labels.index }} was begun {{ $value | humanizeDuration }} ago and is still there.',
    threshold: `An index lives as long as it is written to and its stream keeps logs; ${GRACE_DAYS} days more are no delay.`,
    page: {
      meaning: 'The lifecycle of the index stands still before the step that deletes it.',
      impact: 'The volumes fill up, and logs are kept that should be gone.',
      look: [...lookAtPolicies],
      end: mend,
    },
    proof: {
      fires: {
        when: 'it was begun too long ago',
        series: made(0),
        at: `${days * 24 + 24}h`,
        every: '1h',
        labels: { index: INDEX },
        value: `${days + 1}d 0h 0m 0s`,
      },
      silent: [
        { when: 'it was begun two days ago', series: made((days - 1) * 86_400), at: `${days * 24 + 24}h`, every: '1h' },
      ],
    },
  };
}
