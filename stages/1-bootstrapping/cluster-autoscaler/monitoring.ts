import type { Context } from '../../../src/kit/contract';
import type { Monitoring } from '../../../src/kit/monitoring';
import { cluster } from '../cluster';
import { CLUSTER_AUTOSCALER_POD } from './names';

const SOURCE = 'cluster-autoscaler 1.36.1, proposals/metrics.md';

/** Cluster Autoscaler as Prometheus sees it; nothing where another kind of compute is chosen. */
export function monitoring({ contextOf }: Context): Monitoring {
  if (contextOf(cluster).config.compute.type !== 'managed') return {};
  const { name, namespace, port, labels } = CLUSTER_AUTOSCALER_POD;
  return {
    scrapes: [
      {
        job: name,
        namespace,
        service: name,
        port: 'http-metrics',
        sampleLimit: 5_000,
        targetLimit: 5,
        podLabels: labels.selector,
        containerPort: port,
      },
    ],
    rules: [
      {
        name,
        rules: [
          {
            alert: 'ClusterAutoscalerNotSafe',
            expr: 'max(cluster_autoscaler_cluster_safe_to_autoscale) == 0',
            for: '15m',
            severity: 'warning',
            owner: 'platform',
            summary: 'Cluster Autoscaler has stopped because too many nodes are not ready',
            description: 'No node is added or taken away until the nodes it knows are ready again.',
            threshold: `1 on the working pod is safe, those that wait say 0 (${SOURCE}); fifteen minutes is longer than a node takes to join or be given up`,
          },
          {
            alert: 'ClusterAutoscalerScaleUpFails',
            expr: 'sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[30m])) > 2',
            for: '10m',
            severity: 'warning',
            owner: 'platform',
            summary: 'Node groups do not grow: {{ $labels.reason }}',
            description:
              'Cluster Autoscaler asked for nodes {{ $value | humanize }} times in half an hour and got none.',
            threshold: `a counter of failures (${SOURCE}); two are a zone out of one instance type, more are a limit`,
          },
        ],
      },
    ],
    runbooks: [
      {
        alert: 'ClusterAutoscalerNotSafe',
        meaning:
          'More nodes are not ready than Cluster Autoscaler tolerates, so it does nothing rather than make it worse.',
        impact: 'Pods that find no room stay pending.',
        look: [
          '- `kubectl get nodes` : which are not ready, and do they share a zone or a group?',
          '- `kubectl -n kube-system get configmap cluster-autoscaler-status -o yaml` : what it counts.',
          '- `kubectl describe node NAME` : conditions, and the last time the kubelet reported.',
        ].join('\n'),
        end: 'Mend or terminate the broken nodes (`aws ec2 terminate-instances --instance-ids ID`); it goes on by itself.',
      },
      {
        alert: 'ClusterAutoscalerScaleUpFails',
        meaning: 'EC2 or the Auto Scaling group refuses new nodes.',
        impact: 'Pods that find no room stay pending; another group may still take them.',
        look: [
          '- `kubectl -n kube-system logs deployment/cluster-autoscaler --since=1h | grep -i scale` : the group and the reason.',
          '- `aws autoscaling describe-scaling-activities --auto-scaling-group-name GROUP --max-items 5` : what EC2 answered.',
          '- An instance type that is out of stock, a quota of vCPU that is used up, and a KMS key that Auto Scaling may not use look the same here.',
        ].join('\n'),
        end: 'Add instance types or a group in `cluster.compute.groups`, raise the quota, or mend the grants of the volume key.',
      },
    ],
  };
}
