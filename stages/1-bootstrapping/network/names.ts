import type { SubnetRole } from './plan';

/** Roles as they stand in names and tags. */
export const ROLE_NAMES: Readonly<Record<SubnetRole, string>> = {
  private: 'private',
  public: 'public',
  controlPlane: 'control-plane',
};

/** Tag that says what a subnet is for. */
export const ROLE_TAG = 'stagecraft:role';

/** `Name` tag of the VPC: what other stacks find it by. */
export function vpcName(cluster: string): string {
  return cluster;
}

/** `Name` tag of a subnet: what other stacks find it by. */
export function subnetName(cluster: string, role: SubnetRole, zone: string): string {
  return `${cluster}-${ROLE_NAMES[role]}-${zone}`;
}
