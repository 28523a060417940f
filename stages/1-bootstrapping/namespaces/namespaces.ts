import { component } from '../../../src/kit/contract';

/**
 * What stands on every cluster whoever uses it: `default` is locked, cert-manager's namespace is guarded. `kube-system` is exempt
 * by name: it holds pods that need the host (aws-node, kube-proxy, CSI drivers), EKS owns it, and no label of ours is put on it.
 * `kube-public` and `kube-node-lease` hold no pods.
 */
export const namespaces = component({
  name: 'namespaces',
  title: 'Namespaces',
  summary: 'Pod Security levels, default-deny policies and quotas; the namespace default locked',
  k8s: { layer: 'crds', load: async () => (await import('./namespaces.k8s')).build },
});
