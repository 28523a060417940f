import { type DashboardSpec, dashboard } from '../../../../src/kit/dashboard';
import { alertCount, DASHBOARDS, firingAlerts } from '../panels';
import { API_SERVER } from '../thresholds';

const KSM = 'job="kube-state-metrics"';
const ready = `kube_node_status_condition{${KSM},condition="Ready",status="true"}`;
const requested = (resource: string) =>
  `sum(namespace:${resource}_requests:sum) / sum(kube_node_status_allocatable{${KSM},resource="${resource}"})`;

const spec = (runbooks: string): DashboardSpec => ({
  uid: DASHBOARDS.cluster,
  title: 'Cluster',
  description: 'The first look: is the cluster well, and if not, where to go on.',
  runbooks,
  rows: [
    {
      title: 'Now',
      panels: [
        alertCount('critical'),
        alertCount('warning'),
        {
          kind: 'stat',
          title: 'Nodes not ready',
          unit: 'short',
          expr: `sum(${ready} == bool 0)`,
          limits: { warning: 1 },
        },
        {
          kind: 'stat',
          title: 'Pods that fit nowhere',
          unit: 'short',
          expr: `sum(kube_pod_status_unschedulable{${KSM}})`,
          limits: { warning: 1 },
        },
        {
          kind: 'stat',
          title: 'Containers crashing',
          unit: 'short',
          expr: `sum(kube_pod_container_status_waiting_reason{${KSM},reason="CrashLoopBackOff"})`,
          limits: { warning: 1 },
        },
        {
          kind: 'stat',
          title: 'API requests failing (1 h)',
          unit: 'percentunit',
          expr: 'apiserver:bad_requests:ratio_rate1h',
          limits: { warning: 1 - API_SERVER.objective, critical: 14.4 * (1 - API_SERVER.objective) },
        },
        firingAlerts(),
      ],
    },
    {
      title: 'Room',
      panels: [
        { kind: 'stat', title: 'Nodes', unit: 'short', expr: `count(${ready})` },
        { kind: 'stat', title: 'Pods', unit: 'short', expr: `sum(kube_pod_status_phase{${KSM},phase="Running"})` },
        {
          kind: 'stat',
          title: 'CPU used',
          unit: 'percentunit',
          expr: 'sum(instance:node_cpu:ratio_rate5m * instance:node_cpus:count) / sum(instance:node_cpus:count)',
        },
        {
          kind: 'stat',
          title: 'CPU requested',
          unit: 'percentunit',
          expr: requested('cpu'),
          limits: { warning: 0.9, critical: 1 },
        },
        {
          kind: 'stat',
          title: 'Memory used',
          unit: 'percentunit',
          expr: '1 - sum(node_memory_MemAvailable_bytes{job="node-exporter"}) / sum(node_memory_MemTotal_bytes{job="node-exporter"})',
          limits: { warning: 0.85, critical: 0.95 },
        },
        {
          kind: 'stat',
          title: 'Memory requested',
          unit: 'percentunit',
          expr: requested('memory'),
          limits: { warning: 0.9, critical: 1 },
        },
        {
          kind: 'lines',
          title: 'CPU by namespace',
          unit: 'cores',
          stacked: true,
          queries: [{ expr: 'topk(12, namespace:cpu_usage_seconds:rate5m)', legend: '{{namespace}}' }],
        },
        {
          kind: 'lines',
          title: 'Memory by namespace',
          unit: 'bytes',
          stacked: true,
          queries: [{ expr: 'topk(12, namespace:memory_working_set_bytes:sum)', legend: '{{namespace}}' }],
        },
        {
          kind: 'table',
          title: 'Namespaces',
          by: ['namespace'],
          columns: [
            { header: 'CPU used', expr: 'topk(30, namespace:cpu_usage_seconds:rate5m)', unit: 'cores' },
            { header: 'CPU requested', expr: 'sum by (namespace) (namespace:cpu_requests:sum)', unit: 'cores' },
            {
              header: 'Memory used',
              expr: 'sum by (namespace) (namespace:memory_working_set_bytes:sum)',
              unit: 'bytes',
            },
            { header: 'Memory requested', expr: 'sum by (namespace) (namespace:memory_requests:sum)', unit: 'bytes' },
          ],
          links: { namespace: { dashboard: DASHBOARDS.namespaces, variables: ['namespace'] } },
        },
      ],
    },
    {
      title: 'API server',
      panels: [
        {
          kind: 'lines',
          title: 'Share of requests that fail or are too slow',
          description: 'The dashed line is the whole error budget: above it the objective is missed.',
          unit: 'percentunit',
          queries: [
            { expr: 'apiserver:bad_requests:ratio_rate1h', legend: 'one hour' },
            { expr: 'apiserver:bad_requests:ratio_rate1d', legend: 'one day' },
          ],
          limits: { critical: 1 - API_SERVER.objective },
        },
        {
          kind: 'lines',
          title: 'Slowest hundredth of requests',
          unit: 's',
          queries: [{ expr: 'apiserver:request_duration_seconds:p99_rate5m', legend: '{{verb}}' }],
          limits: { warning: 1, critical: 30 },
        },
        {
          kind: 'lines',
          title: 'Requests',
          unit: 'reqps',
          stacked: true,
          queries: [{ expr: 'sum by (verb) (apiserver:requests:rate5m)', legend: '{{verb}}' }],
        },
        {
          kind: 'lines',
          title: 'Answers that are errors',
          unit: 'reqps',
          queries: [{ expr: 'sum by (code) (apiserver:requests:rate5m{code=~"4(03|09|29)|5.."})', legend: '{{code}}' }],
        },
        {
          kind: 'lines',
          title: 'Rejected for load',
          unit: 'reqps',
          queries: [
            {
              expr: 'sum by (priority_level) (rate(apiserver_flowcontrol_rejected_requests_total{job="apiserver"}[$__rate_interval]))',
              legend: '{{priority_level}}',
            },
          ],
          limits: { warning: API_SERVER.rejectedPerSecond },
        },
        {
          kind: 'lines',
          title: 'Size of the database',
          unit: 'bytes',
          queries: [{ expr: 'max(apiserver_storage_size_bytes{job="apiserver"})', legend: 'etcd' }],
          limits: { critical: API_SERVER.storageBytes },
        },
        {
          kind: 'table',
          title: 'Kinds with most objects',
          by: ['group', 'resource'],
          columns: [
            {
              header: 'Objects',
              expr: 'topk(15, max by (group, resource) (apiserver_resource_objects{job="apiserver"}))',
              unit: 'short',
            },
          ],
          width: 12,
        },
        {
          kind: 'lines',
          title: 'Pods waiting for the scheduler',
          unit: 'short',
          queries: [{ expr: 'sum by (queue) (scheduler_pending_pods{job="kube-scheduler"})', legend: '{{queue}}' }],
        },
      ],
    },
  ],
});

export const clusterDashboard = (runbooks: string) => dashboard(spec(runbooks));
