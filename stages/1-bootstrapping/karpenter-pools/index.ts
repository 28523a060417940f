export { KARPENTER_POOL, karpenterPools } from './karpenter-pools';
