import type { Alert } from '../../../src/kit/alert';
import { LOGS } from '../watch/thresholds';
import type { CollectorName } from './choices';

export interface CollectorWatch {
  readonly name: CollectorName;
  /** Series with the part of a collector's buffer that is free, per cent. */
  readonly bufferFree: { readonly metric: string; readonly labels: string };
  /** What becomes of logs when the buffer is full. */
  readonly whenFull: string;
  /** Shows what the collectors complain about. */
  readonly complaints: string;
}

/** What can go wrong with any collector. */
export function collectorAlerts(watch: CollectorWatch): readonly [Alert, Alert] {
  return [bufferFilling(watch), nodeWithout(watch.name)];
}

function bufferFilling({ name, bufferFree, whenFull, complaints }: CollectorWatch): Alert {
  const room = (values: string) => ({ [`${bufferFree.metric}{job="${name}",node="n1",${bufferFree.labels}}`]: values });
  return {
    alert: 'LogBufferFilling',
    expr: `min by (node) (${bufferFree.metric}{job="${name}",${bufferFree.labels}}) < ${LOGS.bufferFreePercent}`,
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Logs pile up on a node',
    description: 'The collector of {{ $labels.node }} has {{ $value | humanize }} % of its buffer left.',
    threshold: 'Used to 60 %: at a rate that filled it this far, there is as much time again to act as it took.',
    page: {
      meaning:
        'The node’s collector reads faster than the store takes: the store is away, slow or refusing, or the node writes much.',
      impact: `None yet. ${whenFull}`,
      look: [
        ['Is it one node or all?', 'kubectl get pods -n log-collection -o wide; kubectl get pods -n logging'],
        ['What does the collector say?', complaints],
        ['Which pod writes so much?', 'kubectl get --raw /api/v1/nodes/NODE/proxy/logs/pods/ | head -50'],
      ],
      end: 'All nodes: mend the store; its own alerts say whether it is red or full. One node: quiet the writer, or raise `logging.collection.bufferGiB`.',
    },
    proof: {
      fires: { when: 'a third is left', series: room('33x60'), at: '20m', labels: { node: 'n1' }, value: '33' },
      silent: [{ when: 'half is left', series: room('50x60'), at: '20m' }],
    },
  };
}

function nodeWithout(name: CollectorName): Alert {
  const pods = `job="kube-state-metrics",namespace="log-collection",created_by_kind="DaemonSet",created_by_name="${name}"`;
  const node = (node: string) => ({ [`kube_node_info{job="kube-state-metrics",node="${node}"}`]: '1x60' });
  const collector = (node: string) => ({ [`kube_pod_info{${pods},node="${node}",pod="${name}-${node}"}`]: '1x60' });
  return {
    alert: 'NodeWithoutLogCollector',
    expr: `count by (node) (kube_node_info{job="kube-state-metrics"}) unless on (node) count by (node) (kube_pod_info{${pods}})`,
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
        ['Why is none there?', `kubectl describe daemonset -n log-collection ${name} | tail -20`],
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
  };
}
