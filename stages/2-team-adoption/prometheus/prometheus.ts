import { component } from '../../../src/kit/contract';
import { type PrometheusConfig, prometheusConfig } from './config';

export const prometheus = component<PrometheusConfig>({
  name: 'prometheus',
  title: 'Prometheus',
  summary: 'Metrics of cluster, nodes and workloads, rules and alerts, in a highly available pair',
  config: { key: 'prometheus', schema: prometheusConfig },
  optional: true,
  needs: ['monitoring', 'alertmanager', 'kube-state-metrics', 'node-exporter'],
});
