/** A kind kube-state-metrics lists: its name on the command line and the API group that serves it. */
export interface WatchedResource {
  readonly resource: string;
  readonly apiGroup: string;
}

/**
 * What is turned into metrics. Secrets and ConfigMaps are not: reading them is reading every password of the cluster, and their
 * metrics are creation times. Leases, endpoints and RBAC objects are many and tell nothing that anyone is woken for.
 * Names and groups: https://github.com/kubernetes/kube-state-metrics/tree/v2.20.0/examples/standard
 */
export const WATCHED: readonly WatchedResource[] = [
  ...core(
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'replicationcontrollers',
    'resourcequotas',
    'services',
  ),
  ...of('apps', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'),
  ...of('autoscaling', 'horizontalpodautoscalers'),
  ...of('batch', 'cronjobs', 'jobs'),
  ...of('certificates.k8s.io', 'certificatesigningrequests'),
  ...of('networking.k8s.io', 'ingresses', 'networkpolicies'),
  ...of('policy', 'poddisruptionbudgets'),
  ...of('storage.k8s.io', 'storageclasses', 'volumeattachments'),
  ...of('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations'),
];

function core(...resources: string[]): WatchedResource[] {
  return of('', ...resources);
}

function of(apiGroup: string, ...resources: string[]): WatchedResource[] {
  return resources.map((resource) => ({ apiGroup, resource }));
}

/** Value of `--resources`. */
export function resourceList(watched: readonly WatchedResource[]): string {
  return watched
    .map(({ resource }) => resource)
    .sort()
    .join(',');
}

/** Rules that grant exactly what the list reads: one a group. */
export function accessRules(watched: readonly WatchedResource[]) {
  const groups = [...new Set(watched.map(({ apiGroup }) => apiGroup))].sort();
  return groups.map((apiGroup) => ({
    apiGroups: [apiGroup],
    resources: watched.filter((w) => w.apiGroup === apiGroup).map(({ resource }) => resource),
    verbs: ['list', 'watch'],
  }));
}

/**
 * Series per object that no rule and no dashboard of ours reads, left out before they cost memory here or in Prometheus. Generations of
 * Deployments, StatefulSets and DaemonSets stay: they tell whether a roll-out was noticed.
 */
export const DENIED_METRICS: readonly string[] = [
  '^kube_pod_(ips|tolerations|scheduler|service_account|nodeselectors)$',
  '^kube_pod_spec_volumes_persistentvolumeclaims_readonly$',
  '^kube_replicaset_(created|metadata_generation|status_observed_generation|status_fully_labeled_replicas)$',
  '^kube_.+_metadata_resource_version$',
];
