import { type DashboardSpec, dashboard } from '../../../src/kit/dashboard';
import type { RowSpec } from '../../../src/kit/dashboard/spec';
import { DASHBOARDS, firingAlerts } from '../watch/panels';
import { LOGS } from '../watch/thresholds';
import type { LogStore } from './choices';
import { STORE_REPLICAS, storeNames } from './store/names';

const COLLECTOR = 'job="fluentd",node=~"$node"';

const now = ({ title }: LogStore, job: string): RowSpec => ({
  title: 'Now',
  panels: [
    {
      kind: 'stat',
      title: 'Health (0 green, 1 yellow, 2 red)',
      unit: 'none',
      expr: `max(elasticsearch_cluster_health_status{${job},color="red"}) * 2 + max(elasticsearch_cluster_health_status{${job},color="yellow"})`,
      limits: { warning: 1, critical: 2 },
      empty: 'unknown',
    },
    {
      kind: 'stat',
      title: 'Nodes of the store',
      unit: 'short',
      expr: `min(elasticsearch_cluster_health_number_of_nodes{${job}})`,
      limits: { warning: STORE_REPLICAS, critical: STORE_REPLICAS - 1, falling: true },
    },
    {
      kind: 'stat',
      title: 'Fullest volume: free',
      unit: 'percentunit',
      expr: `min(elasticsearch_filesystem_data_available_bytes{${job}} / elasticsearch_filesystem_data_size_bytes{${job}})`,
      limits: { warning: LOGS.diskFreeWarning, critical: LOGS.diskFreeCritical, falling: true },
      empty: 'unknown',
    },
    {
      kind: 'stat',
      title: 'Newest snapshot',
      unit: 'dateTimeFromNow',
      expr: `1000 * max(elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{${job}})`,
      empty: 'none',
    },
    {
      kind: 'stat',
      title: 'Records a second',
      description: 'Taken over by the collectors, whether stored yet or not.',
      unit: 'short',
      expr: 'sum(rate(fluentd_output_status_emit_records{job="fluentd",plugin_id="store"}[5m]))',
    },
    {
      kind: 'stat',
      title: 'Least room in a buffer (%)',
      unit: 'percent',
      expr: 'min(fluentd_output_status_buffer_available_space_ratio{job="fluentd",plugin_id="store"})',
      limits: { warning: LOGS.bufferFreePercent, falling: true },
      empty: 'unknown',
    },
    firingAlerts(`alertname=~"${title}.*|Log.*|NodeWithoutLogCollector"`),
  ],
});

