import type { Alert, AlertGroup } from '../../../src/kit/alert';

const LOGS = [
  'What does it log?',
  'kubectl -n monitoring logs <pod> -c alertmanager --tail=100 | grep -iE "error|warn"',
] as const;
const one = (n: number, metric: string, extra = '') =>
  `${metric}{job="alertmanager",instance="am-${n}:9093",pod="alertmanager-${n}"${extra}}`;
const labels = { job: 'alertmanager', instance: 'am-0:9093', pod: 'alertmanager-0' };
const slack = ',receiver_name="chat",integration="slack",reason="other"';
const sent = ',receiver_name="chat",integration="slack"';

const alerts: readonly Alert[] = [
  {
    alert: 'AlertmanagerConfigurationRejected',
    expr: 'max_over_time(alertmanager_config_last_reload_successful{job="alertmanager"}[5m]) == 0',
    for: '10m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Alertmanager refuses its configuration',
    description: '{{ $labels.pod }} goes on with the configuration it had before.',
    threshold: 'Every reload must succeed.',
    page: {
      meaning: 'The configuration or a template has a mistake, or a secret file it names is missing.',
      impact: 'New routes and receivers are not there; after a restart it would not start.',
      look: [
        LOGS,
        [
          'Is it right?',
          'kubectl -n monitoring exec <pod> -c alertmanager -- amtool check-config /etc/alertmanager/config/alertmanager.yml',
        ],
      ],
      end: 'Correct or undo the last change; create the Secret that is missing.',
    },
    proof: {
      fires: {
        when: 'a reload fails',
        series: { [one(0, 'alertmanager_config_last_reload_successful')]: '0x30' },
        at: '20m',
        labels,
      },
      silent: [
        { when: 'it succeeds', series: { [one(0, 'alertmanager_config_last_reload_successful')]: '1x30' }, at: '20m' },
      ],
    },
  },
  {
    alert: 'AlertmanagerMembersMissing',
    expr: `max_over_time(alertmanager_cluster_members{job="alertmanager"}[5m]) < on () group_left () count(max_over_time(up{job="alertmanager"}[5m]))`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Alertmanagers do not know each other',
    description: '{{ $labels.pod }} sees {{ $value }} members, fewer than there are.',
    threshold: 'Each member must see every other; fifteen minutes leave time for a rollout one by one.',
    page: {
      meaning: 'The members cannot talk to each other on port 9094, TCP and UDP.',
      impact: 'Notifications come double, silences hold on one member only.',
      look: [
        LOGS,
        [
          'Whom does it know?',
          'kubectl -n monitoring exec <pod> -c alertmanager -- amtool --alertmanager.url=http://localhost:9093 cluster show',
        ],
      ],
      end: 'Open 9094 TCP and UDP between the members in their network policy; check that the headless Service lists all of them.',
    },
    proof: {
      fires: {
        when: 'each sees itself only',
        series: {
          [one(0, 'alertmanager_cluster_members')]: '1x30',
          [one(1, 'alertmanager_cluster_members')]: '2x30',
          [one(0, 'up')]: '1x30',
          [one(1, 'up')]: '1x30',
        },
        at: '20m',
        labels,
        value: '1',
      },
      silent: [
        {
          when: 'both see both',
          series: {
            [one(0, 'alertmanager_cluster_members')]: '2x30',
            [one(1, 'alertmanager_cluster_members')]: '2x30',
            [one(0, 'up')]: '1x30',
            [one(1, 'up')]: '1x30',
          },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'AlertmanagerConfigurationsDiffer',
    expr: 'count(count_values("config_hash", alertmanager_config_hash{job="alertmanager"})) > 1',
    for: '20m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Alertmanagers work with different configurations',
    description: 'There are {{ $value }} different configurations in use.',
    threshold: 'A changed ConfigMap reaches all pods within two minutes; twenty are more than a rollout needs.',
    page: {
      meaning: 'One member did not load the newest configuration.',
      impact: 'Who is told depends on which member sends.',
      look: [
        [
          'Which one?',
          'kubectl -n monitoring get pods -l app.kubernetes.io/name=alertmanager; kubectl -n monitoring logs -l app.kubernetes.io/name=alertmanager -c alertmanager --prefix --tail=200 | grep -i "loading\\|reload"',
        ],
      ],
      end: 'Restart the member that is behind.',
    },
    proof: {
      fires: {
        when: 'two differ',
        series: { [one(0, 'alertmanager_config_hash')]: '1x40', [one(1, 'alertmanager_config_hash')]: '2x40' },
        at: '30m',
        value: '2',
      },
      silent: [
        {
          when: 'they are the same',
          series: { [one(0, 'alertmanager_config_hash')]: '1x40', [one(1, 'alertmanager_config_hash')]: '1x40' },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'NotificationsFail',
    expr: `min by (receiver_name, integration) (
  sum by (pod, receiver_name, integration) (rate(alertmanager_notifications_failed_total{job="alertmanager"}[15m]))
  / sum by (pod, receiver_name, integration) (rate(alertmanager_notifications_total{job="alertmanager"}[15m]))
) > 0.05`,
    for: '10m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Notifications do not arrive',
    description:
      '{{ $value | humanizePercentage }} of the notifications of receiver {{ $labels.receiver_name }} by {{ $labels.integration }} fail on every Alertmanager.',
    threshold: '5 % on the best member: one that fails alone is stood in for by another.',
    page: {
      meaning: 'The receiver refuses: an expired secret, a channel that is gone, a limit, no way out of the cluster.',
      impact: 'People are not told. If it is the pager: nobody is woken.',
      look: [
        LOGS,
        ['Is the secret there?', 'kubectl -n monitoring get secrets'],
        ['Is there a way out?', 'kubectl -n monitoring get networkpolicies'],
      ],
      end: 'Renew the secret the receiver names (the platform never writes it), or correct the receiver. Then send a trial the receiver gets: `kubectl -n monitoring exec alertmanager-0 -c alertmanager -- amtool alert add Trial severity=critical team=platform --alertmanager.url=http://localhost:9093`; information would reach nobody.',
    },
    proof: {
      fires: {
        when: 'all fail',
        series: {
          [one(0, 'alertmanager_notifications_failed_total', slack)]: '0+1x60',
          [one(0, 'alertmanager_notifications_total', sent)]: '0+1x60',
        },
        at: '40m',
        labels: { receiver_name: 'chat', integration: 'slack' },
        value: '100%',
      },
      silent: [
        {
          when: 'another member delivers',
          series: {
            [one(0, 'alertmanager_notifications_failed_total', slack)]: '0+1x60',
            [one(0, 'alertmanager_notifications_total', sent)]: '0+1x60',
            [one(1, 'alertmanager_notifications_failed_total', slack)]: '0x60',
            [one(1, 'alertmanager_notifications_total', sent)]: '0+1x60',
          },
          at: '40m',
        },
      ],
    },
  },
];

export const alertmanagerAlerts: readonly AlertGroup[] = [{ name: 'alertmanager', rules: alerts }];
