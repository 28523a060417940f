import type { Alert } from '../../../src/kit/alert';

/** Share of the largest size of all node groups together from which there is hardly room. */
const NEARLY_ALL = 0.95;

const STATUS = [
  'What does it think?',
  'kubectl -n kube-system get configmap cluster-autoscaler-status -o jsonpath="{.data.status}"',
] as const;
const LOGS = [
  'What does it log?',
  'kubectl -n kube-system logs deployment/cluster-autoscaler --tail=100 | grep -E "^[EW]"',
] as const;

export const autoscalerAlerts: readonly Alert[] = [
  {
    alert: 'ClusterAutoscalerStopped',
    expr: 'time() - max(cluster_autoscaler_last_activity{job="cluster-autoscaler",activity="main"}) > 600 or absent(cluster_autoscaler_last_activity{job="cluster-autoscaler",activity="main"})',
    for: '10m',
    severity: 'critical',
    owner: 'platform',
    summary: 'The cluster autoscaler does nothing',
    description: 'The cluster autoscaler has not finished a round for ten minutes.',
    threshold:
      'A round takes place every 10 s (scan-interval); the autoscaler ends itself after 10 minutes without one (max-inactivity).',
    page: {
      meaning: 'It is gone, has no leader, or hangs.',
      impact: 'No nodes come when pods need them; none go when they are idle.',
      look: [
        ['Is it there?', 'kubectl -n kube-system get pods -l app.kubernetes.io/name=cluster-autoscaler -o wide'],
        LOGS,
      ],
      end: 'Restart it: `kubectl -n kube-system rollout restart deployment/cluster-autoscaler`. If it lacks permissions its role or identity association was changed.',
    },
    proof: {
      fires: {
        when: 'the last round is long ago',
        series: { 'cluster_autoscaler_last_activity{job="cluster-autoscaler",activity="main"}': '0x60' },
        at: '40m',
      },
      silent: [
        {
          when: 'it goes round',
          series: { 'cluster_autoscaler_last_activity{job="cluster-autoscaler",activity="main"}': '0+60x60' },
          at: '40m',
        },
      ],
    },
  },
  {
    alert: 'ClusterAutoscalerNotSafe',
    expr: 'max(cluster_autoscaler_cluster_safe_to_autoscale{job="cluster-autoscaler"}) == 0',
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The cluster autoscaler has stopped itself',
    description: 'Too many nodes are not ready, so the autoscaler does nothing.',
    threshold:
      'The pods that wait say 0, the working one 1 while it is safe. It stops above 45 % of the nodes and three of them (max-total-unready-percentage, ok-total-unready-count).',
    page: {
      meaning: 'So many nodes are not ready that the autoscaler trusts nothing it sees.',
      impact: 'No nodes come or go until it trusts the cluster again.',
      look: [STATUS, ['Which nodes?', 'kubectl get nodes | grep -v " Ready "']],
      end: 'Follow ManyNodesNotReady. Delete nodes whose instance is gone.',
    },
    proof: {
      fires: {
        when: 'it is',
        series: { 'cluster_autoscaler_cluster_safe_to_autoscale{job="cluster-autoscaler"}': '0x40' },
        at: '20m',
        value: '0',
      },
      silent: [
        {
          when: 'it is not',
          series: { 'cluster_autoscaler_cluster_safe_to_autoscale{job="cluster-autoscaler"}': '1x40' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'ClusterAutoscalerAtItsLimit',
    expr: `sum(max by (state) (cluster_autoscaler_nodes_count{job="cluster-autoscaler"})) / max(cluster_autoscaler_max_nodes_count{job="cluster-autoscaler"}) > ${NEARLY_ALL} and max(cluster_autoscaler_max_nodes_count{job="cluster-autoscaler"}) > 0`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The node groups are as large as they may be',
    description: 'The cluster has {{ $value | humanizePercentage }} of the nodes its groups allow.',
    threshold: `${NEARLY_ALL * 100} % of the sum of all maxima for half an hour.`,
    page: {
      meaning: 'There is hardly any room left between the present size and the maxima of the groups.',
      impact: 'The next pods that need a node wait for good.',
      look: [
        STATUS,
        [
          'Which group is full?',
          'aws eks list-nodegroups --cluster-name "$CLUSTER" --query "nodegroups[]" --output text | xargs -n1 aws eks describe-nodegroup --cluster-name "$CLUSTER" --query "nodegroup.[nodegroupName,scalingConfig]" --nodegroup-name',
        ],
      ],
      end: 'Raise the maximum in the configuration, after a look at what asks for the nodes: dashboard Namespaces.',
    },
    proof: {
      fires: {
        when: 'all nodes are there',
        series: {
          'cluster_autoscaler_nodes_count{job="cluster-autoscaler",state="ready"}': '10x60',
          'cluster_autoscaler_max_nodes_count{job="cluster-autoscaler"}': '10x60',
        },
        at: '50m',
        value: '100%',
      },
      silent: [
        {
          when: 'half are',
          series: {
            'cluster_autoscaler_nodes_count{job="cluster-autoscaler",state="ready"}': '5x60',
            'cluster_autoscaler_max_nodes_count{job="cluster-autoscaler"}': '10x60',
          },
          at: '50m',
        },
      ],
    },
  },
  {
    alert: 'ClusterAutoscalerScaleUpFails',
    expr: 'sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total{job="cluster-autoscaler"}[30m])) > 2',
    for: '5m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The cluster autoscaler cannot add nodes',
    description: 'Adding nodes failed {{ $value | humanize }} times in half an hour: {{ $labels.reason }}.',
    threshold:
      'It backs off for five minutes after a failure and tries another group; three in half an hour is no accident.',
    page: {
      meaning:
        'EC2 has no such instance in the zone, the account limit is reached, or the instance does not become a node.',
      impact: 'Pods wait longer or for good.',
      look: [
        LOGS,
        [
          'What does the group say?',
          'aws autoscaling describe-scaling-activities --max-items 10 --query "Activities[].{status:StatusCode,message:StatusMessage}" --output table',
        ],
      ],
      end: 'Allow more instance types or zones in the group, raise the service quota, or mend what keeps a new instance from joining.',
    },
    proof: {
      fires: {
        when: 'it fails again and again',
        series: {
          'cluster_autoscaler_failed_scale_ups_total{job="cluster-autoscaler",reason="timeout"}':
            '0x5 1x5 2x5 3x5 4x5 5x20',
        },
        at: '32m',
        labels: { reason: 'timeout' },
        value: '5',
      },
      silent: [
        {
          when: 'it failed once',
          series: {
            'cluster_autoscaler_failed_scale_ups_total{job="cluster-autoscaler",reason="timeout"}': '0x5 1x40',
          },
          at: '32m',
        },
      ],
    },
  },
];
