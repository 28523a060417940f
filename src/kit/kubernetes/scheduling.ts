import type { TopologySpreadConstraint } from './api';

/**
 * Pods over zones, then over nodes. Zones are a wish by default, since a cluster that lost one must still start pods;
 * with `strict` the scheduler refuses instead.
 */
export function spread(
  selector: Record<string, string>,
  options: { strict?: boolean } = {},
): TopologySpreadConstraint[] {
  const whenUnsatisfiable = options.strict ? 'DoNotSchedule' : 'ScheduleAnyway';
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable,
    labelSelector: { matchLabels: selector },
  }));
}
