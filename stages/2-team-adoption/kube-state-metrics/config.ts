import { z } from 'zod';

/** Name of a label, with or without prefix, or `*`-free: a star would export every label of every object. */
const labelName = z
  .string()
  .regex(/^([a-z0-9.-]+\/)?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/)
  .meta({ allowed: 'a label key such as team or acme.io/team' });

export const kubeStateMetricsConfig = z.strictObject({
  cpu: z
    .string()
    .regex(/^\d+m?$/)
    .meta({ allowed: 'processors, such as 500m or 2' })
    .default('100m')
    .describe('CPU request, Kubernetes quantity. Default 100m. No limit.'),
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
    .default(120_000)
    .describe('Most series it may expose; above it the whole scrape is dropped. Default 120000, about 1500 pods.'),
  labels: z
    .record(z.string().regex(/^[a-z]+$/), z.array(labelName).min(1))
    .default({
      namespaces: ['stagecraft.io/project', 'stagecraft.io/team'],
      nodes: ['eks.amazonaws.com/nodegroup', 'node.kubernetes.io/instance-type', 'topology.kubernetes.io/zone'],
      pods: ['app.kubernetes.io/name'],
    })
    .describe(
      'Labels exported as kube_<kind>_labels, by kind in plural. Each costs no series but memory. Default: project and team of namespaces, group, type and zone of nodes, name of pods.',
    ),
});

export type KubeStateMetricsConfig = z.infer<typeof kubeStateMetricsConfig>;
