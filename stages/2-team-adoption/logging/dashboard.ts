import { type DashboardSpec, dashboard } from '../../../src/kit/dashboard';
import type { PanelSpec, RowSpec } from '../../../src/kit/dashboard/spec';
import { DASHBOARDS, firingAlerts } from '../watch/panels';
import { LOGS } from '../watch/thresholds';
import type { CollectorName, LogStore } from './choices';
import { collectorPanels } from './dashboard-collectors';
import { STORE_REPLICAS, storeNames } from './store/names';

const now = ({ title }: LogStore, job: string, collector: readonly PanelSpec[]): RowSpec => ({
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
    ...collector,
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

function spec(runbooks: string, chosen: LogStore, collector: CollectorName): DashboardSpec {
  const job = `job="${storeNames(chosen.name).exporter}"`;
  const collectors = collectorPanels(collector);
  return {
    uid: DASHBOARDS.logging,
    title: 'Logging',
    description: 'Do logs arrive: collectors, their buffers, the store and its room.',
    runbooks,
    variables: [{ name: 'node', label: 'Node', series: collectors.nodes, multi: true }],
    rows: [now(chosen, job, collectors.now), store(job), collectors.row],
  };
}

export const loggingDashboard = (runbooks: string, chosen: LogStore, collector: CollectorName) =>
  dashboard(spec(runbooks, chosen, collector));
