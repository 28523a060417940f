import type { Alert, AlertGroup } from '../../../src/kit/alert';
import { budgetAlerts } from './alerts-budget';
import { notificationAlerts } from './alerts-delivery';
import { ingestionAlerts } from './alerts-ingestion';

const LOGS = [
  'What does it log?',
  'kubectl -n monitoring logs <pod> -c prometheus --tail=100 | grep -iE "error|warn"',
] as const;
const CHECK = [
  'Is the configuration right?',
  'kubectl -n monitoring exec <pod> -c prometheus -- promtool check config /etc/prometheus/config/prometheus.yml',
] as const;
const self = (metric: string, extra = '') => `${metric}{job="prometheus",instance="p:9090",pod="prometheus-0"${extra}}`;
const labels = { job: 'prometheus', instance: 'p:9090', pod: 'prometheus-0' };

const general: readonly Alert[] = [
  {
    alert: 'Watchdog',
    expr: 'vector(1)',
    severity: 'info',
    owner: 'platform',
    summary: 'The way of alerts is open',
    description:
      'This alert always fires. When the receiver outside of the cluster no longer hears it, no other alert would arrive either.',
    threshold: "None: it is the dead man's switch.",
    page: {
      meaning:
        'It fires as long as Prometheus evaluates rules and Alertmanager delivers. Something outside must call a person when it is missing.',
      impact: 'If you were called because it is missing: this cluster is not watched.',
      look: [
        [
          'Does Prometheus run and send?',
          'kubectl -n monitoring get pods; kubectl -n monitoring exec prometheus-0 -c prometheus -- wget -qO- localhost:9090/api/v1/alertmanagers',
        ],
        ['Does Alertmanager deliver?', 'kubectl -n monitoring logs alertmanager-0 -c alertmanager --tail=50'],
      ],
      end: 'Bring back what is missing on the way: Prometheus, Alertmanager, the secret of the receiver, the way out of the cluster.',
    },
    proof: {
      fires: { when: 'rules are evaluated', series: { up: '1x5' }, at: '1m' },
      // It can only be silent when nobody evaluates it: before the first evaluation.
      silent: [],
    },
  },
  {
    alert: 'TargetsDown',
    expr: '100 * count by (job, namespace) (up{job!~"apiserver|coredns|grafana|kube-state-metrics"} == 0) / count by (job, namespace) (up{job!~"apiserver|coredns|grafana|kube-state-metrics"}) > 10',
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Prometheus does not reach some of what it watches',
    description: '{{ $value | humanize }} % of the targets of job {{ $labels.job }} do not answer.',
    threshold:
      'A tenth for fifteen minutes: single pods that are being replaced do not count. API server, DNS, Grafana and kube-state-metrics have alerts of their own.',
    page: {
      meaning:
        'Scrapes of this job fail: the pods are down, a policy is in the way, or the limit of samples is reached.',
      impact: 'Alerts and dashboards about them are blind.',
      look: [
        [
          'Which targets, which error?',
          'kubectl -n monitoring exec prometheus-0 -c prometheus -- wget -qO- "localhost:9090/api/v1/targets?state=active" | jq -r \'.data.activeTargets[] | select(.health=="down") | [.labels.job, .scrapeUrl, .lastError] | @tsv\'',
        ],
        ['Are the pods there?', 'kubectl get pods -A -o wide | grep <job>'],
      ],
      end: 'Mend the pods, the network policy or the port; raise the limit of samples if the error names it.',
    },
    proof: {
      fires: {
        when: 'one of two is down',
        series: {
          'up{job="web",namespace="shop",instance="a"}': '0x30',
          'up{job="web",namespace="shop",instance="b"}': '1x30',
        },
        at: '20m',
        labels: { job: 'web', namespace: 'shop' },
        value: '50',
      },
      silent: [
        { when: 'it comes back', series: { 'up{job="web",namespace="shop",instance="a"}': '0x10 1x30' }, at: '20m' },
      ],
    },
  },
  {
    alert: 'PrometheusConfigurationRejected',
    expr: 'max_over_time(prometheus_config_last_reload_successful{job="prometheus"}[5m]) == 0',
    for: '10m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Prometheus refuses its configuration',
    description: '{{ $labels.pod }} goes on with the configuration it had before.',
    threshold: 'Every reload must succeed; ten minutes leave time for the second part of a change that comes in two.',
    page: {
      meaning: 'The new configuration or a rule file has a mistake.',
      impact: 'New targets and rules are not there; after a restart this server would not start.',
      look: [LOGS, CHECK],
      end: 'Undo or correct the last change; `promtool check config` says where.',
    },
    proof: {
      fires: {
        when: 'a reload fails',
        series: { [self('prometheus_config_last_reload_successful')]: '0x30' },
        at: '20m',
        labels,
      },
      silent: [
        {
          when: 'it is corrected',
          series: { [self('prometheus_config_last_reload_successful')]: '0x4 1x30' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusRulesFail',
    expr: 'sum by (pod, rule_group) (increase(prometheus_rule_evaluation_failures_total{job="prometheus"}[5m])) > 0',
    for: '15m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Rules cannot be evaluated',
    description: '{{ $labels.pod }} fails to evaluate rules of {{ $labels.rule_group }}.',
    threshold: 'Any failure that lasts fifteen minutes: its alerts cannot fire.',
    page: {
      meaning: 'A query of the group fails: two series match where one may, or a limit is reached.',
      impact: 'Alerts and recordings of the group are missing.',
      look: [
        LOGS,
        [
          'Which rule?',
          'kubectl -n monitoring exec <pod> -c prometheus -- wget -qO- localhost:9090/api/v1/rules | jq -r \'.data.groups[].rules[] | select(.health=="err") | [.name, .lastError] | @tsv\'',
        ],
      ],
      end: 'Correct the rule or the labels it meets; a job that is scraped twice is the usual cause.',
    },
    proof: {
      fires: {
        when: 'it fails each time',
        series: { [self('prometheus_rule_evaluation_failures_total', ',rule_group="g"')]: '0+2x40' },
        at: '30m',
        labels: { pod: 'prometheus-0', rule_group: 'g' },
      },
      silent: [
        {
          when: 'it failed once',
          series: { [self('prometheus_rule_evaluation_failures_total', ',rule_group="g"')]: '0x3 1x40' },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusRulesLate',
    expr: 'sum by (pod, rule_group) (increase(prometheus_rule_group_iterations_missed_total{job="prometheus"}[5m])) > 0',
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Rules take longer than their interval',
    description: '{{ $labels.pod }} leaves out evaluations of {{ $labels.rule_group }}.',
    threshold: 'Any evaluation left out for fifteen minutes.',
    page: {
      meaning: 'The group takes longer than the time between two evaluations, or the server has too little CPU.',
      impact: 'Its alerts come late, its recordings have gaps.',
      look: [
        [
          'Which group is slow? Dashboard Prometheus, panel "Slowest rule groups".',
          'kubectl -n monitoring top pod <pod> --containers',
        ],
        LOGS,
      ],
      end: 'Give Prometheus more CPU, make the query cheaper or record a part of it, or give the group a longer interval.',
    },
    proof: {
      fires: {
        when: 'each second one is missed',
        series: { [self('prometheus_rule_group_iterations_missed_total', ',rule_group="g"')]: '0+1x40' },
        at: '30m',
        labels: { pod: 'prometheus-0', rule_group: 'g' },
      },
      silent: [
        {
          when: 'none is',
          series: { [self('prometheus_rule_group_iterations_missed_total', ',rule_group="g"')]: '0x40' },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusReplicaMissing',
    expr: 'count(up{job="prometheus"} == 1) < count(up{job="prometheus"}) or count(up{job="prometheus"} == 1) < 2 and count(kube_pod_info{job="kube-state-metrics",namespace="monitoring",pod=~"prometheus-[0-9]+"}) > 1',
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'One server of the Prometheus pair is missing',
    description: 'Only {{ $value }} Prometheus answers: there is no spare.',
    threshold: 'Fifteen minutes is the time a server may take to read its log back after a restart (startup probe).',
    page: {
      meaning: 'One server is down or starts again and again.',
      impact: 'None yet; the other one does all. If it fails, the cluster is not watched.',
      look: [
        [
          'Why?',
          "kubectl -n monitoring describe pod <pod> | sed -n '/Events/,$p'; kubectl -n monitoring logs <pod> -c prometheus --previous --tail=50",
        ],
        ['Its volume?', 'kubectl -n monitoring get pvc'],
      ],
      end: 'Out of memory: raise prometheus.memoryGiB or drop series. A broken log: the page PrometheusStorageCorrupt. Volume in a lost zone: delete claim and pod, the other server has the data.',
    },
    proof: {
      fires: {
        when: 'one of two is down',
        series: { 'up{job="prometheus",instance="a"}': '1x30', 'up{job="prometheus",instance="b"}': '0x30' },
        at: '20m',
        value: '1',
      },
      silent: [
        {
          when: 'both are up',
          series: { 'up{job="prometheus",instance="a"}': '1x30', 'up{job="prometheus",instance="b"}': '1x30' },
          at: '20m',
        },
      ],
    },
  },
];

export const prometheusAlerts: readonly AlertGroup[] = [
  { name: 'monitoring-general', rules: general },
  { name: 'prometheus-ingestion', rules: ingestionAlerts },
  { name: 'prometheus-budget', rules: budgetAlerts },
  { name: 'prometheus-delivery', rules: notificationAlerts },
];
