export { KARPENTER_POOL, karpenterPools } from './karpenter-pools';
export { KarpenterPool, type KarpenterPoolProps } from './karpenter-pools.k8s';
