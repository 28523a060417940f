import { z } from 'zod';
import { type Context, component } from '../../../src/kit/contract';
import type { Fault } from '../../../src/kit/errors';
import { cluster, kubernetesVersion } from '../cluster';
import { monitoring } from './monitoring';

const clusterAutoscalerConfig = z.strictObject({
  tag: z
    .string()
    .regex(/^v1\.\d+\.\d+$/, 'not a release such as v1.36.1')
    .optional()
    .describe(
      "Image tag over the catalog's, for a minor the catalog has none for; its minor must be the cluster's. Default: the catalog's. Can change at any time.",
    ),
  replicas: z
    .number()
    .int()
    .min(1)
    .max(3)
    .default(2)
    .describe('Pods, of which one works and the others wait. Default: 2. Can change at any time.'),
  expander: z
    .enum(['least-waste', 'most-pods', 'random', 'least-nodes'])
    .default('least-waste')
    .describe('Which group grows where several would do. Default: least-waste. Can change at any time.'),
  scaleDownUnneededMinutes: z
    .number()
    .int()
    .min(1)
    .max(1440)
    .default(10)
    .describe('Minutes a node must be unneeded before it goes. Default: 10, as upstream. Can change at any time.'),
  scaleDownUtilization: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Share of requested CPU or memory below which a node counts as unneeded. Default: 0.5, as upstream.'),
});

export type ClusterAutoscalerConfig = z.infer<typeof clusterAutoscalerConfig>;

/** Sizes managed node groups; with Karpenter or EKS Auto Mode it is left out. */
export const clusterAutoscaler = component<ClusterAutoscalerConfig>({
  name: 'cluster-autoscaler',
  title: 'Cluster Autoscaler',
  summary: 'Adds nodes for pods that find no room and takes idle ones away, on managed node groups',
  config: { key: 'clusterAutoscaler', schema: clusterAutoscalerConfig },
  optional: true,
  chosenBy: { path: 'cluster.compute.type', is: 'managed' },
  check: releaseFaults,
  monitoring,
  k8s: {
    layer: 'platform',
    load: async () => (await import('./cluster-autoscaler.k8s')).build,
  },
});

/** It simulates the scheduler of one minor, so its own minor must be the cluster's. */
function releaseFaults({ config, catalog, contextOf }: Context<ClusterAutoscalerConfig>) {
  const minor = kubernetesVersion(contextOf(cluster).config, catalog);
  const faults: (Omit<Fault, 'where'> & { path: string })[] = [];
  const known = Object.keys(catalog.images).filter((key) => key.startsWith(IMAGE));
  if (!config.tag && !known.includes(IMAGE + minor))
    faults.push({
      path: 'tag',
      what: `the catalog has no Cluster Autoscaler for Kubernetes ${minor}`,
      allowed: `Kubernetes ${known.map((key) => key.slice(IMAGE.length)).join(', ')}`,
      next: `give the tag of a v${minor} release you have seen, keep cluster.version at one of those, use cluster.compute.type karpenter or auto, or set clusterAutoscaler.enabled: false`,
    });
  if (config.tag && !config.tag.startsWith(`v${minor}.`))
    faults.push({
      path: 'tag',
      what: `Cluster Autoscaler ${config.tag} is not for Kubernetes ${minor}`,
      got: config.tag,
      allowed: `a release v${minor}.x`,
      next: 'leave it out for the one of the catalog, or give a release of that minor',
    });
  return faults;
}

/** Prefix of the catalog's keys: one image a Kubernetes minor. */
const IMAGE = 'cluster-autoscaler-';

/** Image of a context: the catalog's for the cluster's minor, or the tag the team gave. */
export function clusterAutoscalerImage(context: Context<ClusterAutoscalerConfig>): string {
  const minor = kubernetesVersion(context.contextOf(cluster).config, context.catalog);
  const { tag } = context.config;
  if (!tag) return context.image(IMAGE + minor);
  const [latest = ''] = Object.keys(context.catalog.images).filter((key) => key.startsWith(IMAGE));
  return context.image(latest).replace(/:v[^:/]+$/, `:${tag}`);
}
