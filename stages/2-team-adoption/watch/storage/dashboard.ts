import { type DashboardSpec, dashboard } from '../../../../src/kit/dashboard';
import { DASHBOARDS, firingAlerts } from '../panels';
import { VOLUME } from '../thresholds';

const IN = 'job="kubelet",metrics_path="/metrics",namespace=~"$namespace"';
const BY = 'namespace, persistentvolumeclaim';
const free = `max by (${BY}) (kubelet_volume_stats_available_bytes{${IN}} / kubelet_volume_stats_capacity_bytes{${IN}})`;
const limits = { critical: VOLUME.freeCritical, warning: VOLUME.freeForecast, falling: true } as const;

const spec = (runbooks: string): DashboardSpec => ({
  uid: DASHBOARDS.storage,
  title: 'Storage',
  description: 'Volumes that fill up, that wait, or that do not attach.',
  runbooks,
  variables: [
    {
      name: 'namespace',
      label: 'Namespace',
      series: 'kube_persistentvolumeclaim_info{job="kube-state-metrics"}',
      multi: true,
    },
  ],
  rows: [
    {
      title: 'Now',
      panels: [
        { kind: 'stat', title: 'Volumes', unit: 'short', expr: `count(${free})` },
        {
          kind: 'stat',
          title: 'Nearly full',
          unit: 'short',
          expr: `count(${free} < ${VOLUME.freeForecast}) or vector(0)`,
          limits: { warning: 1 },
        },
        {
          kind: 'stat',
          title: 'Claims waiting',
          unit: 'short',
          expr: 'sum(kube_persistentvolumeclaim_status_phase{job="kube-state-metrics",namespace=~"$namespace",phase="Pending"})',
          limits: { warning: 1 },
        },
        {
          kind: 'stat',
          title: 'Not attached',
          unit: 'short',
          expr: 'count(kube_volumeattachment_status_attached{job="kube-state-metrics"} == 0) or vector(0)',
          limits: { warning: 1 },
        },
        {
          kind: 'stat',
          title: 'Allocated',
          unit: 'bytes',
          expr: 'sum(kube_persistentvolume_capacity_bytes{job="kube-state-metrics"})',
        },
        firingAlerts('persistentvolumeclaim!=""'),
        {
          kind: 'table',
          title: 'Fullest volumes',
          by: ['namespace', 'persistentvolumeclaim'],
          sort: 'Used',
          columns: [
            {
              header: 'Used',
              expr: `topk(30, 1 - ${free})`,
              unit: 'percentunit',
              limits: { warning: 1 - VOLUME.freeForecast, critical: 1 - VOLUME.freeCritical },
            },
            { header: 'Size', expr: `max by (${BY}) (kubelet_volume_stats_capacity_bytes{${IN}})`, unit: 'bytes' },
            {
              header: 'Files used',
              expr: `max by (${BY}) (kubelet_volume_stats_inodes_used{${IN}} / (kubelet_volume_stats_inodes{${IN}} > 0))`,
              unit: 'percentunit',
              limits: { critical: 1 - VOLUME.inodesFree },
            },
            {
              header: 'In four days',
              expr: `max by (${BY}) (1 - clamp_min(predict_linear(kubelet_volume_stats_available_bytes{${IN}}[6h], ${VOLUME.forecastDays} * 86400), 0) / kubelet_volume_stats_capacity_bytes{${IN}})`,
              unit: 'percentunit',
              limits: { critical: 1 },
            },
          ],
          links: { namespace: { dashboard: DASHBOARDS.namespaces, variables: ['namespace'] } },
        },
      ],
    },
    {
      title: 'Over time',
      panels: [
        {
          kind: 'lines',
          title: 'Free space of the fullest volumes',
          unit: 'percentunit',
          queries: [{ expr: `bottomk(15, ${free})`, legend: '{{namespace}}/{{persistentvolumeclaim}}' }],
          limits,
        },
        {
          kind: 'lines',
          title: 'Operations that fail',
          unit: 'ops',
          queries: [
            {
              expr: 'topk(15, sum by (operation_name, volume_plugin) (rate(storage_operation_duration_seconds_count{job="kubelet",status="fail-unknown"}[$__rate_interval])))',
              legend: '{{operation_name}} {{volume_plugin}}',
            },
          ],
        },
      ],
    },
  ],
});

export const storageDashboard = (runbooks: string) => dashboard(spec(runbooks));
