import { type DashboardSpec, dashboard, type VariableSpec } from '../../../../src/kit/dashboard';
import { alertCount, DASHBOARDS, firingAlerts, podTraffic } from '../panels';
import { CAPACITY } from '../thresholds';

const KSM = 'job="kube-state-metrics"';
const IN = 'namespace="$namespace"';
const namespace: VariableSpec = {
  name: 'namespace',
  label: 'Namespace',
  series: `kube_namespace_status_phase{${KSM},phase="Active"}`,
};

const namespaces = (runbooks: string): DashboardSpec => ({
  uid: DASHBOARDS.namespaces,
  title: 'Namespaces',
  description: 'What one namespace runs, asks for, uses, and is allowed.',
  runbooks,
  variables: [namespace],
  rows: [
    {
      title: 'Now',
      panels: [
        alertCount('critical', IN),
        alertCount('warning', IN),
        {
          kind: 'stat',
          title: 'Pods running',
          unit: 'short',
          expr: `sum(kube_pod_status_phase{${KSM},${IN},phase="Running"})`,
        },
        {
          kind: 'stat',
          title: 'Pods not ready',
          unit: 'short',
          expr: `sum(kube_pod_status_ready{${KSM},${IN},condition="false"} * on (namespace, pod) group_left () kube_pod_status_phase{${KSM},${IN},phase=~"Running"})`,
          limits: { warning: 1 },
        },
        {
          kind: 'stat',
          title: 'Restarts (1 h)',
          unit: 'short',
          expr: `sum(increase(kube_pod_container_status_restarts_total{${KSM},${IN}}[1h]))`,
          limits: { warning: 1 },
        },
        {
          kind: 'stat',
          title: 'Memory of requested',
          unit: 'percentunit',
          expr: `sum(namespace:memory_working_set_bytes:sum{${IN}}) / sum(namespace:memory_requests:sum{${IN}})`,
          limits: { warning: 0.9, critical: 1 },
        },
        firingAlerts(IN),
      ],
    },
    {
      title: 'Requested and used',
      panels: [
        {
          kind: 'lines',
          title: 'CPU',
          unit: 'cores',
          queries: [
            { expr: `sum(namespace:cpu_usage_seconds:rate5m{${IN}})`, legend: 'used' },
            { expr: `sum(namespace:cpu_requests:sum{${IN}})`, legend: 'requested' },
          ],
        },
        {
          kind: 'lines',
          title: 'Memory',
          unit: 'bytes',
          queries: [
            { expr: `sum(namespace:memory_working_set_bytes:sum{${IN}})`, legend: 'used' },
            { expr: `sum(namespace:memory_requests:sum{${IN}})`, legend: 'requested' },
            { expr: `sum(namespace:memory_limits:sum{${IN}})`, legend: 'limit' },
          ],
        },
        {
          kind: 'table',
          title: 'Workloads',
          by: ['workload', 'workload_type'],
          columns: [
            {
              header: 'CPU used',
              expr: `topk(30, sum by (workload, workload_type) (sum by (namespace, pod) (container:cpu_usage_seconds:rate5m{${IN}}) * on (namespace, pod) group_left (workload, workload_type) namespace_workload_pod:owner:info{${IN}}))`,
              unit: 'cores',
            },
            {
              header: 'Memory used',
              expr: `topk(30, sum by (workload, workload_type) (sum by (namespace, pod) (container:memory_working_set_bytes:sum{${IN}}) * on (namespace, pod) group_left (workload, workload_type) namespace_workload_pod:owner:info{${IN}}))`,
              unit: 'bytes',
            },
            {
              header: 'Pods',
              expr: `topk(30, count by (workload, workload_type) (namespace_workload_pod:owner:info{${IN}}))`,
              unit: 'short',
            },
          ],
          links: { workload: { dashboard: DASHBOARDS.workloads, variables: ['workload'] } },
        },
        {
          kind: 'table',
          title: 'Quota',
          by: ['resource'],
          columns: [
            {
              header: 'Share used',
              expr: `max by (resource) (kube_resourcequota{${KSM},${IN},type="used"} / ignoring (type) (kube_resourcequota{${KSM},${IN},type="hard"} > 0))`,
              unit: 'percentunit',
              limits: { warning: CAPACITY.quota, critical: 1 },
            },
            { header: 'Used', expr: `max by (resource) (kube_resourcequota{${KSM},${IN},type="used"})`, unit: 'short' },
            {
              header: 'Allowed',
              expr: `max by (resource) (kube_resourcequota{${KSM},${IN},type="hard"})`,
              unit: 'short',
            },
          ],
        },
      ],
    },
  ],
});

const OWNED = `on (namespace, pod) group_left (workload) namespace_workload_pod:owner:info{${IN},workload=~"$workload"}`;
const CADVISOR = 'job="kubelet",metrics_path="/metrics/cadvisor"';

