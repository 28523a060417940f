import { type DashboardSpec, dashboard } from '../../../src/kit/dashboard';
import { DASHBOARDS, firingAlerts } from '../watch/panels';

const SELF = 'job="prometheus",pod=~"$pod"';

const spec = (runbooks: string): DashboardSpec => ({
  uid: DASHBOARDS.prometheus,
  title: 'Prometheus',
  description: 'Does the monitoring itself work: targets, series, rules, storage, delivery.',
  runbooks,
  variables: [{ name: 'pod', label: 'Server', series: 'prometheus_build_info{job="prometheus"}', multi: true }],
  rows: [
    {
      title: 'Now',
      panels: [
        {
          kind: 'stat',
          title: 'Servers',
          unit: 'short',
          expr: 'sum(up{job="prometheus"})',
          limits: { critical: 1, warning: 2, falling: true },
        },
        {
          kind: 'stat',
          title: 'Targets down',
          unit: 'short',
          expr: 'count(up == 0) or vector(0)',
          limits: { warning: 1 },
        },
        { kind: 'stat', title: 'Series', unit: 'short', expr: `max(prometheus_tsdb_head_series{${SELF}})` },
        {
          kind: 'stat',
          title: 'Samples a second',
          unit: 'short',
          expr: `max(sum by (pod) (rate(prometheus_tsdb_head_samples_appended_total{${SELF}}[5m])))`,
        },
        {
          kind: 'stat',
          title: 'Scrapes over their budget (1 h)',
          unit: 'short',
          expr: `sum(increase(prometheus_target_scrapes_exceeded_sample_limit_total{${SELF}}[1h]))`,
          limits: { warning: 1 },
        },
        {
          kind: 'stat',
          title: 'Oldest sample',
          unit: 'dateTimeFromNow',
          expr: `1000 * min(prometheus_tsdb_lowest_timestamp_seconds{${SELF}})`,
        },
        firingAlerts('alertname=~"Prometheus.*|Targets.*"'),
      ],
    },
    {
      title: 'Scraping',
      panels: [
        {
          kind: 'table',
          title: 'Jobs',
          by: ['job'],
          columns: [
            { header: 'Series', expr: 'topk(40, sum by (job) (scrape_samples_post_metric_relabeling))', unit: 'short' },
            { header: 'Targets', expr: 'count by (job) (up)', unit: 'short' },
            {
              header: 'Up',
              expr: 'avg by (job) (up)',
              unit: 'percentunit',
              limits: { critical: 0.9, warning: 1, falling: true },
            },
            {
              header: 'Slowest scrape',
              expr: 'max by (job) (scrape_duration_seconds)',
              unit: 's',
              limits: { warning: 8 },
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Series by job',
          unit: 'short',
          stacked: true,
          queries: [{ expr: 'topk(12, sum by (job) (scrape_samples_post_metric_relabeling))', legend: '{{job}}' }],
        },
        {
          kind: 'lines',
          title: 'New series by job',
          description: 'Churn: series that were not there in the scrape before.',
          unit: 'short',
          queries: [{ expr: 'topk(12, sum by (job) (scrape_series_added))', legend: '{{job}}' }],
        },
      ],
    },
    {
      title: 'Rules and queries',
      panels: [
        {
          kind: 'lines',
          title: 'Slowest rule groups',
          unit: 's',
          queries: [
            {
              expr: `topk(10, max by (rule_group) (prometheus_rule_group_last_duration_seconds{${SELF}}))`,
              legend: '{{rule_group}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Rules that fail',
          unit: 'ops',
          queries: [
            {
              expr: `topk(10, sum by (rule_group) (rate(prometheus_rule_evaluation_failures_total{${SELF}}[$__rate_interval])))`,
              legend: '{{rule_group}}',
            },
          ],
          limits: { critical: 0.001 },
        },
        {
          kind: 'lines',
          title: 'Time of queries (slowest tenth)',
          unit: 's',
          queries: [
            {
              expr: `max by (slice) (prometheus_engine_query_duration_seconds{${SELF},quantile="0.9"})`,
              legend: '{{slice}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Requests',
          unit: 'reqps',
          queries: [
            {
              expr: `topk(10, sum by (handler, code) (rate(prometheus_http_requests_total{${SELF}}[$__rate_interval])))`,
              legend: '{{handler}} {{code}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Storage and memory',
      panels: [
        {
          kind: 'lines',
          title: 'Memory',
          unit: 'bytes',
          queries: [{ expr: `sum by (pod) (process_resident_memory_bytes{${SELF}})`, legend: '{{pod}}' }],
        },
        {
          kind: 'lines',
          title: 'Storage',
          unit: 'bytes',
          queries: [
            {
              expr: `sum by (pod) (prometheus_tsdb_storage_blocks_bytes{${SELF}} + prometheus_tsdb_wal_storage_size_bytes{${SELF}} + prometheus_tsdb_head_chunks_storage_size_bytes{${SELF}})`,
              legend: '{{pod}}',
            },
            { expr: `max(prometheus_tsdb_retention_limit_bytes{${SELF}})`, legend: 'retention by size' },
          ],
        },
      ],
    },
    {
      title: 'Delivery',
      panels: [
        {
          kind: 'lines',
          title: 'Alerts sent',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (pod, alertmanager) (rate(prometheus_notifications_sent_total{${SELF}}[$__rate_interval]))`,
              legend: '{{pod}} {{alertmanager}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Alerts not delivered',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (pod) (rate(prometheus_notifications_errors_total{${SELF}}[$__rate_interval]))`,
              legend: '{{pod}} errors',
            },
            {
              expr: `sum by (pod) (rate(prometheus_notifications_dropped_total{${SELF}}[$__rate_interval]))`,
              legend: '{{pod}} dropped',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Remote write: late by',
          unit: 's',
          queries: [
            {
              expr: `max by (pod, remote_name) (prometheus_remote_storage_queue_highest_timestamp_seconds{${SELF}} - prometheus_remote_storage_queue_highest_sent_timestamp_seconds{${SELF}})`,
              legend: '{{pod}} {{remote_name}}',
            },
          ],
          limits: { warning: 300 },
        },
        {
          kind: 'lines',
          title: 'Remote write: refused',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (pod, remote_name) (rate(prometheus_remote_storage_samples_failed_total{${SELF}}[$__rate_interval]))`,
              legend: '{{pod}} {{remote_name}}',
            },
          ],
        },
      ],
    },
  ],
});

export const prometheusDashboard = (runbooks: string) => dashboard(spec(runbooks));
