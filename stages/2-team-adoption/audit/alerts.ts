import type { Alert } from '../../../src/kit/alert';
import { elasticsearchNames } from '../elasticsearch/names';
import { LOGGING_NAMESPACE } from '../logging/logging';
import { AUDIT_SEARCH } from './search';

const JOB = `job="${elasticsearchNames.exporter}"`;
/** The indices behind the data stream. */
const INDICES = `${JOB},index=~"[.]ds-${AUDIT_SEARCH.index.replaceAll('.', '[.]')}-.*"`;
const documents = (generation: string) =>
  `elasticsearch_indices_docs_primary{${JOB},index=".ds-${AUDIT_SEARCH.index}-${generation}"}`;
const up = { [`up{${JOB}}`]: '1x120' };
const kubectl = `kubectl -n ${LOGGING_NAMESPACE}`;

/**
 * Filebeat offers no metrics Prometheus reads, so what arrives is counted where it arrives. Each index by itself: one that is deleted
 * must not look like events that went away.
 */
export const auditAlerts: readonly Alert[] = [
  {
    alert: 'AuditLogStale',
    expr: `(sum(clamp_min(delta(elasticsearch_indices_docs_primary{${INDICES}}[30m]), 0)) == 0 or absent(elasticsearch_indices_docs_primary{${INDICES}})) and on() (max(up{${JOB}}) == 1)`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The audit log no longer reaches Elasticsearch',
    description: 'No event of the API audit log was stored for an hour.',
    threshold:
      'The kubelets and controllers of an idle cluster write many events a minute; thirty minutes without one, for thirty minutes, are beyond any restart of the pod or of a node.',
    page: {
      meaning: `The pod \`${AUDIT_SEARCH.shipper}\` reads the log from CloudWatch and writes it to Elasticsearch. One of the three does not do its part.`,
      impact:
        'Kibana does not show what happened since. CloudWatch has it, and the alarms of `runbooks/audit-alarms.md` are raised there as before. The pod goes on from where it was, but a minute that AWS refused to hand over for good (no permission, no credentials) is left out in Elasticsearch.',
      look: [
        ['Does it run, and what does it say?', `${kubectl} logs deployment/${AUDIT_SEARCH.shipper} --tail=50`],
        [
          'Which errors, of AWS (`FilterLogEvents`) or of Elasticsearch (`Failed to connect`, `401`)?',
          `${kubectl} logs deployment/${AUDIT_SEARCH.shipper} --since=2h | grep '"log.level":"error"'`,
        ],
        [
          'Has its service account a role, and does the pod have credentials?',
          `aws eks list-pod-identity-associations --cluster-name "$CLUSTER" --namespace ${LOGGING_NAMESPACE} --service-account ${AUDIT_SEARCH.shipper}`,
        ],
        [
          'Does the log still arrive in CloudWatch?',
          'aws logs describe-log-streams --log-group-name "/aws/eks/$CLUSTER/cluster" --log-stream-name-prefix kube-apiserver-audit- --query "logStreams[].lastEventTimestamp"',
        ],
      ],
      end: `Mend what the log names and watch the count grow. To fill a gap, take the pod away (\`${kubectl} scale deployment/${AUDIT_SEARCH.shipper} --replicas=0\`), then its mark (\`${kubectl} delete pvc/${AUDIT_SEARCH.shipper}\`), and apply again: it then reads the whole log group once more, and what the current index holds already is not stored twice.`,
    },
    proof: {
      fires: { when: 'nothing is added', series: { [documents('000002')]: '5000x120', ...up }, at: '70m' },
      silent: [
        { when: 'events arrive', series: { [documents('000002')]: '5000+10x120', ...up }, at: '70m' },
        {
          when: 'an old index is deleted while events arrive',
          series: {
            [documents('000001')]: '900000x40 _x80',
            [documents('000002')]: '5000+10x120',
            ...up,
          },
          at: '70m',
        },
        {
          when: 'the exporter is down, which has an alert of its own',
          series: { [`up{${JOB}}`]: '0x120' },
          at: '70m',
        },
      ],
    },
  },
];