const workloads = (runbooks: string): DashboardSpec => ({
  uid: DASHBOARDS.workloads,
  title: 'Workloads',
  description: 'One workload and its pods: are they ready, what do they use, are they held back.',
  runbooks,
  variables: [
    namespace,
    {
      name: 'workload',
      label: 'Workload',
      series: 'namespace_workload_pod:owner:info{namespace="$namespace"}',
      multi: true,
    },
  ],
  rows: [
    {
      title: 'Pods',
      panels: [
        {
          kind: 'table',
          title: 'Pods',
          by: ['pod'],
          columns: [
            {
              header: 'CPU',
              expr: `topk(50, sum by (pod) (sum by (namespace, pod) (container:cpu_usage_seconds:rate5m{${IN}}) * ${OWNED}))`,
              unit: 'cores',
            },
            {
              header: 'Memory',
              expr: `topk(50, sum by (pod) (sum by (namespace, pod) (container:memory_working_set_bytes:sum{${IN}}) * ${OWNED}))`,
              unit: 'bytes',
            },
            {
              header: 'Restarts (1 h)',
              expr: `topk(50, sum by (pod) (sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{${KSM},${IN}}[1h])) * ${OWNED}))`,
              unit: 'short',
              limits: { warning: 1 },
            },
            {
              header: 'Ready',
              expr: `topk(50, sum by (pod) (max by (namespace, pod) (kube_pod_status_ready{${KSM},${IN},condition="true"}) * ${OWNED}))`,
              unit: 'short',
              limits: { critical: 0, warning: 1, falling: true },
            },
          ],
        },
      ],
    },
    {
      title: 'Use',
      panels: [
        {
          kind: 'lines',
          title: 'CPU',
          unit: 'cores',
          queries: [
            {
              expr: `topk(20, sum by (pod, container) (container:cpu_usage_seconds:rate5m{${IN}} * ${OWNED}))`,
              legend: '{{pod}} {{container}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Memory',
          unit: 'bytes',
          queries: [
            {
              expr: `topk(20, sum by (pod, container) (container:memory_working_set_bytes:sum{${IN}} * ${OWNED}))`,
              legend: '{{pod}} {{container}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'CPU of request',
          description: 'Above 100 % it uses more than the scheduler kept for it.',
          unit: 'percentunit',
          queries: [
            {
              expr: `topk(20, sum by (pod, container) (container:cpu_usage_seconds:rate5m{${IN}} * ${OWNED}) / sum by (pod, container) (kube_pod_container_resource_requests{${KSM},${IN},resource="cpu"}))`,
              legend: '{{pod}} {{container}}',
            },
          ],
          limits: { warning: 1 },
        },
        {
          kind: 'lines',
          title: 'Memory of limit',
          description: 'At 100 % the container is killed.',
          unit: 'percentunit',
          queries: [
            {
              expr: `topk(20, sum by (pod, container) (container:memory_working_set_bytes:sum{${IN}} * ${OWNED}) / sum by (pod, container) (kube_pod_container_resource_limits{${KSM},${IN},resource="memory"}))`,
              legend: '{{pod}} {{container}}',
            },
          ],
          limits: { warning: 0.9, critical: 1 },
        },
        {
          kind: 'lines',
          title: 'Time held back by CPU limits',
          description:
            'Share of periods in which the container had used up its CPU limit. No alert: only its team can say whether it hurts.',
          unit: 'percentunit',
          queries: [
            {
              expr: `topk(20, sum by (pod, container) (rate(container_cpu_cfs_throttled_periods_total{${CADVISOR},${IN},container!=""}[$__rate_interval]) * ${OWNED}) / sum by (pod, container) (rate(container_cpu_cfs_periods_total{${CADVISOR},${IN},container!=""}[$__rate_interval])))`,
              legend: '{{pod}} {{container}}',
            },
          ],
          limits: { warning: 0.25 },
        },
        {
          kind: 'lines',
          title: 'Restarts',
          unit: 'short',
          queries: [
            {
              expr: `topk(20, sum by (pod) (sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{${KSM},${IN}}[10m])) * ${OWNED}) > 0)`,
              legend: '{{pod}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Traffic',
      panels: [
        {
          kind: 'lines',
          title: 'Received',
          unit: 'Bps',
          queries: [
            {
              expr: `topk(20, sum by (pod) (sum by (namespace, pod) (${podTraffic('container_network_receive_bytes_total', `${CADVISOR},${IN}`)}) * ${OWNED}))`,
              legend: '{{pod}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Sent',
          unit: 'Bps',
          queries: [
            {
              expr: `topk(20, sum by (pod) (sum by (namespace, pod) (${podTraffic('container_network_transmit_bytes_total', `${CADVISOR},${IN}`)}) * ${OWNED}))`,
              legend: '{{pod}}',
            },
          ],
        },
      ],
    },
  ],
});

export const workloadDashboards = (runbooks: string) => [
  dashboard(namespaces(runbooks)),
  dashboard(workloads(runbooks)),
];
