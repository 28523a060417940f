import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { networkOf } from './cidrs';
import { CLUSTER_TAG, ROLE_NAMES, ROLE_TAG, subnetName, vpcName } from './names';
import { type NetworkPlan, SUBNET_ROLES, type SubnetRole } from './plan';

export interface NetworkLookupProps {
  /** Name of the cluster the network was made for. */
  readonly name: string;
  /** What to find: ids are looked up as they are, the rest by `Name` tag. */
  readonly plan: NetworkPlan;
  /** Roles to find subnets of. @default - all three */
  readonly roles?: readonly SubnetRole[];
}

/**
 * Finds the VPC and its subnets in another stack than theirs: by names that configuration fixes or by given ids, never
 * from a state file. One data source a subnet, so each has an address people can type (`data.aws_subnet.private_a`) and
 * the order is the configuration's.
 */
export class NetworkLookup extends Construct {
  readonly vpc: DataAwsVpc;
  /** Subnet ids by role and zone letter, in the order of the zones. */
  readonly subnets: Readonly<Record<SubnetRole, ReadonlyMap<string, string>>>;

  constructor(scope: Construct, id: string, { name, plan, roles = SUBNET_ROLES }: NetworkLookupProps) {
    super(scope, id);
    this.vpc = new DataAwsVpc(
      this,
      'vpc:this',
      plan.vpcId ? { id: plan.vpcId } : { tags: { Name: vpcName(name), [CLUSTER_TAG]: name } },
    );
    const find = (role: SubnetRole) => (roles.includes(role) ? this.find(name, role, plan) : new Map<string, string>());
    this.subnets = { private: find('private'), public: find('public'), controlPlane: find('controlPlane') };
  }

  get vpcId(): string {
    return this.vpc.id;
  }

  /** Subnet ids of a role, in the order of the zones. */
  subnetIds(role: SubnetRole): string[] {
    return [...this.subnets[role].values()];
  }

  /** Subnet id of a role in one zone. @throws Error when there is none */
  subnetId(role: SubnetRole, zone: string): string {
    const found = this.subnets[role].get(zone);
    if (!found) throw new Error(`no ${ROLE_NAMES[role]} subnet in zone ${zone}`);
    return found;
  }

  private find(name: string, role: SubnetRole, plan: NetworkPlan): ReadonlyMap<string, string> {
    return new Map(
      plan.subnets[role].map(({ zone, id }) => {
        const subnet = new DataAwsSubnet(this, `${role}:${ROLE_NAMES[role]}-${zone}`, {
          vpcId: this.vpc.id,
          ...(id ? { id } : { tags: { Name: subnetName(name, role, zone), [ROLE_TAG]: ROLE_NAMES[role] } }),
        });
        return [zone, subnet.id];
      }),
    );
  }
}

/** The lookup of a context's network, for a stack other than `network`. */
export function lookupNetwork(scope: Construct, context: Context, roles?: readonly SubnetRole[]): NetworkLookup {
  return new NetworkLookup(scope, 'network', { name: context.platform.name, plan: networkOf(context), roles });
}
