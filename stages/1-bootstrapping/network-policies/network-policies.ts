import { component } from '../../../src/kit/contract';
import { DNS_ADDRESS } from '../../../src/kit/kubernetes/dns';
import { cluster } from '../cluster';
import { nthAddress } from '../flows';

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
  surroundings: ({ contextOf }): Record<string, string> => {
    const { compute, serviceCidr } = contextOf(cluster).config;
    return compute.type === 'auto' ? { [DNS_ADDRESS]: nthAddress(serviceCidr, DNS_POSITION) } : {};
  },
  k8s: {
    layer: 'crds',
    when: ({ contextOf }) => {
      const { addons, compute } = contextOf(cluster).config;
      return addons.metricsServer || compute.type === 'auto';
    },
    load: async () => (await import('./network-policies.k8s')).build,
  },
});

/** EKS puts its DNS at the tenth address of the service range. */
const DNS_POSITION = 10;
