import type { Alert } from '../../../../src/kit/alert';
import { CAPACITY } from '../thresholds';

const KSM = 'job="kube-state-metrics"';
const READY = `on (node) group_left () (kube_node_status_condition{${KSM},condition="Ready",status="true"} == 1)`;

/** Requested beyond what is left when the largest node is lost; written as a share of everything. */
function beyond(resource: 'cpu' | 'memory'): string {
  const allocatable = `kube_node_status_allocatable{${KSM},resource="${resource}"} * ${READY}`;
  return `(sum(namespace:${resource}_requests:sum) - (sum(${allocatable}) - max(${allocatable}))) / sum(${allocatable}) > 0
and count(${allocatable}) > 1`;
}

const node = (name: string, resource: string, values: string) => ({
  [`kube_node_status_allocatable{job="kube-state-metrics",node="${name}",resource="${resource}"}`]: values,
  [`kube_node_status_condition{job="kube-state-metrics",node="${name}",condition="Ready",status="true"}`]: '1x60',
});
const requests = (resource: string, values: string) => ({
  [`namespace:${resource}_requests:sum{namespace="shop"}`]: values,
});

const page = (what: string) =>
  ({
    meaning: `The ${what} that pods requested no longer fits if the largest node fails.`,
    impact: 'None now. When a node is lost, some of its pods find no place until a new node is there.',
    look: [
      [
        'Who requests most?',
        `kubectl get pods -A -o json | jq -r '.items[] | select(.status.phase=="Running") | .metadata.namespace as $n | .spec.containers[] | [$n, .resources.requests.${what === 'memory' ? 'memory' : 'cpu'} // "none"] | @tsv' | sort | uniq -c | sort -rn | head -20`,
      ],
      [
        'What do they use of it? Dashboard Namespaces, panel "Requested and used".',
        'kubectl top pods -A --sum | tail -1; kubectl describe nodes | grep -A5 "Allocated resources"',
      ],
    ],
    end: 'Lower requests nobody uses, or let the node groups have one node more. With an autoscaler that has room this ends by itself within minutes: the alert waits for that.',
  }) as const;

const quota = (type: string, values: string) => ({
  [`kube_resourcequota{job="kube-state-metrics",namespace="shop",resourcequota="quota",resource="requests.cpu",type="${type}"}`]:
    values,
});

