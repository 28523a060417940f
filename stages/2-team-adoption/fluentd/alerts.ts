import type { Alert } from '../../../src/kit/alert';
import { LOGS } from '../watch/thresholds';

const JOB = 'job="fluentd"';
const COLLECTOR =
  'kube_pod_info{job="kube-state-metrics",namespace="log-collection",created_by_kind="DaemonSet",created_by_name="fluentd"}';

const room = (values: string) => ({
  [`fluentd_output_status_buffer_available_space_ratio{${JOB},node="n1",plugin_id="store",type="elasticsearch"}`]:
    values,
});
const refused = (values: string) => ({
  [`fluentd_output_status_emit_records{${JOB},node="n1",plugin_id="rejected",type="elasticsearch"}`]: values,
});
const node = (name: string) => ({ [`kube_node_info{job="kube-state-metrics",node="${name}"}`]: '1x60' });
const collector = (name: string) => ({
  [`kube_pod_info{job="kube-state-metrics",namespace="log-collection",created_by_kind="DaemonSet",created_by_name="fluentd",node="${name}",pod="fluentd-${name}"}`]:
    '1x60',
});

/** What goes wrong on the way of a log. */
export const fluentdAlerts: readonly Alert[] = [
  {
    alert: 'LogBufferFilling',
    expr: `min by (node) (fluentd_output_status_buffer_available_space_ratio{${JOB},plugin_id="store"}) < ${LOGS.bufferFreePercent}`,
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Logs pile up on a node',
    description: 'The collector of {{ $labels.node }} has {{ $value | humanize }} % of its buffer left.',
    threshold: 'Used to 60 %: at a rate that filled it this far, there is as much time again to act as it took.',
    page: {
      meaning:
        'The node’s collector reads faster than the store takes: the store is away, slow or refusing, or the node writes much.',
      impact: 'None yet. When the buffer is full reading stops, and what the kubelet rotates away after that is lost.',
      look: [
        ['Is it one node or all?', 'kubectl get pods -n log-collection -o wide; kubectl get pods -n logging'],
        [
          'What does the collector say?',
          'kubectl logs -n log-collection -l app.kubernetes.io/name=fluentd --tail=20 --prefix | grep -v \'"info"\'',
        ],
        ['Which pod writes so much?', 'kubectl get --raw /api/v1/nodes/NODE/proxy/logs/pods/ | head -50'],
      ],
      end: 'All nodes: mend the store (ElasticsearchRed, ElasticsearchDiskAlmostFull). One node: quiet the writer, or raise `logging.collection.bufferGiB`.',
    },
    proof: {
      fires: { when: 'a third is left', series: room('33x60'), at: '20m', labels: { node: 'n1' }, value: '33' },
      silent: [{ when: 'half is left', series: room('50x60'), at: '20m' }],
    },
  },
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
          'kubectl logs -n log-collection -l app.kubernetes.io/name=fluentd --tail=200 --prefix | grep "Rejected by Elasticsearch" | tail -5',
        ],
      ],
      end: 'Mend what the program writes, or give the field a mapping in `elasticsearch` templates.',
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
  {
    alert: 'NodeWithoutLogCollector',
    expr: `count by (node) (kube_node_info{job="kube-state-metrics"}) unless on (node) count by (node) (${COLLECTOR})`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Nobody collects the logs of a node',
    description: '{{ $labels.node }} has no collector.',
    threshold: 'A new node has its collector within a minute or two; a quarter of an hour is none.',
    page: {
      meaning: 'No collector pod is on the node.',
      impact: 'Its logs stay on the node, for as long as the kubelet keeps them.',
      look: [
        ['Why is none there?', 'kubectl describe daemonset -n log-collection fluentd | tail -20'],
        ['Has the node room for it?', 'kubectl describe node NODE | grep -A8 "Allocated resources"'],
      ],
      end: 'A collector pushes aside what has a lower priority; if none comes, the reason stands in the events of the DaemonSet.',
    },
    proof: {
      fires: {
        when: 'one of two nodes has none',
        series: { ...node('n1'), ...node('n2'), ...collector('n1') },
        at: '30m',
        labels: { node: 'n2' },
      },
      silent: [
        {
          when: 'each has one',
          series: { ...node('n1'), ...node('n2'), ...collector('n1'), ...collector('n2') },
          at: '30m',
        },
      ],
    },
  },
];
