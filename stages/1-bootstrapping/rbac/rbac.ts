import { component } from '../../../src/kit/contract';

/** Label of a ClusterRole whose rules viewers get as well; a component with custom resources brings one. */
export const AGGREGATE_TO_VIEWER = 'stagecraft.io/aggregate-to-viewer';

/** Label of a ClusterRole whose rules operators get as well. */
export const AGGREGATE_TO_OPERATOR = 'stagecraft.io/aggregate-to-operator';

/** Roles of the two groups that access entries put people into; admins are a matter of EKS's access policies. */
export const rbac = component({
  name: 'rbac',
  title: 'Access inside the cluster',
  summary: 'Viewers who read no secrets, operators who act but do not change what runs',
  k8s: { layer: 'crds', load: async () => (await import('./rbac.k8s')).build },
});
