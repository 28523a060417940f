import type { StoreNames } from './names';

export interface StoreSettingsProps {
  /** Name of the platform; that of the store's cluster is `<name>-logs`. Cannot change later. */
  readonly cluster: string;
  readonly namespace: string;
  /** Region of the archive's bucket. @default - no archive */
  readonly region?: string;
}

/**
 * What both stores call by the same names: who a node is, where it listens, how nodes find each other, where data is.
 * What differs by node comes from its environment.
 */
export function storeSettings(
  { cluster, namespace }: StoreSettingsProps,
  names: StoreNames,
  home: string,
): Record<string, unknown> {
  return {
    'cluster.name': `${cluster}-logs`,
    'node.name': '${POD_NAME}',
    'node.attr.zone': '${ZONE}',
    // A shard and its copy never stand in one zone.
    'cluster.routing.allocation.awareness.attributes': 'zone',
    'network.host': '0.0.0.0',
    'network.publish_host': '${POD_IP}',
    'discovery.seed_hosts': `${names.nodes}.${namespace}.svc`,
    'path.data': `${home}/data`,
    'path.logs': `${home}/logs`,
    // Nobody deletes by a wildcard.
    'action.destructive_requires_name': true,
  };
}
