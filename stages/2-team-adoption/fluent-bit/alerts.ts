import type { Alert } from '../../../src/kit/alert';
import { collectorAlerts } from '../logging/alerts';

const OUTPUT = 'job="fluent-bit",name="store"';
const LOGS_OF = 'kubectl logs -n log-collection -l app.kubernetes.io/name=fluent-bit --prefix';

const series = (metric: string, values: string) => ({
  [`fluentbit_output_${metric}{job="fluent-bit",node="n1",name="store"}`]: values,
});
const retries = (values: string) => series('retries_total', values);
const stored = (values: string) => series('proc_records_total', values);
const dropped = (values: string) => series('dropped_records_total', values);

const [bufferFilling, nodeWithoutCollector] = collectorAlerts({
  name: 'fluent-bit',
  bufferFree: { metric: 'fluentbit_output_chunk_available_capacity_percent', labels: 'name="store"' },
  whenFull: 'When the buffer is full, what has waited longest is dropped to make room for what is new: LogsDropped.',
  complaints: `${LOGS_OF} --tail=50 | grep -E "\\[ *(warn|error)\\]" | tail -20`,
});

/** What goes wrong on the way of a log. */
export const fluentBitAlerts: readonly Alert[] = [
  bufferFilling,
  {
    alert: 'LogsDropped',
    expr: `sum by (node) (increase(fluentbit_output_dropped_records_total{${OUTPUT}}[15m])) > 0`,
    for: '0m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Logs of a node are lost',
    description: 'The collector of {{ $labels.node }} dropped {{ $value | humanize }} records in a quarter of an hour.',
    threshold: 'Nothing is to be dropped: every record counts.',
    page: {
      meaning:
        'The buffer of the node is full and what waited longest was dropped, or a chunk could not be sent at all and was set aside on the node, below `/var/lib/fluent-bit/buffer/rejected`.',
      impact: 'Logs are missing, the oldest that waited first.',
      look: [
        ['Which of the two is it?', `${LOGS_OF} --tail=500 | grep -E "rejected chunk|drop|storage" | tail -20`],
        ['Does the store take records?', 'kubectl get pods -n logging; kubectl get pods -n log-collection -o wide'],
      ],
      end: 'Mend the store; what is still in the buffers arrives by itself. For the next time, raise `logging.collection.bufferGiB`. Chunks that were set aside stay on the node until somebody deletes them.',
    },
    proof: {
      fires: {
        when: 'a thousand were dropped',
        series: dropped('0x10 1000x50'),
        at: '20m',
        labels: { node: 'n1' },
        value: '1k',
      },
      silent: [{ when: 'none are', series: dropped('1000x60'), at: '20m' }],
    },
  },
  {
    alert: 'LogsRefused',
    expr: `sum by (node) (rate(fluentbit_output_retries_total{${OUTPUT}}[15m])) * 60 > 0 and sum by (node) (rate(fluentbit_output_proc_records_total{${OUTPUT}}[15m])) > 0`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'Some logs are refused again and again',
    description:
      '{{ $value | humanize }} writes a minute of {{ $labels.node }} are tried again, while others of it succeed.',
    threshold:
      'A store that is busy or restarts is tried again for minutes; after an hour in which other records passed, these will not pass by themselves.',
    page: {
      meaning:
        'The store takes some records of the node and refuses others: for a field that does not fit, an index that may not be written, or rights that are missing. Nothing is given up: they are tried again until they pass.',
      impact: 'These records cannot be found, and wait in the buffer with those they were read with.',
      look: [
        ['Why are they refused?', `${LOGS_OF} --tail=500 | grep -E "output:opensearch" | tail -20`],
        [
          'Is an index read-only or a role missing?',
          'kubectl get jobs -n logging --sort-by=.status.startTime | tail -5',
        ],
      ],
      end: 'Mend what the answer names: the mapping in the template, the role, the block on the index. The records then pass at the next try, within a minute.',
    },
    proof: {
      fires: {
        when: 'two a minute are tried again while records pass',
        series: { ...retries('0+2x180'), ...stored('0+100x180') },
        at: '120m',
        labels: { node: 'n1' },
        value: '2',
      },
      silent: [
        {
          when: 'none pass, because the store is away',
          series: { ...retries('0+2x180'), ...stored('100x180') },
          at: '120m',
        },
        { when: 'none are tried again', series: { ...retries('5x180'), ...stored('0+100x180') }, at: '120m' },
      ],
    },
  },
  nodeWithoutCollector,
];
