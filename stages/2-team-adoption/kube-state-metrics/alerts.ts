import type { Alert, AlertGroup } from '../../../src/kit/alert';

const PODS = [
  'Is it there, and what does it log?',
  'kubectl -n monitoring get pods -l app.kubernetes.io/name=kube-state-metrics; kubectl -n monitoring logs deployment/kube-state-metrics --tail=50',
] as const;
const list = (result: string) =>
  `kube_state_metrics_list_total{job="kube-state-metrics-self",resource="*v1.Node",result="${result}"}`;
const watch = (result: string) =>
  `kube_state_metrics_watch_total{job="kube-state-metrics-self",resource="*v1.Node",result="${result}"}`;

const alerts: readonly Alert[] = [
  {
    alert: 'KubeStateMetricsDown',
    expr: 'absent(up{job="kube-state-metrics"} == 1)',
    for: '10m',
    severity: 'critical',
    owner: 'platform',
    summary: 'The state of Kubernetes objects is not watched',
    description: 'kube-state-metrics has not answered for ten minutes.',
    threshold: 'It is one pod: ten minutes outlast its move to another node.',
    page: {
      meaning: 'It is gone, out of memory, or exposes more series than its limit.',
      impact: 'All alerts about pods, workloads, nodes, volumes and quotas are blind.',
      look: [
        PODS,
        [
          'Which error does the scrape give?',
          'kubectl -n monitoring exec prometheus-0 -c prometheus -- wget -qO- "localhost:9090/api/v1/targets?scrapePool=kube-state-metrics" | jq -r ".data.activeTargets[].lastError"',
        ],
      ],
      end: 'Out of memory: raise kubeStateMetrics.memoryMiB. Over the limit of series: raise kubeStateMetrics.seriesLimit. Otherwise read its log.',
    },
    proof: {
      fires: { when: 'it is down', series: { 'up{job="kube-state-metrics",instance="a"}': '0x30' }, at: '20m' },
      silent: [{ when: 'it answers', series: { 'up{job="kube-state-metrics",instance="a"}': '1x30' }, at: '20m' }],
    },
  },
  {
    alert: 'KubeStateMetricsIncomplete',
    expr: `(
  sum by (resource) (rate(kube_state_metrics_list_total{job="kube-state-metrics-self",result="error"}[10m]))
    / sum by (resource) (rate(kube_state_metrics_list_total{job="kube-state-metrics-self"}[10m])) > 0.05
) or (
  sum by (resource) (rate(kube_state_metrics_watch_total{job="kube-state-metrics-self",result="error"}[10m]))
    / sum by (resource) (rate(kube_state_metrics_watch_total{job="kube-state-metrics-self"}[10m])) > 0.05
)`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'kube-state-metrics cannot read some objects',
    description: '{{ $value | humanizePercentage }} of the requests for {{ $labels.resource }} fail.',
    threshold: '5 % for fifteen minutes: watches end and are made again now and then.',
    page: {
      meaning: 'The API server refuses or does not answer its lists and watches of this kind.',
      impact: 'Alerts about this kind are blind or stale.',
      look: [
        PODS,
        [
          'May it read them?',
          'kubectl auth can-i list <resource> -A --as=system:serviceaccount:monitoring:kube-state-metrics',
        ],
      ],
      end: 'Give back the role that was changed, or take the kind out of its list.',
    },
    proof: {
      fires: {
        when: 'half fail',
        series: { [list('error')]: '0+1x60', [list('success')]: '0+1x60' },
        at: '40m',
        labels: { resource: '*v1.Node' },
        value: '50%',
      },
      silent: [
        {
          when: 'all succeed',
          series: { [list('success')]: '0+1x60', [watch('success')]: '0+1x60', [watch('error')]: '0x60' },
          at: '40m',
        },
      ],
    },
  },
];

export const kubeStateMetricsAlerts: readonly AlertGroup[] = [{ name: 'kube-state-metrics', rules: alerts }];
