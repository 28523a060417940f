import { type DashboardSpec, dashboard } from '../../../src/kit/dashboard';
import { DASHBOARDS, firingAlerts } from '../watch/panels';

const SELF = 'job="alertmanager"';

const spec = (runbooks: string): DashboardSpec => ({
  uid: DASHBOARDS.alertmanager,
  title: 'Alertmanager',
  description: 'Do alerts reach people: members, notifications, silences.',
  runbooks,
  rows: [
    {
      title: 'Now',
      panels: [
        {
          kind: 'stat',
          title: 'Members that answer',
          unit: 'short',
          expr: `sum(up{${SELF}})`,
          limits: { critical: 1, warning: 2, falling: true },
        },
        {
          kind: 'stat',
          title: 'Members each one sees',
          unit: 'short',
          expr: `min(alertmanager_cluster_members{${SELF}})`,
          limits: { critical: 1, warning: 2, falling: true },
        },
        {
          kind: 'stat',
          title: 'Active alerts',
          unit: 'short',
          expr: `max(alertmanager_alerts{${SELF},state="active"})`,
        },
        {
          kind: 'stat',
          title: 'Suppressed',
          description: 'Silenced or inhibited.',
          unit: 'short',
          expr: `max(alertmanager_alerts{${SELF},state="suppressed"})`,
        },
        { kind: 'stat', title: 'Silences', unit: 'short', expr: `max(alertmanager_silences{${SELF},state="active"})` },
        {
          kind: 'stat',
          title: 'Notifications failing',
          unit: 'percentunit',
          expr: `sum(rate(alertmanager_notifications_failed_total{${SELF}}[15m])) / sum(rate(alertmanager_notifications_total{${SELF}}[15m]))`,
          limits: { critical: 0.05 },
        },
        firingAlerts(),
      ],
    },
    {
      title: 'Delivery',
      panels: [
        {
          kind: 'lines',
          title: 'Notifications',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (integration) (rate(alertmanager_notifications_total{${SELF}}[$__rate_interval]))`,
              legend: '{{integration}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Notifications that fail',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (integration, reason) (rate(alertmanager_notifications_failed_total{${SELF}}[$__rate_interval]))`,
              legend: '{{integration}} {{reason}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Time to deliver (slowest hundredth)',
          unit: 's',
          queries: [
            {
              expr: `histogram_quantile(0.99, sum by (integration, le) (rate(alertmanager_notification_latency_seconds_bucket{${SELF}}[$__rate_interval])))`,
              legend: '{{integration}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Alerts received',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (status) (rate(alertmanager_alerts_received_total{${SELF}}[$__rate_interval]))`,
              legend: '{{status}}',
            },
            { expr: `sum(rate(alertmanager_alerts_invalid_total{${SELF}}[$__rate_interval]))`, legend: 'refused' },
          ],
        },
      ],
    },
    {
      title: 'Members',
      panels: [
        {
          kind: 'lines',
          title: 'Members each one sees',
          unit: 'short',
          queries: [{ expr: `max by (pod) (alertmanager_cluster_members{${SELF}})`, legend: '{{pod}}' }],
        },
        {
          kind: 'lines',
          title: 'Memory',
          unit: 'bytes',
          queries: [{ expr: `sum by (pod) (process_resident_memory_bytes{${SELF}})`, legend: '{{pod}}' }],
        },
      ],
    },
  ],
});

export const alertmanagerDashboard = (runbooks: string) => dashboard(spec(runbooks));
