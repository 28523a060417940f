import { component } from '../../../src/kit/contract';
import { type NodeExporterConfig, nodeExporterConfig } from './config';

/** Its own namespace, since it needs the host's view and so a privileged one. Cannot change later. */
export const NODE_EXPORTER_NAMESPACE = 'node-exporter';

const SELECTOR = { 'app.kubernetes.io/name': 'node-exporter', 'app.kubernetes.io/instance': 'node-exporter' } as const;

/** node-exporter: metrics of every node. */
export const nodeExporter = component<NodeExporterConfig>({
  name: 'node-exporter',
  title: 'node-exporter',
  summary: 'Metrics of every node: processors, memory, disks, network',
  config: { key: 'nodeExporter', schema: nodeExporterConfig },
  optional: true,
  monitoring: ({ config }) => ({
    scrapes: [
      {
        job: 'node-exporter',
        namespace: NODE_EXPORTER_NAMESPACE,
        service: 'node-exporter',
        port: 'metrics',
        sampleLimit: config.sampleLimit,
        targetLimit: 'nodes',
        // People know nodes by name, and every other job calls them so.
        relabelings: [{ source_labels: ['__meta_kubernetes_pod_node_name'], target_label: 'instance' }],
        podLabels: SELECTOR,
        containerPort: config.port,
        hostNetwork: true,
      },
    ],
  }),
  k8s: { layer: 'platform', load: async () => (await import('./node-exporter.k8s')).build },
});
