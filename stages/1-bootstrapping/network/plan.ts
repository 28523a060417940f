import { formatCidr, toRange } from './cidr';
import type { NetworkConfig } from './config';
import { type InterfaceEndpoint, PRIVATE_CLUSTER_ENDPOINTS } from './services';

/** What a subnet is for. */
export type SubnetRole = 'private' | 'public' | 'controlPlane';

/** The roles, in the order subnets are made. */
export const SUBNET_ROLES = ['private', 'public', 'controlPlane'] as const;

/** One subnet, new or existing. */
export interface SubnetPlan {
  /** Letter of its availability zone. */
  readonly zone: string;
  readonly cidr: string;
  /** Its id, if it exists already. */
  readonly id?: string;
}

/** The network as configuration fixes it: known before anything is applied. */
export interface NetworkPlan {
  /** Id of an existing VPC. */
  readonly vpcId?: string;
  /** Ranges of the VPC. */
  readonly cidrs: readonly string[];
  /** Letters of the zones nodes run in. */
  readonly zones: readonly string[];
  /** Subnets by role, in the order of the zones. */
  readonly subnets: Readonly<Record<SubnetRole, readonly SubnetPlan[]>>;
}

/**
 * Regions where an account of today is not offered zones a, b and c. Source: zone names of `aws ec2
 * describe-availability-zones` as public infrastructure code of these regions has them, read 2026-11-21.
 */
const REGION_ZONES: Readonly<Record<string, readonly string[]>> = {
  'ap-northeast-1': ['a', 'c', 'd'],
  'ca-central-1': ['a', 'b', 'd'],
  'cn-north-1': ['a', 'b', 'd'],
};

/** Regions that show an account two zones; which two differs by account. Source: as above. */
export const TWO_ZONE_REGIONS: readonly string[] = ['us-west-1'];

/** Zone letters of a new VPC. */
export function zonesOf(config: NetworkConfig, region: string): readonly string[] {
  return config.zones ?? REGION_ZONES[region] ?? ['a', 'b', 'c'];
}

/** Subnets, ranges and ids of the network, new or existing. */
export function networkPlan(config: NetworkConfig, region: string): NetworkPlan {
  const { existing, cidr } = config;
  if (existing) {
    const { private: nodes, public: balancers, controlPlane } = existing.subnets;
    return {
      vpcId: existing.vpcId,
      cidrs: existing.cidrs,
      zones: nodes.map(({ zone }) => zone),
      subnets: { private: nodes, public: balancers, controlPlane: controlPlane.length > 0 ? controlPlane : nodes },
    };
  }
  const zones = zonesOf(config, region);
  const computed = computeSubnets(cidr, zones.length);
  const place = (role: SubnetRole) =>
    zones.map((zone, i) => ({ zone, cidr: (config.subnets[role] ?? computed[role])[i] ?? '' }));
  return {
    cidrs: [cidr],
    zones,
    subnets: { private: place('private'), public: place('public'), controlPlane: place('controlPlane') },
  };
}

/**
 * Default ranges. Private: an eighth of the VPC each, but never less than /22 (at /23, four nodes of 110 pods fill a
 * zone). Public: /24 at most and /26 at least (a load balancer takes up to 8 addresses in a /27 or larger). Control
 * plane: /28, of which EKS wants 6 free. Source of the last two: Elastic Load Balancing and EKS user guides.
 */
export function computeSubnets(cidr: string, zones: number): Record<SubnetRole, string[]> {
  const { first, prefix } = toRange(cidr);
  const lengths = { private: Math.min(prefix + 3, 22), public: Math.min(prefix + 8, 26), controlPlane: 28 };
  let next = first;
  const take = (length: number) =>
    Array.from({ length: zones }, () => {
      const range = formatCidr({ first: next, prefix: length });
      next += 2 ** (32 - length);
      return range;
    });
  return {
    private: take(lengths.private),
    public: take(lengths.public),
    controlPlane: take(lengths.controlPlane),
  };
}

/** Interface endpoints in force: what configuration says, or all a private cluster needs when there is no NAT. */
export function interfaceEndpoints({ nat, endpoints }: NetworkConfig): readonly InterfaceEndpoint[] {
  return endpoints.interface ?? (nat === 'none' ? PRIVATE_CLUSTER_ENDPOINTS : []);
}
