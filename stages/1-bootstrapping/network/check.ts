import type { ConfigFault } from '../../../src/kit/contract';
import { contains, overlaps, parseCidr } from './cidr';
import type { ExistingNetwork, NetworkConfig } from './config';
import { networkPlan, SUBNET_ROLES, type SubnetPlan, TWO_ZONE_REGIONS, zonesOf } from './plan';

/** What no schema can say: counts, containment, overlaps. */
export function checkNetwork(config: NetworkConfig, region: string): readonly ConfigFault[] {
  if (config.existing) return checkExisting(config, config.existing);
  const zones = zonesOf(config, region);
  const faults = [...checkRegion(config, region), ...checkZones(zones), ...checkCounts(config, zones.length)];
  return faults.length > 0 ? faults : checkRanges(placed(config, region), [config.cidr], 'cidr');
}

/** Whoever names three zones of such a region has an account that sees them. */
function checkRegion({ zones }: NetworkConfig, region: string): ConfigFault[] {
  if (zones || !TWO_ZONE_REGIONS.includes(region)) return [];
  return [
    {
      path: '/region',
      what: `${region} shows an account two zones, and a new VPC takes three`,
      allowed: 'a region with three zones, or an existing VPC over two',
      next: 'take another region, or give network.existing; if your account sees three, name them in network.zones',
    },
  ];
}

function checkZones(zones: readonly string[]): ConfigFault[] {
  const twice = zones.find((zone, i) => zones.indexOf(zone) !== i);
  if (!twice) return [];
  return [{ path: 'zones', what: `zone ${twice} is there twice`, allowed: 'three different letters' }];
}

function checkCounts({ subnets }: NetworkConfig, zones: number): ConfigFault[] {
  return SUBNET_ROLES.flatMap((role) => {
    const given = subnets[role];
    if (!given || given.length === zones) return [];
    return [
      {
        path: `subnets.${role}`,
        what: `${given.length} ranges for ${zones} zones`,
        allowed: `${zones} ranges, one a zone in the order of zones`,
        next: 'give one more range a zone, or leave the list out to have it computed',
      },
    ];
  });
}

interface Placed {
  readonly path: string;
  readonly cidr: string;
}

function placed(config: NetworkConfig, region: string): Placed[] {
  const { subnets } = networkPlan(config, region);
  return SUBNET_ROLES.flatMap((role) => subnets[role].map(({ cidr }, i) => ({ path: `subnets.${role}.${i}`, cidr })));
}

function checkRanges(ranges: readonly Placed[], vpc: readonly string[], vpcKey: string): ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const [i, { path, cidr }] of ranges.entries()) {
    if (!vpc.some((outer) => contains(outer, cidr)))
      faults.push({
        path,
        what: `${cidr} is outside the VPC`,
        allowed: `a range inside ${vpc.join(', ')}`,
        next: `move the subnet, or change network.${vpcKey}`,
      });
    const other = ranges.slice(0, i).find((earlier) => overlaps(earlier.cidr, cidr));
    if (other)
      faults.push({
        path,
        what: `${cidr} overlaps ${other.cidr} of network.${other.path}`,
        allowed: 'ranges that share no address',
        next: 'move one of the two; ranges left out are computed from network.cidr',
      });
  }
  return faults;
}

function checkExisting(config: NetworkConfig, existing: ExistingNetwork): ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const role of SUBNET_ROLES) {
    if (config.subnets[role])
      faults.push({
        path: `subnets.${role}`,
        what: 'ranges of new subnets, but the VPC exists already',
        next: `name them below network.existing.subnets.${role}, or take network.existing out`,
      });
    faults.push(...checkZonesOf(`existing.subnets.${role}`, existing.subnets[role]));
  }
  if (faults.length > 0 || existing.cidrs.some((cidr) => !parseCidr(cidr))) return faults;
  const all = SUBNET_ROLES.flatMap((role) =>
    existing.subnets[role].map(({ cidr, id }, i) => ({ path: `existing.subnets.${role}.${i}`, cidr, id })),
  );
  // One subnet may serve two roles; two different ones may not share addresses.
  const different = all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
  return checkRanges(different, existing.cidrs, 'existing.cidrs');
}

function checkZonesOf(path: string, subnets: readonly SubnetPlan[]): ConfigFault[] {
  const zones = subnets.map(({ zone }) => zone);
  const twice = zones.find((zone, i) => zones.indexOf(zone) !== i);
  if (twice)
    return [{ path, what: `two subnets in zone ${twice}`, allowed: 'one subnet a zone', next: 'name one of the two' }];
  if (subnets.length === 1) return [{ path, what: 'one subnet in one zone', allowed: 'subnets in two zones or more' }];
  return [];
}
