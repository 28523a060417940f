import { z } from 'zod';
import { component } from '../../../src/kit/contract';

const kubeStateMetricsConfig = z.strictObject({
  memoryMiB: z
    .number()
    .int()
    .min(64)
    .max(16_384)
    .default(512)
    .describe('Memory request and limit in MiB; grows with the number of objects. Default 512.'),
  seriesLimit: z
    .number()
    .int()
    .min(10_000)
    .max(5_000_000)
    .default(150_000)
    .describe('Most series it may expose; above it the whole scrape is dropped. Default 150000, about 2000 pods.'),
});

export type KubeStateMetricsConfig = z.infer<typeof kubeStateMetricsConfig>;

export const kubeStateMetrics = component<KubeStateMetricsConfig>({
  name: 'kube-state-metrics',
  title: 'kube-state-metrics',
  summary: 'State of Kubernetes objects as metrics',
  config: { key: 'kubeStateMetrics', schema: kubeStateMetricsConfig },
  optional: true,
  needs: ['monitoring'],
});
