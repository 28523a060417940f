import { Ec2SubnetCidrReservation } from '@cdktf/provider-aws/lib/ec2-subnet-cidr-reservation';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Construct } from 'constructs';
import { upperHalf } from './cidr';
import { CLUSTER_TAG, discoveryTags, ROLE_NAMES, ROLE_TAG, subnetName } from './names';
import { SUBNET_ROLES, type SubnetPlan, type SubnetRole } from './plan';

export interface SubnetsAwsProps {
  /** Name of the cluster the subnets are for. */
  readonly name: string;
  readonly region: string;
  readonly vpcId: string;
  readonly subnets: Readonly<Record<SubnetRole, readonly SubnetPlan[]>>;
  /** Reserve the upper half of each private subnet for prefix delegation. @default true */
  readonly prefixReservation?: boolean;
}

/** The subnets of every role, none of which gives out public addresses. */
export class SubnetsAws extends Construct {
  /** Subnets by role and zone letter, in the order of the zones. */
  readonly byRole: Readonly<Record<SubnetRole, ReadonlyMap<string, Subnet>>>;
  readonly prefixReservation: boolean;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SubnetsAwsProps,
  ) {
    super(scope, id);
    this.prefixReservation = props.prefixReservation ?? true;
    const make = (role: SubnetRole) => new Map(props.subnets[role].map((plan) => [plan.zone, this.subnet(role, plan)]));
    this.byRole = { private: make('private'), public: make('public'), controlPlane: make('controlPlane') };
    if (this.prefixReservation) this.reservePrefixes();
  }

  /** Subnet ids of a role, in the order of the zones. */
  ids(role: SubnetRole): string[] {
    return [...this.byRole[role].values()].map(({ id }) => id);
  }

  /** Every subnet with its role and zone letter. */
  all(): { role: SubnetRole; zone: string; subnet: Subnet }[] {
    return SUBNET_ROLES.flatMap((role) => [...this.byRole[role]].map(([zone, subnet]) => ({ role, zone, subnet })));
  }

  private subnet(role: SubnetRole, { zone, cidr }: SubnetPlan): Subnet {
    const { name, region, vpcId } = this.props;
    return new Subnet(this, `${role}:${ROLE_NAMES[role]}-${zone}`, {
      vpcId,
      availabilityZone: `${region}${zone}`,
      cidrBlock: cidr,
      mapPublicIpOnLaunch: false,
      tags: {
        Name: subnetName(name, role, zone),
        [CLUSTER_TAG]: name,
        [ROLE_TAG]: ROLE_NAMES[role],
        ...discoveryTags(name, role),
      },
    });
  }

  private reservePrefixes(): void {
    // No description: it cannot be changed without replacing the reservation.
    for (const { zone, cidr } of this.props.subnets.private) {
      new Ec2SubnetCidrReservation(this, `reservation:private-${zone}`, {
        subnetId: this.byRole.private.get(zone)?.id ?? '',
        cidrBlock: upperHalf(cidr),
        reservationType: 'prefix',
      });
    }
  }
}
