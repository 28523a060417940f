import type { RecordingRule } from '../../../../src/kit/monitoring';

/** What dashboards and capacity alerts read many times: computed once. */
export const nodeRecordings: readonly RecordingRule[] = [
  {
    record: 'instance:node_cpu:ratio_rate5m',
    expr: '1 - avg by (instance) (rate(node_cpu_seconds_total{job="node-exporter",mode="idle"}[5m]))',
  },
  {
    record: 'instance:node_cpus:count',
    expr: 'count by (instance) (node_cpu_seconds_total{job="node-exporter",mode="idle"})',
  },
  {
    record: 'instance:node_memory_used:ratio',
    expr: '1 - node_memory_MemAvailable_bytes{job="node-exporter"} / node_memory_MemTotal_bytes{job="node-exporter"}',
  },
  {
    record: 'instance:node_load1_per_cpu:ratio',
    expr: 'node_load1{job="node-exporter"} / on (instance) group_left () instance:node_cpus:count',
  },
  {
    record: 'instance:node_network_receive_bytes:rate5m',
    expr: 'sum by (instance) (rate(node_network_receive_bytes_total{job="node-exporter",device!~"lo|veth.*|eni.*|cali.*"}[5m]))',
  },
  {
    record: 'instance:node_network_transmit_bytes:rate5m',
    expr: 'sum by (instance) (rate(node_network_transmit_bytes_total{job="node-exporter",device!~"lo|veth.*|eni.*|cali.*"}[5m]))',
  },
];
