/** Kubernetes group of people who operate workloads; RBAC binds it. No `system:` group: EKS refuses those. */
export const OPERATORS_GROUP = 'stagecraft:operators';

/** Kubernetes group of people who only look; RBAC binds it. */
export const VIEWERS_GROUP = 'stagecraft:viewers';

/** Label on every node of a managed node group, with the group's name as value. */
export const NODE_GROUP_LABEL = 'stagecraft/node-group';

/** Name of the node group that holds what the cluster itself needs. */
export const SYSTEM_GROUP = 'system';

/** Taint of the system group, in the form the Kubernetes API uses; most add-ons of EKS tolerate this key by default. */
export const SYSTEM_TAINT = { key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' } as const;

/** Toleration for {@link SYSTEM_TAINT}. */
export const SYSTEM_TOLERATION = { key: SYSTEM_TAINT.key, operator: 'Exists' } as const;

/** Taint of a GPU group: the key NVIDIA's device plugin tolerates by default. */
export const GPU_TAINT = { key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' } as const;

/** Alias of the KMS key that encrypts node disks and volumes; storage classes name it. */
export function volumeKeyAlias(cluster: string): string {
  return `alias/${cluster}-volumes`;
}

/** Name of the IAM role of nodes of managed groups and of Auto Mode. */
export function nodeRoleName(cluster: string): string {
  return `${cluster}-node`;
}

/** Name of the IAM role of the nodes Karpenter starts; EKS admits a role once, so it is not the managed groups'. */
export function karpenterNodeRoleName(cluster: string): string {
  return `${cluster}-karpenter-node`;
}

/** Name of Karpenter's queue of interruption events. */
export function interruptionQueueName(cluster: string): string {
  return `${cluster}-karpenter`;
}

/** Name of the instance profile Karpenter gives its nodes. */
export function karpenterInstanceProfile(cluster: string): string {
  return `${cluster}-karpenter-node`;
}

/**
 * Tag by which Karpenter finds the security group of nodes; the value is the cluster's name. Subnets carry no such tag:
 * a node class names them by their `Name` tag, or by id in an existing VPC.
 */
export const KARPENTER_DISCOVERY_TAG = 'karpenter.sh/discovery';

/** Name of the control plane's log group. */
export function clusterLogGroup(cluster: string): string {
  return `/aws/eks/${cluster}/cluster`;
}

/** Name of the IAM role for emergencies. */
export function breakGlassRoleName(cluster: string): string {
  return `${cluster}-break-glass`;
}
