import { component } from '../../../src/kit/contract';

/** Name of the node pool and of its node class. Cannot change later: it is a label of every node. */
export const KARPENTER_POOL = 'default';

/**
 * What Karpenter may start. The controller and its definitions are upstream's chart, which the apply script installs at the
 * catalog's version; these objects are nothing without it.
 */
export const karpenterPools = component({
  name: 'karpenter-pools',
  title: 'Karpenter node pool',
  summary: 'Node pool and node class: hardened, encrypted nodes, consolidated and replaced by age',
  chosenBy: { path: 'cluster.compute.type', is: 'karpenter' },
  k8s: { layer: 'platform', load: async () => (await import('./karpenter-pools.k8s')).build },
});
