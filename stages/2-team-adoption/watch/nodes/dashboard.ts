import { type DashboardSpec, dashboard } from '../../../../src/kit/dashboard';
import { DASHBOARDS, firingAlerts } from '../panels';
import { NODE } from '../thresholds';
import { REAL_DISKS } from './host';

const NODES = 'job="node-exporter",instance=~"$node"';
const KUBELETS = 'job="kubelet",node=~"$node"';
const disks = `${REAL_DISKS},instance=~"$node"`;

const spec = (runbooks: string): DashboardSpec => ({
  uid: DASHBOARDS.nodes,
  title: 'Nodes',
  description: 'Which node is in trouble, and with what: processor, memory, disk, network or its kubelet.',
  runbooks,
  variables: [{ name: 'node', label: 'Node', series: 'kube_node_info{job="kube-state-metrics"}', multi: true }],
  rows: [
    {
      title: 'All chosen nodes',
      panels: [
        {
          kind: 'table',
          title: 'Nodes',
          by: ['instance'],
          columns: [
            {
              header: 'CPU',
              expr: 'topk(50, instance:node_cpu:ratio_rate5m{instance=~"$node"})',
              unit: 'percentunit',
              limits: { warning: 0.85, critical: 0.95 },
            },
            {
              header: 'Memory',
              expr: 'max by (instance) (instance:node_memory_used:ratio{instance=~"$node"})',
              unit: 'percentunit',
              limits: { warning: 0.85, critical: 1 - NODE.memoryAvailable },
            },
            {
              header: 'Load per CPU',
              expr: 'max by (instance) (instance:node_load1_per_cpu:ratio{instance=~"$node"})',
              unit: 'short',
              limits: { warning: 2 },
            },
            {
              header: 'Fullest disk',
              expr: `max by (instance) (1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`,
              unit: 'percentunit',
              limits: { warning: 1 - NODE.diskFreeForecast, critical: 1 - NODE.diskFreeCritical },
            },
            { header: 'Up', expr: `max by (instance) (time() - node_boot_time_seconds{${NODES}})`, unit: 's' },
          ],
          links: { instance: { dashboard: DASHBOARDS.workloads, variables: [] } },
        },
        firingAlerts('node=~"$node"'),
      ],
    },
    {
      title: 'Processor and memory',
      panels: [
        {
          kind: 'lines',
          title: 'CPU',
          unit: 'percentunit',
          queries: [{ expr: 'topk(20, instance:node_cpu:ratio_rate5m{instance=~"$node"})', legend: '{{instance}}' }],
        },
        {
          kind: 'lines',
          title: 'Memory',
          unit: 'percentunit',
          queries: [{ expr: 'topk(20, instance:node_memory_used:ratio{instance=~"$node"})', legend: '{{instance}}' }],
          limits: { critical: 1 - NODE.memoryAvailable },
        },
        {
          kind: 'lines',
          title: 'Waiting for a processor',
          description: 'Share of time in which at least one task waited for a processor (pressure stall information).',
          unit: 'percentunit',
          queries: [
            {
              expr: `topk(20, rate(node_pressure_cpu_waiting_seconds_total{${NODES}}[$__rate_interval]))`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Everything waits for memory',
          unit: 'percentunit',
          queries: [
            {
              expr: `topk(20, rate(node_pressure_memory_stalled_seconds_total{${NODES}}[$__rate_interval]))`,
              legend: '{{instance}}',
            },
          ],
          limits: { warning: NODE.memoryStalled },
        },
      ],
    },
    {
      title: 'Disk',
      panels: [
        {
          kind: 'lines',
          title: 'Disk used',
          unit: 'percentunit',
          queries: [
            {
              expr: `topk(20, 1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`,
              legend: '{{instance}} {{mountpoint}}',
            },
          ],
          limits: { warning: 1 - NODE.diskFreeForecast, critical: 1 - NODE.diskFreeCritical },
        },
        {
          kind: 'lines',
          title: 'Disk queue',
          unit: 'short',
          queries: [
            {
              expr: `topk(20, rate(node_disk_io_time_weighted_seconds_total{${NODES},device=~"nvme.+|xvd.+|sd.+"}[$__rate_interval]))`,
              legend: '{{instance}} {{device}}',
            },
          ],
          limits: { warning: NODE.diskQueue },
        },
        {
          kind: 'lines',
          title: 'Read',
          unit: 'Bps',
          queries: [
            {
              expr: `topk(20, sum by (instance) (rate(node_disk_read_bytes_total{${NODES}}[$__rate_interval])))`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Written',
          unit: 'Bps',
          queries: [
            {
              expr: `topk(20, sum by (instance) (rate(node_disk_written_bytes_total{${NODES}}[$__rate_interval])))`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Kubelet',
      panels: [
        {
          kind: 'lines',
          title: 'Running pods',
          unit: 'short',
          queries: [
            {
              expr: `topk(20, sum by (node) (kubelet_running_pods{${KUBELETS},metrics_path="/metrics"}))`,
              legend: '{{node}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Starting a pod (slowest hundredth)',
          unit: 's',
          queries: [
            {
              expr: `topk(20, histogram_quantile(0.99, sum by (node, le) (rate(kubelet_pod_start_sli_duration_seconds_bucket{${KUBELETS},metrics_path="/metrics"}[$__rate_interval]))))`,
              legend: '{{node}}',
            },
          ],
          limits: { warning: 60 },
        },
        {
          kind: 'lines',
          title: 'Listing the pods (slowest hundredth)',
          unit: 's',
          queries: [
            {
              expr: `topk(20, histogram_quantile(0.99, sum by (node, le) (rate(kubelet_pleg_relist_duration_seconds_bucket{${KUBELETS},metrics_path="/metrics"}[$__rate_interval]))))`,
              legend: '{{node}}',
            },
          ],
          limits: { critical: 10 },
        },
        {
          kind: 'lines',
          title: 'Runtime errors',
          unit: 'ops',
          queries: [
            {
              expr: `topk(20, sum by (node, operation_type) (rate(kubelet_runtime_operations_errors_total{${KUBELETS},metrics_path="/metrics"}[$__rate_interval])))`,
              legend: '{{node}} {{operation_type}}',
            },
          ],
        },
      ],
    },
  ],
});

export const nodesDashboard = (runbooks: string) => dashboard(spec(runbooks));
