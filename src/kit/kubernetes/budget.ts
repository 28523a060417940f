import type { Construct } from 'constructs';
import { add } from './add';

export interface DisruptionBudgetProps {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the pods it guards. */
  readonly selector: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Pods that may be away at once. @default 1 */
  readonly maxUnavailable?: number;
  /** Whether pods that are not ready may always be evicted; no for quorum systems, whose unready pods may be recovering. @default true */
  readonly evictUnhealthy?: boolean;
}

/** Lets a drain take one pod at a time, and never blocks it for good. */
export function disruptionBudget(scope: Construct, props: DisruptionBudgetProps) {
  const { name, namespace, selector, labels, maxUnavailable = 1, evictUnhealthy = true } = props;
  return add(scope, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels: { ...labels } },
    spec: {
      maxUnavailable,
      selector: { matchLabels: { ...selector } },
      unhealthyPodEvictionPolicy: evictUnhealthy ? 'AlwaysAllow' : 'IfHealthyBudget',
    },
  });
}
