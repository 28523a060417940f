import { z } from 'zod';
import { component } from '../../../src/kit/contract';

/** Its own namespace, since it needs the host's view and so a privileged one. Cannot change later. */
export const NODE_EXPORTER_NAMESPACE = 'node-exporter';

const nodeExporterConfig = z.strictObject({
  port: z
    .number()
    .int()
    .min(1024)
    .max(65_535)
    .default(9100)
    .describe('Port on every node. Default 9100. Change it where another agent holds it.'),
});

export type NodeExporterConfig = z.infer<typeof nodeExporterConfig>;

export const nodeExporter = component<NodeExporterConfig>({
  name: 'node-exporter',
  title: 'node-exporter',
  summary: 'Metrics of every node: processors, memory, disks, network',
  config: { key: 'nodeExporter', schema: nodeExporterConfig },
  optional: true,
});