const store = (job: string): RowSpec => ({
  title: 'Store',
  panels: [
    {
      kind: 'lines',
      title: 'Documents indexed a second',
      description: 'Every copy counts: with one replica twice what the collectors send.',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (name) (rate(elasticsearch_indices_indexing_index_total{${job}}[5m]))`,
          legend: '{{name}}',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Searches a second',
      description: 'Every shard that is searched counts.',
      unit: 'ops',
      queries: [
        { expr: `sum by (name) (rate(elasticsearch_indices_search_query_total{${job}}[5m]))`, legend: '{{name}}' },
      ],
    },
    {
      kind: 'lines',
      title: 'Refused for load, a second',
      description: 'Collectors try again by themselves; if it stays, the nodes are too small for what is written.',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (name, type) (rate(elasticsearch_thread_pool_rejected_count{${job}}[5m])) > 0`,
          legend: '{{name}} {{type}}',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Mean time of a search in a shard',
      unit: 's',
      queries: [
        {
          expr: `sum by (name) (rate(elasticsearch_indices_search_query_time_seconds{${job}}[5m])) / sum by (name) (rate(elasticsearch_indices_search_query_total{${job}}[5m]))`,
          legend: '{{name}}',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Heap in use',
      description: 'A saw: what counts is how low it falls after each collection.',
      unit: 'percentunit',
      queries: [
        {
          expr: `max by (name) (elasticsearch_jvm_memory_used_bytes{${job},area="heap"} / elasticsearch_jvm_memory_max_bytes{${job},area="heap"})`,
          legend: '{{name}}',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Volumes: free',
      unit: 'percentunit',
      queries: [
        {
          expr: `min by (name) (elasticsearch_filesystem_data_available_bytes{${job}} / elasticsearch_filesystem_data_size_bytes{${job}})`,
          legend: '{{name}}',
        },
      ],
      limits: { warning: LOGS.diskFreeWarning, critical: LOGS.diskFreeCritical, falling: true },
    },
    {
      kind: 'lines',
      title: 'Size by stream',
      description: 'With all copies.',
      unit: 'bytes',
      stacked: true,
      queries: [
        {
          // A stream's indices are named .ds-<stream>-<year>.<month>.<day>-<number>.
          expr: `topk(12, sum by (stream) (label_replace(elasticsearch_indices_store_size_bytes_total{${job},index=~"[.]ds-logs-.*"}, "stream", "$1", "index", "[.]ds-(.+)-[0-9]{4}[.].*")))`,
          legend: '{{stream}}',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Shards without a place',
      unit: 'short',
      queries: [
        { expr: `max(elasticsearch_cluster_health_unassigned_shards{${job}})`, legend: 'unassigned' },
        { expr: `max(elasticsearch_cluster_health_relocating_shards{${job}})`, legend: 'moving' },
      ],
    },
  ],
});

const collectors: RowSpec = {
  title: 'Collectors',
  panels: [
    {
      kind: 'lines',
      title: 'Records a second by node',
      unit: 'short',
      queries: [
        {
          expr: `topk(20, sum by (node) (rate(fluentd_output_status_emit_records{${COLLECTOR},plugin_id="store"}[$__rate_interval])))`,
          legend: '{{node}}',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Records refused for good, a minute',
      description: 'They are in the stream logs-kubernetes-rejected, as text.',
      unit: 'short',
      queries: [
        {
          expr: `topk(20, 60 * sum by (node) (rate(fluentd_output_status_emit_records{${COLLECTOR},plugin_id="rejected"}[$__rate_interval])))`,
          legend: '{{node}}',
        },
      ],
      limits: { warning: LOGS.rejectedPerMinute },
    },
    {
      kind: 'lines',
      title: 'Buffers: free (%)',
      unit: 'percent',
      queries: [
        {
          expr: `bottomk(20, min by (node) (fluentd_output_status_buffer_available_space_ratio{${COLLECTOR},plugin_id="store"}))`,
          legend: '{{node}}',
        },
      ],
      limits: { warning: LOGS.bufferFreePercent, falling: true },
    },
    {
      kind: 'lines',
      title: 'Waiting on the nodes',
      unit: 'bytes',
      queries: [
        {
          expr: `topk(20, sum by (node) (fluentd_output_status_buffer_total_bytes{${COLLECTOR}}))`,
          legend: '{{node}}',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'From the first failed write to the next try',
      description: 'Falls to zero with the first that succeeds.',
      unit: 's',
      queries: [
        {
          expr: `topk(20, max by (node, plugin_id) (fluentd_output_status_retry_wait{${COLLECTOR}})) > 0`,
          legend: '{{node}} {{plugin_id}}',
        },
      ],
    },
    {
      kind: 'lines',
      title: 'Writes tried again, a minute',
      description: 'Counted at each that failed.',
      unit: 'short',
      queries: [
        {
          expr: `topk(20, 60 * sum by (node, plugin_id) (rate(fluentd_output_status_retry_count{${COLLECTOR}}[$__rate_interval]))) > 0`,
          legend: '{{node}} {{plugin_id}}',
        },
      ],
    },
  ],
};

const spec = (runbooks: string, chosen: LogStore, job: string): DashboardSpec => ({
  uid: DASHBOARDS.logging,
  title: 'Logging',
  description: 'Do logs arrive: collectors, their buffers, the store and its room.',
  runbooks,
  variables: [
    {
      name: 'node',
      label: 'Node',
      series: 'fluentd_output_status_emit_records{job="fluentd",plugin_id="store"}',
      multi: true,
    },
  ],
  rows: [now(chosen, job), store(job), collectors],
});

export const loggingDashboard = (runbooks: string, chosen: LogStore) =>
  dashboard(spec(runbooks, chosen, `job="${storeNames(chosen.name).exporter}"`));
