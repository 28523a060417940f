import type { Alert } from '../../../src/kit/alert';
import { collectorAlerts } from '../logging/alerts';
import { LOGS } from '../watch/thresholds';

const JOB = 'job="fluentd"';

const refused = (values: string) => ({
  [`fluentd_output_status_emit_records{${JOB},node="n1",plugin_id="rejected",type="elasticsearch"}`]: values,
});

const [bufferFilling, nodeWithoutCollector] = collectorAlerts({
  name: 'fluentd',
  bufferFree: { metric: 'fluentd_output_status_buffer_available_space_ratio', labels: 'plugin_id="store"' },
  whenFull: 'When the buffer is full reading stops, and what the kubelet rotates away after that is lost.',
  complaints:
    'kubectl logs -n log-collection -l app.kubernetes.io/name=fluentd --tail=20 --prefix | grep -v \'"info"\'',
});

/** What goes wrong on the way of a log. */
export const fluentdAlerts: readonly Alert[] = [
  bufferFilling,
  {
    alert: 'LogsRejected',
    expr: `sum by (node) (rate(fluentd_output_status_emit_records{${JOB},plugin_id="rejected"}[10m])) * 60 > ${LOGS.rejectedPerMinute}`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Logs go to the rejected ones',
    description: '{{ $value | humanize }} records a minute of {{ $labels.node }} are refused by the store.',
    threshold:
      'Single records are a program’s oddity; ten a minute for half an hour is a program whose logs nobody finds.',
    page: {
      meaning:
        'The store refuses records for good, most often for a field that does not fit. They are kept as plain text in the stream `logs-kubernetes-rejected`.',
      impact: 'Searches by field miss these records.',
      look: [
        [
          'Why are they refused?',
          'kubectl logs -n log-collection -l app.kubernetes.io/name=fluentd --tail=200 --prefix | grep -E "Rejected by (Elasticsearch|OpenSearch)" | tail -5',
        ],
      ],
      end: 'Mend what the program writes, or give the field a mapping in the index templates of the store.',
    },
    proof: {
      fires: {
        when: 'twenty a minute are refused',
        series: refused('0+20x120'),
        at: '60m',
        labels: { node: 'n1' },
        value: '20',
      },
      silent: [{ when: 'one a minute is refused', series: refused('0+1x120'), at: '60m' }],
    },
  },
  nodeWithoutCollector,
];
