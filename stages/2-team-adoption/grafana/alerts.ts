import type { Alert, AlertGroup } from '../../../src/kit/alert';

const PODS = [
  'Is it there, and what does it log?',
  'kubectl -n monitoring get pods -l app.kubernetes.io/name=grafana; kubectl -n monitoring logs deployment/grafana -c grafana --tail=100 | grep -iE "error|warn"',
] as const;
const answers = (code: string) =>
  `grafana_http_request_duration_seconds_count{job="grafana",handler="/api/ds/query",method="POST",status_code="${code}"}`;

const alerts: readonly Alert[] = [
  {
    alert: 'GrafanaDown',
    expr: 'absent(up{job="grafana"} == 1)',
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Nobody can look at dashboards',
    description: 'Grafana has not answered for fifteen minutes.',
    threshold:
      'It is one pod by default: fifteen minutes outlast its move to another node and the migration of its database.',
    page: {
      meaning: 'No pod of Grafana answers.',
      impact: 'No dashboards. Alerts go on: Prometheus and Alertmanager do not need it.',
      look: [
        PODS,
        [
          'Does a volume, a Secret or a node hold it up?',
          "kubectl -n monitoring describe pods -l app.kubernetes.io/name=grafana | sed -n '/Events/,$p'",
        ],
      ],
      end: 'Undo the last change of its configuration; create the Secret that is missing; if the volume is in a lost zone, delete claim and pod (dashboards come back from this bundle).',
    },
    proof: {
      fires: { when: 'it is down', series: { 'up{job="grafana",instance="a"}': '0x40' }, at: '30m', labels: {} },
      silent: [{ when: 'it answers', series: { 'up{job="grafana",instance="a"}': '1x40' }, at: '30m' }],
    },
  },
  {
    alert: 'GrafanaFails',
    expr: `sum by (handler) (rate(grafana_http_request_duration_seconds_count{job="grafana",status_code=~"5.."}[15m]))
/ sum by (handler) (rate(grafana_http_request_duration_seconds_count{job="grafana"}[15m])) > 0.5
and sum by (handler) (increase(grafana_http_request_duration_seconds_count{job="grafana"}[15m])) > 20`,
    for: '15m',
    severity: 'info',
    owner: 'platform',
    summary: 'Grafana answers with errors',
    description: '{{ $value | humanizePercentage }} of the requests to {{ $labels.handler }} fail.',
    threshold: 'Half of at least twenty requests in a quarter of an hour: one broken query of one person is no alert.',
    page: {
      meaning: 'Its database or a data source does not answer.',
      impact: 'Dashboards show errors instead of lines.',
      look: [
        PODS,
        [
          'Do the data sources answer?',
          'kubectl -n monitoring exec deployment/grafana -c grafana -- wget -qO- http://prometheus.monitoring.svc:9090/-/ready',
        ],
      ],
      end: 'Mend the data source or the database the log names, or the network policy between them.',
    },
    proof: {
      fires: {
        when: 'all queries fail',
        series: { [answers('500')]: '0+10x60' },
        at: '40m',
        labels: { handler: '/api/ds/query' },
        value: '100%',
      },
      silent: [
        { when: 'one in ten fails', series: { [answers('500')]: '0+1x60', [answers('200')]: '0+9x60' }, at: '40m' },
        { when: 'one person has one broken panel', series: { [answers('500')]: '0+1x60' }, at: '40m' },
      ],
    },
  },
];

export const grafanaAlerts: readonly AlertGroup[] = [{ name: 'grafana', rules: alerts }];