export const capacityAlerts: readonly Alert[] = [
  {
    alert: 'CpuOvercommitted',
    expr: beyond('cpu'),
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'CPU does not fit any more if a node fails',
    description:
      'CPU requests are {{ $value | humanizePercentage }} of the cluster above what is left without its largest node.',
    threshold: 'The loss of one node (the largest) must be carried; half an hour leaves time for the autoscaler.',
    page: page('CPU'),
    proof: {
      fires: {
        when: 'three nodes are full',
        series: {
          ...node('a', 'cpu', '4x60'),
          ...node('b', 'cpu', '4x60'),
          ...node('c', 'cpu', '4x60'),
          ...requests('cpu', '11x60'),
        },
        at: '50m',
        value: '25%',
      },
      silent: [
        {
          when: 'one of three is spare',
          series: {
            ...node('a', 'cpu', '4x60'),
            ...node('b', 'cpu', '4x60'),
            ...node('c', 'cpu', '4x60'),
            ...requests('cpu', '7x60'),
          },
          at: '50m',
        },
        {
          when: 'there is one node only, which nothing can carry',
          series: { ...node('a', 'cpu', '4x60'), ...requests('cpu', '3x60') },
          at: '50m',
        },
      ],
    },
  },
  {
    alert: 'MemoryOvercommitted',
    expr: beyond('memory'),
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Memory does not fit any more if a node fails',
    description:
      'Memory requests are {{ $value | humanizePercentage }} of the cluster above what is left without its largest node.',
    threshold: 'The loss of one node (the largest) must be carried; half an hour leaves time for the autoscaler.',
    page: page('memory'),
    proof: {
      fires: {
        when: 'two nodes are full',
        series: {
          ...node('a', 'memory', '8e9x60'),
          ...node('b', 'memory', '8e9x60'),
          ...requests('memory', '12e9x60'),
        },
        at: '50m',
        value: '25%',
      },
      silent: [
        {
          when: 'half is free',
          series: {
            ...node('a', 'memory', '8e9x60'),
            ...node('b', 'memory', '8e9x60'),
            ...requests('memory', '8e9x60'),
          },
          at: '50m',
        },
      ],
    },
  },
  {
    alert: 'PodsFitNowhere',
    expr: `sum by (namespace, pod) (kube_pod_status_unschedulable{${KSM}}) > 0`,
    for: '20m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A pod fits on no node',
    description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} has been waiting for a node for twenty minutes.',
    threshold: 'The autoscaler gives a node fifteen minutes to come (max-node-provision-time); five more are spare.',
    page: {
      meaning: 'The scheduler finds no node that has room and meets the wishes of the pod, and none is coming.',
      impact: 'The pod does not run.',
      look: [
        ['Why does each node not do?', "kubectl -n <namespace> describe pod <pod> | sed -n '/Events/,$p'"],
        [
          'Why does the autoscaler bring none?',
          'kubectl -n kube-system get configmap cluster-autoscaler-status -o yaml; kubectl -n <namespace> get events --field-selector reason=NotTriggerScaleUp',
        ],
      ],
      end: 'Raise the maximum of the node group, correct a node selector, toleration or zone the pod cannot meet, or lower a request larger than any node.',
    },
    proof: {
      fires: {
        when: 'it waits',
        series: { 'kube_pod_status_unschedulable{job="kube-state-metrics",namespace="shop",pod="web-1"}': '1x40' },
        at: '30m',
        labels: { namespace: 'shop', pod: 'web-1' },
      },
      silent: [
        {
          when: 'a node comes after ten minutes',
          series: {
            'kube_pod_status_unschedulable{job="kube-state-metrics",namespace="shop",pod="web-1"}': '1x10 stale',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'PodSlotsNearlyUsed',
    expr: `sum(kube_pod_status_phase{${KSM},phase=~"Pending|Running"}) / sum(kube_node_status_allocatable{${KSM},resource="pods"}) > ${CAPACITY.podSlots}`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The nodes can hold hardly any more pods',
    description: '{{ $value | humanizePercentage }} of the pods all nodes together may hold are there.',
    threshold: `${CAPACITY.podSlots * 100} % for half an hour: an autoscaler would have brought a node.`,
    page: {
      meaning: 'The number of pods, not CPU or memory, is what is used up.',
      impact: 'New pods wait for a new node.',
      look: [
        [
          'How many may each node have, how many has it?',
          'kubectl get nodes -o custom-columns=NODE:.metadata.name,PODS:.status.allocatable.pods; kubectl get pods -A -o custom-columns=NODE:.spec.nodeName --no-headers | sort | uniq -c',
        ],
      ],
      end: 'Switch prefix delegation on for the network plugin, so that a node may have up to 110 pods, or raise the maximum of the node groups.',
    },
    proof: {
      fires: {
        when: 'all slots are used',
        series: {
          'kube_pod_status_phase{job="kube-state-metrics",namespace="shop",pod="a",phase="Running"}': '1x60',
          'kube_node_status_allocatable{job="kube-state-metrics",node="a",resource="pods"}': '1x60',
        },
        at: '50m',
        value: '100%',
      },
      silent: [
        {
          when: 'one pod of ten is there',
          series: {
            'kube_pod_status_phase{job="kube-state-metrics",namespace="shop",pod="a",phase="Running"}': '1x60',
            'kube_node_status_allocatable{job="kube-state-metrics",node="a",resource="pods"}': '10x60',
          },
          at: '50m',
        },
      ],
    },
  },
  {
    alert: 'QuotaNearlyUsed',
    expr: `kube_resourcequota{${KSM},type="used",resource!~"(requests|limits).*storage.*|count/.*"} / ignoring (type) (kube_resourcequota{${KSM},type="hard",resource!~"(requests|limits).*storage.*|count/.*"} > 0) > ${CAPACITY.quota}`,
    for: '30m',
    severity: 'info',
    owner: 'platform',
    summary: 'A namespace has nearly used its quota',
    description:
      'Namespace {{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its quota of {{ $labels.resource }}.',
    threshold: `${CAPACITY.quota * 100} %: a rolling update with a surge of a quarter of the pods may already be refused.`,
    page: {
      meaning: 'The sum of what the pods of this namespace request is close to its quota.',
      impact: 'The next rollout may stand still, since its extra pods are refused.',
      look: [
        [
          'What is used, and by what?',
          'kubectl -n <namespace> describe resourcequota; kubectl -n <namespace> top pods --sort-by=cpu',
        ],
        ['Was something refused already?', 'kubectl -n <namespace> get events --field-selector reason=FailedCreate'],
      ],
      end: 'Lower requests that nobody uses, delete what is left over, or raise the quota of the project by a reviewed change.',
    },
    proof: {
      fires: {
        when: 'all is used',
        series: { ...quota('used', '10x60'), ...quota('hard', '10x60') },
        at: '50m',
        labels: { job: 'kube-state-metrics', namespace: 'shop', resourcequota: 'quota', resource: 'requests.cpu' },
        value: '100%',
      },
      silent: [{ when: 'half is used', series: { ...quota('used', '5x60'), ...quota('hard', '10x60') }, at: '50m' }],
    },
  },
];
