import type { ConfigFault } from '../../../../src/kit/contract';
import type { ComputeConfig, KarpenterPoolConfig, NodeGroupConfig } from '../config';
import { NODE_GROUP_LABEL, SYSTEM_GROUP } from '../config/names';
import { enabledGroups, planGroup } from './groups';
import { architectureOf, hasNvidia } from './images';

/** Longest key of a group: EKS adds a zone and 26 characters, to at most 63. */
const GROUP_NAME = /^[a-z](?:[a-z0-9-]{0,22}[a-z0-9])?$/;
/** Prefixes of labels EKS and Kubernetes keep for themselves. */
const RESERVED_LABEL = /^(?:[a-z0-9.-]+\.)?(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;

/** What no schema can say about node groups. */
export function checkGroups(compute: ComputeConfig, zones: readonly string[]): ConfigFault[] {
  if (compute.type === 'auto') return [];
  const all = enabledGroups(compute);
  const faults = all.flatMap(([name, group]) =>
    checkGroup(name, group, zones).map((fault) => ({ ...fault, path: `compute.groups.${name}${fault.path}` })),
  );
  return [
    ...faults,
    ...checkClashes(all, zones),
    ...checkSystem(compute.groups[SYSTEM_GROUP]),
    ...(compute.type === 'karpenter' ? checkPool(compute.pool) : []),
  ];
}

/** A group of the configuration may not be called as the part of another in one zone is. */
function checkClashes(all: readonly [string, NodeGroupConfig][], zones: readonly string[]): ConfigFault[] {
  const keys = new Set(all.map(([name]) => name));
  return all
    .flatMap(([name, config]) => planGroup(name, config, zones))
    .filter(({ name, group }) => name !== group && keys.has(name))
    .map(({ name, group, zones: [zone] }) => ({
      path: `compute.groups.${name}`,
      what: `${name} is also the part of group ${group} in zone ${zone}`,
      allowed: 'a name of its own',
      next: 'take another name',
    }));
}

function checkPool({ minCpu, maxCpu }: KarpenterPoolConfig): ConfigFault[] {
  if (minCpu <= maxCpu) return [];
  return [
    {
      path: 'compute.pool.maxCpu',
      what: `minCpu ${minCpu} is more than maxCpu ${maxCpu}`,
      allowed: 'minCpu <= maxCpu',
    },
  ];
}

function checkGroup(name: string, group: NodeGroupConfig, zones: readonly string[]): ConfigFault[] {
  return [
    ...checkName(name),
    ...checkSizes(group),
    ...group.instanceTypes.flatMap((type, i) => checkType(`.instanceTypes.${i}`, type, group)),
    ...checkZones(group, zones),
    ...checkLabels(group),
  ];
}

function checkName(name: string): ConfigFault[] {
  if (GROUP_NAME.test(name)) return [];
  return [
    {
      path: '',
      what: `${name} cannot name a node group`,
      allowed: 'lower case letters, digits and hyphens, a letter first, at most 24',
    },
  ];
}

function checkSizes({ min, max, desired }: NodeGroupConfig): ConfigFault[] {
  if (min <= desired && desired <= max) return [];
  return [
    {
      path: '.desired',
      what: `min ${min}, desired ${desired}, max ${max} are out of order`,
      allowed: 'min <= desired <= max',
    },
  ];
}

function checkType(path: string, type: string, { architecture, gpu }: NodeGroupConfig): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const actual = architectureOf(type);
  if (actual !== architecture)
    faults.push({
      path,
      what: `${type} is ${actual}, the group is ${architecture}`,
      allowed: `instance types of ${architecture}`,
      next: `set architecture: ${actual}, or take another type`,
    });
  if (gpu && !hasNvidia(type))
    faults.push({
      path,
      what: `${type} has no NVIDIA processor, the group's image is for one`,
      allowed: 'instance types of the p and g families, for example g6.xlarge',
      next: 'take another type, or set gpu: false',
    });
  if (!gpu && hasNvidia(type))
    faults.push({
      path,
      what: `${type} has NVIDIA processors, but the group's image has no driver`,
      allowed: 'gpu: true with this type',
      next: 'set gpu: true, or take a type without',
    });
  return faults;
}

function checkZones({ zones }: NodeGroupConfig, network: readonly string[]): ConfigFault[] {
  return (zones ?? [])
    .map((zone, i): ConfigFault | undefined => {
      const path = `.zones.${i}`;
      if (!network.includes(zone))
        return { path, what: `the network has no zone ${zone}`, allowed: network.join(', ') };
      if (zones?.indexOf(zone) !== i) return { path, what: `zone ${zone} is there twice`, allowed: 'each zone once' };
      return undefined;
    })
    .filter((fault) => fault !== undefined);
}

function checkLabels({ labels }: NodeGroupConfig): ConfigFault[] {
  return Object.keys(labels)
    .filter((key) => RESERVED_LABEL.test(key) || key === NODE_GROUP_LABEL)
    .map((key) => ({
      path: `.labels.${key}`,
      what: `label ${key} is kept for Kubernetes, EKS or stagecraft`,
      allowed: 'labels with a prefix of your own, or none',
    }));
}

/** DNS, storage and autoscaling run there: it must always be there, and must not be taken back. */
function checkSystem({ enabled, capacity, min, schedule, gpu }: NodeGroupConfig): ConfigFault[] {
  const path = `compute.groups.${SYSTEM_GROUP}`;
  const faults: ConfigFault[] = [];
  if (!enabled)
    return [{ path: `${path}.enabled`, what: 'the cluster has no place for DNS and its controllers', allowed: 'true' }];
  if (capacity === 'spot')
    faults.push({
      path: `${path}.capacity`,
      what: 'Spot for the nodes that DNS and the controllers run on',
      allowed: 'on-demand',
      next: 'put Spot into a group of its own',
    });
  if (min < 2)
    faults.push({
      path: `${path}.min`,
      what: `${min} nodes cannot keep DNS and the controllers up through the loss of one`,
      allowed: '2 or more, better one a zone',
    });
  if (schedule)
    faults.push({
      path: `${path}.schedule`,
      what: 'an off-hours schedule would take DNS and the autoscaler away, and nothing would bring nodes back',
      allowed: 'a schedule on other groups',
    });
  if (gpu)
    faults.push({ path: `${path}.gpu`, what: 'GPU nodes repel what the cluster itself needs', allowed: 'false' });
  return faults;
}
