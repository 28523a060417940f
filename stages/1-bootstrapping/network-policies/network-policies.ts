import { component } from '../../../src/kit/contract';
import { cluster } from '../cluster';

/**
 * What network policies need of EKS itself. `kube-system` gets no default deny: aws-node, kube-proxy, the Pod Identity agent and
 * the node parts of the CSI drivers are on the host network, where no policy holds, and one for CoreDNS or a CSI controller that
 * missed a flow would take names or volumes from the whole cluster. Of its pods, metrics-server has flows that are known
 * exactly, and Cluster Autoscaler is ours.
 */
export const networkPolicies = component({
  name: 'network-policies',
  title: 'Network policies of the system',
  summary: 'What enforcement needs on EKS, and the policy of metrics-server',
  k8s: {
    layer: 'crds',
    when: ({ contextOf }) => {
      const { addons, compute } = contextOf(cluster).config;
      return addons.metricsServer || compute.type === 'auto';
    },
    load: async () => (await import('./network-policies.k8s')).build,
  },
});
