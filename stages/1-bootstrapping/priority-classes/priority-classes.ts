import { component } from '../../../src/kit/contract';

/**
 * Priority classes by what they are for. Everything stays below the two classes of Kubernetes itself
 * (`system-node-critical`, `system-cluster-critical`, two billion), which its own pods use.
 */
export const PRIORITY = {
  /** Agents every node needs and what people are called by: they push anything else aside. */
  critical: 'platform-critical',
  /** Services of the platform. */
  standard: 'platform-standard',
  /** What a pod gets that names none. */
  workload: 'workload',
  /** Work that can wait: goes first when room is short and pushes nothing aside. */
  batch: 'workload-batch',
} as const;

export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

/** Four priority classes. */
export const priorityClasses = component({
  name: 'priority-classes',
  title: 'Priority classes',
  summary: 'Who gives way when a node is full: four priority classes, with a default',
  k8s: { layer: 'crds', load: async () => (await import('./priority-classes.k8s')).build },
});
