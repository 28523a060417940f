import type { Alert } from '../../../src/kit/alert';

const LOGS = [
  'What does it log?',
  'kubectl -n monitoring logs <pod> -c prometheus --tail=200 | grep -iE "alertmanager|notif|remote"',
] as const;
const REACH = [
  'Does it reach them?',
  'kubectl -n monitoring exec <pod> -c prometheus -- wget -qO- localhost:9090/api/v1/alertmanagers; kubectl -n monitoring get endpointslices,networkpolicies',
] as const;
const self = (metric: string, extra = '') => `${metric}{job="prometheus",instance="p:9090",pod="prometheus-0"${extra}}`;
const pod = { pod: 'prometheus-0' };
const labels = { ...pod, job: 'prometheus', instance: 'p:9090' };
const am = ',alertmanager="http://a:9093/api/v2/alerts"';

/** Handing alerts to Alertmanager and samples to long-term storage. */
export const notificationAlerts: readonly Alert[] = [
  {
    alert: 'PrometheusHasNoAlertmanager',
    expr: 'max_over_time(prometheus_notifications_alertmanagers_discovered{job="prometheus"}[5m]) < 1',
    for: '10m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Prometheus knows no Alertmanager',
    description: '{{ $labels.pod }} has found no Alertmanager for ten minutes.',
    threshold: 'It must know at least one; ten minutes outlast a rollout of all of them.',
    page: {
      meaning: 'Discovery of the members finds nothing.',
      impact:
        "No alert of this server reaches anyone. If both servers say so, this alert comes only through the dead man's switch.",
      look: [
        REACH,
        ['Are the members there?', 'kubectl -n monitoring get pods -l app.kubernetes.io/name=alertmanager'],
      ],
      end: 'Bring the members or the headless Service back.',
    },
    proof: {
      fires: {
        when: 'it finds none',
        series: { [self('prometheus_notifications_alertmanagers_discovered')]: '0x30' },
        at: '20m',
        labels,
      },
      silent: [
        {
          when: 'it finds two',
          series: { [self('prometheus_notifications_alertmanagers_discovered')]: '2x30' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusCannotSendAlerts',
    expr: `min by (pod) (
  rate(prometheus_notifications_errors_total{job="prometheus"}[5m]) / rate(prometheus_notifications_sent_total{job="prometheus"}[5m])
) > 0.03`,
    for: '15m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Prometheus cannot hand alerts to any Alertmanager',
    description:
      '{{ $labels.pod }} fails to send {{ $value | humanizePercentage }} of its alerts even to the Alertmanager it reaches best.',
    threshold:
      '3 % to the best of all members: one member that is down does not count, since every member gets every alert.',
    page: {
      meaning: 'All members refuse or do not answer.',
      impact: 'Alerts are lost until one member takes them again.',
      look: [REACH, LOGS],
      end: 'Mend Alertmanager or the way to it: port 9093 in the network policies of both.',
    },
    proof: {
      fires: {
        when: 'half fail everywhere',
        series: {
          [self('prometheus_notifications_errors_total', am)]: '0+30x40',
          [self('prometheus_notifications_sent_total', am)]: '0+60x40',
        },
        at: '30m',
        labels: pod,
        value: '50%',
      },
      silent: [
        {
          when: 'one of two members is down',
          series: {
            [self('prometheus_notifications_errors_total', am)]: '0+60x40',
            [self('prometheus_notifications_sent_total', am)]: '0+60x40',
            [self('prometheus_notifications_errors_total', ',alertmanager="http://b:9093/api/v2/alerts"')]: '0x40',
            [self('prometheus_notifications_sent_total', ',alertmanager="http://b:9093/api/v2/alerts"')]: '0+60x40',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusAlertQueueFills',
    expr: 'predict_linear(prometheus_notifications_queue_length{job="prometheus"}[5m], 30 * 60) > min_over_time(prometheus_notifications_queue_capacity{job="prometheus"}[5m])',
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Alerts pile up in Prometheus',
    description: 'The queue of {{ $labels.pod }} to Alertmanager is full in less than half an hour.',
    threshold: 'A forecast of half an hour against the capacity it reports.',
    page: {
      meaning: 'More alerts come than Alertmanager takes.',
      impact: 'When the queue is full the oldest alerts are dropped.',
      look: [
        REACH,
        [
          'How many alerts fire, and which?',
          'kubectl -n monitoring exec <pod> -c prometheus -- wget -qO- localhost:9090/api/v1/alerts | jq -r ".data.alerts[].labels.alertname" | sort | uniq -c | sort -rn | head',
        ],
      ],
      end: 'Mend the rule that makes thousands of alerts, or Alertmanager if it is slow.',
    },
    proof: {
      fires: {
        when: 'it grows quickly',
        series: {
          [self('prometheus_notifications_queue_length')]: '0+400x40',
          [self('prometheus_notifications_queue_capacity')]: '10000x40',
        },
        at: '30m',
        labels,
      },
      silent: [
        {
          when: 'it is empty',
          series: {
            [self('prometheus_notifications_queue_length')]: '0x40',
            [self('prometheus_notifications_queue_capacity')]: '10000x40',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusRemoteWriteBehind',
    expr: `max_over_time(prometheus_remote_storage_queue_highest_timestamp_seconds{job="prometheus"}[5m])
- max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds{job="prometheus"}[5m]) > 300`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Long-term storage lags behind',
    description: '{{ $labels.pod }} writes to {{ $labels.remote_name }} {{ $value | humanizeDuration }} late.',
    threshold: 'Five minutes late for fifteen: the log holds about two hours before samples are lost.',
    page: {
      meaning: 'The endpoint takes samples more slowly than they come, or refuses them.',
      impact: 'After about two hours samples are missing there; nothing is missing here.',
      look: [
        LOGS,
        [
          'Does it use all its senders? Dashboard Prometheus, row "Remote write".',
          'kubectl -n monitoring top pod <pod> --containers',
        ],
      ],
      end: 'Raise maxShards or the limits of the endpoint, write fewer series (keep), or mend credentials.',
    },
    proof: {
      fires: {
        when: 'it is ten minutes late',
        series: {
          [self('prometheus_remote_storage_queue_highest_timestamp_seconds', ',remote_name="amp"')]: '1000+60x40',
          [self('prometheus_remote_storage_queue_highest_sent_timestamp_seconds', ',remote_name="amp"')]: '400+60x40',
        },
        at: '30m',
        labels: { ...labels, remote_name: 'amp' },
        value: '10m 0s',
      },
      silent: [
        {
          when: 'it is a minute late',
          series: {
            [self('prometheus_remote_storage_queue_highest_timestamp_seconds', ',remote_name="amp"')]: '1000+60x40',
            [self('prometheus_remote_storage_queue_highest_sent_timestamp_seconds', ',remote_name="amp"')]: '940+60x40',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusRemoteWriteFails',
    expr: `sum by (pod, remote_name) (rate(prometheus_remote_storage_samples_failed_total{job="prometheus"}[5m]))
/ sum by (pod, remote_name) (rate(prometheus_remote_storage_samples_total{job="prometheus"}[5m])) > 0.01`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Long-term storage refuses samples',
    description:
      '{{ $labels.remote_name }} refuses {{ $value | humanizePercentage }} of the samples of {{ $labels.pod }} for good.',
    threshold: '1 %: what can be tried again is not counted here.',
    page: {
      meaning:
        'The endpoint answers with an error that is not tried again: credentials, a limit on series, a sample too old.',
      impact: 'Those samples are missing in long-term storage.',
      look: [LOGS],
      end: 'Read the answer of the endpoint in the log: renew credentials, raise its limit, or write fewer series.',
    },
    proof: {
      fires: {
        when: 'a tenth is refused',
        series: {
          [self('prometheus_remote_storage_samples_failed_total', ',remote_name="amp"')]: '0+60x40',
          [self('prometheus_remote_storage_samples_total', ',remote_name="amp"')]: '0+600x40',
        },
        at: '30m',
        labels: { ...pod, remote_name: 'amp' },
        value: '10%',
      },
      silent: [
        {
          when: 'none is',
          series: {
            [self('prometheus_remote_storage_samples_failed_total', ',remote_name="amp"')]: '0x40',
            [self('prometheus_remote_storage_samples_total', ',remote_name="amp"')]: '0+600x40',
          },
          at: '30m',
        },
      ],
    },
  },
];
