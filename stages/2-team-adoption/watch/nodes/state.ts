import type { Alert } from '../../../../src/kit/alert';

const DESCRIBE = [
  'What does Kubernetes say of it? Conditions and events come last.',
  "kubectl describe node <node> | sed -n '/Conditions/,/Addresses/p;/Events/,$p'",
] as const;
const INSTANCE = [
  'Does the instance pass its status checks?',
  'aws ec2 describe-instance-status --instance-ids "$(kubectl get node <node> -o jsonpath=\'{.spec.providerID}\' | cut -d/ -f5)"',
] as const;
const REPLACE =
  'Drain it and let its group replace it: `kubectl drain <node> --ignore-daemonsets --delete-emptydir-data`, then `aws autoscaling terminate-instance-in-auto-scaling-group --instance-id <id> --no-should-decrement-desired-capacity`.';

const ready = (node: string) =>
  `kube_node_status_condition{job="kube-state-metrics",node="${node}",condition="Ready",status="true"}`;

export const nodeStateAlerts: readonly Alert[] = [
  {
    alert: 'NodeNotReady',
    expr: 'kube_node_status_condition{job="kube-state-metrics",condition="Ready",status="true"} == 0 unless on (node) kube_node_spec_taint{job="kube-state-metrics",key=~"ToBeDeletedByClusterAutoscaler|karpenter.sh/disrupted"}',
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node is not ready',
    description: 'Node {{ $labels.node }} has not been ready for ten minutes, and no autoscaler is removing it.',
    threshold:
      'Pods are evicted after five minutes (tolerationSeconds 300, Kubernetes default) and a group replaces an instance in about five more.',
    page: {
      meaning: 'The kubelet has stopped reporting, or reports that the runtime or the network is not ready.',
      impact:
        'Its pods move to other nodes after five minutes, if they fit; those with a volume wait for it to detach.',
      look: [
        DESCRIBE,
        INSTANCE,
        [
          'What does the kubelet log?',
          'aws ssm start-session --target <instance-id>   # then: journalctl -u kubelet -n 100',
        ],
      ],
      end: REPLACE,
    },
    proof: {
      fires: {
        when: 'it stays away',
        series: { [ready('a')]: '1x2 0x30' },
        at: '20m',
        labels: { node: 'a', job: 'kube-state-metrics', condition: 'Ready', status: 'true' },
      },
      silent: [
        {
          when: 'the autoscaler is removing it',
          series: {
            [ready('a')]: '0x30',
            'kube_node_spec_taint{job="kube-state-metrics",node="a",key="ToBeDeletedByClusterAutoscaler",effect="NoSchedule"}':
              '1x30',
          },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'ManyNodesNotReady',
    expr: `(
  sum(kube_node_status_condition{job="kube-state-metrics",condition="Ready",status="true"} == bool 0)
  / count(kube_node_status_condition{job="kube-state-metrics",condition="Ready",status="true"}) > 0.2
) and sum(kube_node_status_condition{job="kube-state-metrics",condition="Ready",status="true"} == bool 0) > 1`,
    for: '5m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Several nodes are not ready at once',
    description: '{{ $value | humanizePercentage }} of the nodes are not ready.',
    threshold:
      'A fifth and at least two: more than a rolling update takes away at once (max_unavailable of the node groups) and as much as a zone of small clusters.',
    page: {
      meaning:
        'Nodes fail together, so the cause is shared: a zone, the network, the control plane, an image or a DaemonSet.',
      impact: 'Capacity is short, pods wait, and the autoscaler may stop to protect the rest.',
      look: [
        [
          'Is it one zone or one group?',
          'kubectl get nodes -L topology.kubernetes.io/zone,eks.amazonaws.com/nodegroup',
        ],
        [
          'Did something roll out just before?',
          'kubectl get daemonsets -A && kubectl -n kube-system get events --sort-by=.lastTimestamp | tail -20',
        ],
        [
          'Does EKS report an issue?',
          'aws eks list-nodegroups --cluster-name "$CLUSTER" --query "nodegroups[]" --output text | xargs -n1 aws eks describe-nodegroup --cluster-name "$CLUSTER" --query "nodegroup.health" --nodegroup-name',
        ],
      ],
      end: 'Roll back what changed. If a zone is lost, hold the drains: pods that can move have moved, and the group brings new nodes in the other zones.',
    },
    proof: {
      fires: {
        when: 'two of four are gone',
        series: { [ready('a')]: '0x30', [ready('b')]: '0x30', [ready('c')]: '1x30', [ready('d')]: '1x30' },
        at: '10m',
        value: '50%',
      },
      silent: [
        {
          when: 'one of three is gone',
          series: { [ready('a')]: '0x30', [ready('b')]: '1x30', [ready('c')]: '1x30' },
          at: '10m',
        },
      ],
    },
  },
  {
    alert: 'NodeFlaps',
    expr: 'changes(kube_node_status_condition{job="kube-state-metrics",condition="Ready",status="true"}[30m]) > 4',
    for: '5m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node comes and goes',
    description: 'Node {{ $labels.node }} changed between ready and not ready {{ $value }} times in half an hour.',
    threshold: 'A reboot makes two changes; more than four is a node that will not settle.',
    page: {
      meaning:
        'The kubelet loses and regains contact, mostly for lack of memory or processor, or because of the network.',
      impact: 'Its pods are evicted and rescheduled again and again.',
      look: [
        DESCRIBE,
        [
          'Is it starved?',
          'kubectl top node <node>; kubectl get pods -A --field-selector spec.nodeName=<node> -o wide',
        ],
      ],
      end: `Cordon it so that nothing new lands there, and find what starves it. ${REPLACE}`,
    },
    proof: {
      fires: {
        when: 'it changes every three minutes',
        series: { [ready('a')]: '1 1 1 0 0 0 1 1 1 0 0 0 1 1 1 0 0 0 1 1 1 0 0 0 1 1 1 0 0 0 1 1 1 0 0 0' },
        at: '32m',
        labels: { node: 'a', job: 'kube-state-metrics', condition: 'Ready', status: 'true' },
        value: '9',
      },
      silent: [{ when: 'it reboots once', series: { [ready('a')]: '1x5 0x3 1x30' }, at: '32m' }],
    },
  },
  {
    alert: 'NodeUnderPressure',
    expr: 'kube_node_status_condition{job="kube-state-metrics",condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"} == 1',
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node evicts pods to save itself',
    description: 'Node {{ $labels.node }} reports {{ $labels.condition }} for ten minutes.',
    threshold:
      'The kubelet sets the condition itself at its eviction thresholds; ten minutes is twice the time it holds it after the pressure ends.',
    page: {
      meaning: 'Memory, disk or process ids fell below what the kubelet keeps in reserve.',
      impact: 'Pods there are evicted, those above their requests first, and no new ones are placed.',
      look: [
        DESCRIBE,
        ['Who uses more than it asked for?', 'kubectl top pods -A --sort-by=memory | head -20'],
        [
          'For disk: what fills it?',
          'aws ssm start-session --target <instance-id>   # then: df -h; du -xh --max-depth=2 /var/lib/containerd /var/log | sort -h | tail',
        ],
      ],
      end: 'Raise the requests of what uses more than it asks for, limit its ephemeral storage, or take larger disks or nodes for the group.',
    },
    proof: {
      fires: {
        when: 'memory is short',
        series: {
          'kube_node_status_condition{job="kube-state-metrics",node="a",condition="MemoryPressure",status="true"}':
            '1x30',
        },
        at: '15m',
        labels: { node: 'a', job: 'kube-state-metrics', condition: 'MemoryPressure', status: 'true' },
      },
      silent: [
        {
          when: 'it recovers',
          series: {
            'kube_node_status_condition{job="kube-state-metrics",node="a",condition="MemoryPressure",status="true"}':
              '1x8 0x30',
          },
          at: '15m',
        },
      ],
    },
  },
  {
    alert: 'NodeCordonedTooLong',
    expr: 'kube_node_spec_unschedulable{job="kube-state-metrics"} == 1',
    for: '1d',
    severity: 'info',
    owner: 'platform',
    summary: 'A node was cordoned and forgotten',
    description: 'Node {{ $labels.node }} has been closed to new pods for a day.',
    threshold: 'A drain takes minutes to hours; a day means someone forgot.',
    page: {
      meaning: 'The node was cordoned by hand or a drain never finished.',
      impact: 'It is paid for and half used, and its pods have nowhere else to be tested.',
      look: [
        [
          'Who cordoned it and when?',
          'kubectl get node <node> -o yaml --show-managed-fields | grep -B8 "f:unschedulable" | grep -E "manager|time"',
        ],
        ['What still runs there?', 'kubectl get pods -A --field-selector spec.nodeName=<node>'],
      ],
      end: '`kubectl uncordon <node>`, or finish the drain and let the group replace it.',
    },
    proof: {
      fires: {
        when: 'it is closed for more than a day',
        every: '10m',
        series: { 'kube_node_spec_unschedulable{job="kube-state-metrics",node="a"}': '1x200' },
        at: '26h',
        labels: { node: 'a', job: 'kube-state-metrics' },
      },
      silent: [
        {
          when: 'it is open again after an hour',
          every: '10m',
          series: { 'kube_node_spec_unschedulable{job="kube-state-metrics",node="a"}': '1x6 0x200' },
          at: '26h',
        },
      ],
    },
  },
  {
    alert: 'KubeletUnreachable',
    expr: `kube_node_status_condition{job="kube-state-metrics",condition="Ready",status="true"} == 1
unless on (node) max_over_time(up{job="kubelet",metrics_path="/metrics"}[5m]) == 1`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Prometheus does not reach a kubelet',
    description: 'Node {{ $labels.node }} is ready, but its kubelet has answered no scrape for fifteen minutes.',
    threshold: 'A new node is scraped within a minute; fifteen leave room for a restart of Prometheus.',
    page: {
      meaning:
        'The kubelet talks to the API server and not to Prometheus: a security group, a certificate, or a job that has reached its target limit.',
      impact: 'Metrics of all pods on this node are missing; alerts about them stay silent.',
      look: [
        [
          'Why does the scrape fail?',
          'kubectl -n monitoring exec prometheus-0 -c prometheus -- wget -qO- "localhost:9090/api/v1/targets?scrapePool=kubelet&state=active" | grep -o \'"lastError":"[^"]*"\' | sort | uniq -c',
        ],
        ['Has its serving certificate been signed?', 'kubectl get csr | grep <node>'],
      ],
      end: 'Open port 10250 of the nodes to the pods, approve the certificate, or raise prometheus.maxNodes.',
    },
    proof: {
      fires: {
        when: 'the node is ready and the scrape fails',
        series: { [ready('a')]: '1x40', 'up{job="kubelet",metrics_path="/metrics",node="a",instance="a"}': '0x40' },
        at: '30m',
        labels: { node: 'a', job: 'kube-state-metrics', condition: 'Ready', status: 'true' },
      },
      silent: [
        {
          when: 'it is scraped',
          series: { [ready('a')]: '1x40', 'up{job="kubelet",metrics_path="/metrics",node="a",instance="a"}': '1x40' },
          at: '30m',
        },
        {
          when: 'the node is not ready, which another alert says',
          series: { [ready('a')]: '0x40', 'up{job="kubelet",metrics_path="/metrics",node="a",instance="a"}': '0x40' },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'KubeletStartsPodsSlowly',
    expr: 'histogram_quantile(0.99, sum by (node, le) (rate(kubelet_pod_start_sli_duration_seconds_bucket{job="kubelet",metrics_path="/metrics"}[15m]))) > 60',
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Pods start slowly on a node',
    description:
      'On node {{ $labels.node }} pods take {{ $value | humanizeDuration }} to start, image pulls not counted.',
    threshold: 'The objective of sig-scalability is 5 s without image pulls; a minute is far beyond a busy node.',
    page: {
      meaning:
        'From the first sight of a pod to its containers running takes over a minute: volumes, network set-up or the runtime are slow.',
      impact: 'Rollouts and recoveries on this node take long.',
      look: [
        [
          'Which step is slow?',
          'kubectl get events -A --field-selector reason!=Scheduled --sort-by=.lastTimestamp | grep <node> | tail -20',
        ],
        ['Do pods get addresses?', 'kubectl -n kube-system logs ds/aws-node -c aws-node --tail=50'],
      ],
      end: 'Free the node of what saturates its disk, or replace it. If addresses are missing, follow PodAddressesRunOut.',
    },
    proof: {
      fires: {
        when: 'all take over a minute',
        series: {
          'kubelet_pod_start_sli_duration_seconds_bucket{job="kubelet",metrics_path="/metrics",node="a",le="60.0"}':
            '0x60',
          'kubelet_pod_start_sli_duration_seconds_bucket{job="kubelet",metrics_path="/metrics",node="a",le="120.0"}':
            '0+1x60',
          'kubelet_pod_start_sli_duration_seconds_bucket{job="kubelet",metrics_path="/metrics",node="a",le="+Inf"}':
            '0+1x60',
        },
        at: '40m',
        labels: { node: 'a' },
        value: '1m 59s',
      },
      silent: [
        {
          when: 'all are quick',
          series: {
            'kubelet_pod_start_sli_duration_seconds_bucket{job="kubelet",metrics_path="/metrics",node="a",le="5.0"}':
              '0+1x60',
            'kubelet_pod_start_sli_duration_seconds_bucket{job="kubelet",metrics_path="/metrics",node="a",le="+Inf"}':
              '0+1x60',
          },
          at: '40m',
        },
      ],
    },
  },
  {
    alert: 'KubeletRuntimeSlow',
    expr: 'histogram_quantile(0.99, sum by (node, le) (rate(kubelet_pleg_relist_duration_seconds_bucket{job="kubelet",metrics_path="/metrics"}[5m]))) >= 10',
    for: '10m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The container runtime of a node answers slowly',
    description: 'On node {{ $labels.node }} listing the pods takes {{ $value | humanizeDuration }}.',
    threshold:
      'The kubelet relists every second and calls itself unhealthy after three minutes; ten seconds is the largest bucket.',
    page: {
      meaning: 'The kubelet asks containerd what runs, and the answer takes ten seconds or more.',
      impact: 'The node turns not ready when it goes on, and its pods are evicted.',
      look: [
        [
          'Is the disk busy? Look at the dashboard Nodes, panel Disk queue.',
          'kubectl get pods -A --field-selector spec.nodeName=<node> --no-headers | wc -l',
        ],
        [
          'What does the runtime log?',
          'aws ssm start-session --target <instance-id>   # then: journalctl -u containerd -n 100',
        ],
      ],
      end: REPLACE,
    },
    proof: {
      fires: {
        when: 'every listing takes over ten seconds',
        series: {
          'kubelet_pleg_relist_duration_seconds_bucket{job="kubelet",metrics_path="/metrics",node="a",le="10.0"}':
            '0x40',
          'kubelet_pleg_relist_duration_seconds_bucket{job="kubelet",metrics_path="/metrics",node="a",le="+Inf"}':
            '0+6x40',
        },
        at: '20m',
        labels: { node: 'a' },
        value: '10s',
      },
      silent: [
        {
          when: 'listing is quick',
          series: {
            'kubelet_pleg_relist_duration_seconds_bucket{job="kubelet",metrics_path="/metrics",node="a",le="0.1"}':
              '0+60x40',
            'kubelet_pleg_relist_duration_seconds_bucket{job="kubelet",metrics_path="/metrics",node="a",le="+Inf"}':
              '0+60x40',
          },
          at: '20m',
        },
      ],
    },
  },
];
