import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { networkOf } from './cidrs';
import { CLUSTER_TAG, ROLE_NAMES, ROLE_TAG, subnetName, vpcName } from './names';
import type { NetworkPlan, SubnetRole } from './plan';

export interface NetworkLookupProps {
  /** Name of the cluster the network was made for. */
  readonly name: string;
  /** What to find: ids are looked up as they are, the rest by `Name` tag. */
  readonly plan: NetworkPlan;
}

/**
 * Finds the VPC and its subnets in another stack than theirs: by names that configuration fixes or by given ids, never
 * from a state file. One data source a subnet, so each has an address people can type (`data.aws_subnet.private_a`) and
 * the order is the configuration's. Subnets of a role are looked up when they are first asked for.
 */
export class NetworkLookup extends Construct {
  readonly vpc: DataAwsVpc;

  private readonly props: NetworkLookupProps;
  private readonly found = new Map<SubnetRole, ReadonlyMap<string, string>>();

  constructor(scope: Construct, id: string, props: NetworkLookupProps) {
    super(scope, id);
    this.props = props;
    const { name, plan } = props;
    this.vpc = new DataAwsVpc(
      this,
      'vpc:this',
      plan.vpcId ? { id: plan.vpcId } : { tags: { Name: vpcName(name), [CLUSTER_TAG]: name } },
    );
  }

  get vpcId(): string {
    return this.vpc.id;
  }

  /** Subnet ids of a role by zone letter, in the order of the zones. */
  subnets(role: SubnetRole): ReadonlyMap<string, string> {
    const known = this.found.get(role) ?? this.find(role);
    this.found.set(role, known);
    return known;
  }

  /** Subnet ids of a role, in the order of the zones. */
  subnetIds(role: SubnetRole): string[] {
    return [...this.subnets(role).values()];
  }

  /** Subnet id of a role in one zone. @throws Error when there is none */
  subnetId(role: SubnetRole, zone: string): string {
    const found = this.subnets(role).get(zone);
    if (!found) throw new Error(`no ${ROLE_NAMES[role]} subnet in zone ${zone}`);
    return found;
  }

  private find(role: SubnetRole): ReadonlyMap<string, string> {
    const { name, plan } = this.props;
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

const LOOKUP = 'network-lookup';

/** The lookup of a context's network in a stack other than `network`; the components of one stack share it. */
export function lookupNetwork(scope: Construct, context: Context): NetworkLookup {
  const stack = TerraformStack.of(scope);
  const there = stack.node.tryFindChild(LOOKUP);
  if (there instanceof NetworkLookup) return there;
  return new NetworkLookup(stack, LOOKUP, { name: context.platform.name, plan: networkOf(context) });
}
