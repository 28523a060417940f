import type { SubnetRole } from './plan';

/** Roles as they stand in names and tags. */
export const ROLE_NAMES: Readonly<Record<SubnetRole, string>> = {
  private: 'private',
  public: 'public',
  controlPlane: 'control-plane',
};

/** Tag that says what a subnet is for. */
export const ROLE_TAG = 'stagecraft:role';

/** Tag that says which cluster something belongs to. */
export const CLUSTER_TAG = 'stagecraft:cluster';

/** `Name` tag of the VPC: what other stacks find it by. */
export function vpcName(cluster: string): string {
  return cluster;
}

/** `Name` tag of a subnet: what other stacks find it by. */
export function subnetName(cluster: string, role: SubnetRole, zone: string): string {
  return `${cluster}-${ROLE_NAMES[role]}-${zone}`;
}

/** Tags by which the controllers of the cluster find subnets for load balancers and Karpenter for nodes. */
export function discoveryTags(cluster: string, role: SubnetRole): Record<string, string> {
  if (role === 'public') return { 'kubernetes.io/role/elb': '1' };
  if (role === 'private') return { 'kubernetes.io/role/internal-elb': '1', 'karpenter.sh/discovery': cluster };
  return {};
}
