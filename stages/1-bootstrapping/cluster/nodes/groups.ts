import type { ComputeConfig, NodeGroupConfig } from '../config';
import { GPU_TAINT, NODE_GROUP_LABEL } from '../config/names';

/** A node group as EKS gets it: one of the configuration, or its part in one zone. */
export interface NodeGroupPlan {
  /** Unique in the cluster: the key of the configuration, with the zone's letter when there is one a zone. */
  readonly name: string;
  /** Key of the configuration. */
  readonly group: string;
  /** Zone letters. */
  readonly zones: readonly string[];
}

type Taint = NodeGroupConfig['taints'][number];

/** Node groups that are switched on, by key. */
export function enabledGroups(compute: ComputeConfig): [string, NodeGroupConfig][] {
  if (compute.type === 'auto') return [];
  return Object.entries(compute.groups as Record<string, NodeGroupConfig>).filter(([, { enabled }]) => enabled);
}

/** What one group of the configuration becomes. */
export function planGroup(
  group: string,
  { perZone, zones }: NodeGroupConfig,
  network: readonly string[],
): NodeGroupPlan[] {
  const letters = zones ?? network;
  if (!perZone) return [{ name: group, group, zones: letters }];
  return letters.map((zone) => ({ name: `${group}-${zone}`, group, zones: [zone] }));
}

/** Labels of a group's nodes; ours wins. */
export function groupLabels(group: string, { labels }: NodeGroupConfig): Record<string, string> {
  return { ...labels, [NODE_GROUP_LABEL]: group };
}

/** Taints of a group's nodes; a GPU group always repels what asks for no GPU. */
export function groupTaints({ taints, gpu }: NodeGroupConfig): Taint[] {
  if (!gpu || taints.some(({ key }) => key === GPU_TAINT.key)) return taints;
  return [...taints, { ...GPU_TAINT }];
}

/** Tags by which Cluster Autoscaler knows what a node would look like while the group has none. */
export function scaleFromZeroTags(
  group: string,
  config: NodeGroupConfig,
): { name: string; key: string; value: string }[] {
  if (config.min > 0 && !config.schedule) return [];
  const prefix = 'k8s.io/cluster-autoscaler/node-template';
  return [
    ...Object.entries(groupLabels(group, config)).map(([key, value]) => ({
      name: `label_${slug(key)}`,
      key: `${prefix}/label/${key}`,
      value,
    })),
    ...groupTaints(config).map(({ key, value, effect }) => ({
      name: `taint_${slug(key)}_${slug(effect)}`,
      key: `${prefix}/taint/${key}`,
      value: `${value}:${effect}`,
    })),
    {
      name: 'ephemeral_storage',
      key: `${prefix}/resources/ephemeral-storage`,
      value: `${config.diskGiB}Gi`,
    },
  ];
}

function slug(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '_');
}
