import type { Context } from '../../../src/kit/contract';
import type { Flow, FlowPort } from '../../../src/kit/kubernetes';
import { cluster } from '../cluster';
import { controlPlaneCidrs, privateCidrs, vpcCidrs } from '../network';

/** Ranges that are never the internet: private, shared (RFC 6598), link-local. */
const NOT_INTERNET = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** Where the Pod Identity agent answers on every node, and the only port it needs. */
const POD_IDENTITY_AGENT = '169.254.170.23/32';

/**
 * Egress to the API server. The VPC CNI judges egress before a service address is rewritten, so the address of the service
 * `kubernetes` is named, the first of the service range; engines that judge after it see the control plane's subnets.
 */
export function apiServerFlow(context: Context): Flow {
  const { serviceCidr } = context.contextOf(cluster).config;
  return { peers: ranges([`${nthAddress(serviceCidr, 1)}/32`, ...controlPlaneCidrs(context)]), ports: [443] };
}

/** Ingress of the API server's calls to webhooks and aggregated APIs: they come from the control plane's interfaces. */
export function controlPlaneIngress(context: Context, ports: readonly FlowPort[]): Flow {
  return { peers: ranges(controlPlaneCidrs(context)), ports };
}

/** To or from node addresses, which are those of the private subnets: kubelet 10250, node-exporter 9100, pods on the host network. */
export function nodeFlow(context: Context, ports: readonly FlowPort[]): Flow {
  return { peers: ranges(privateCidrs(context)), ports };
}

/** Egress to the agent that gives a pod its AWS credentials; without it a pod with a workload identity is nobody. */
export function podIdentityFlow(): Flow {
  return { peers: ranges([POD_IDENTITY_AGENT]), ports: [80] };
}

/**
 * Egress of a pod that calls AWS over HTTPS: interface endpoints in the VPC, and the public addresses of the services
 * without one, S3 among them, whose gateway endpoint keeps public addresses. AWS publishes no range small or stable enough
 * to name instead. Without a way out (`nat: none`) only the VPC's routes decide what is reached.
 */
export function awsApiFlow(context: Context): Flow {
  return { peers: [...ranges(vpcCidrs(context)), ...internet()], ports: [443] };
}

/** Egress to addresses outside the VPC and every private range. */
export function internetFlow(ports: readonly FlowPort[] = [443]): Flow {
  return { peers: internet(), ports };
}

/** Both flows of a pod that uses a workload identity. */
export function workloadIdentityFlows(context: Context): Flow[] {
  return [podIdentityFlow(), awsApiFlow(context)];
}

/**
 * The VPC CNI matches the longest prefix, so an excepted range hides what a wider rule of the same pod allows there. Every
 * other peer we name is narrower than the ranges excepted here: pods, service addresses, subnets, the VPC.
 */
function internet(): Flow['peers'] {
  return [{ ipBlock: { cidr: '0.0.0.0/0', except: [...NOT_INTERNET] } }];
}

function ranges(cidrs: readonly string[]): Flow['peers'] {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

/** Address of a range by its position: the first is the service `kubernetes`, the tenth is DNS on EKS. The range is /24 or wider. */
export function nthAddress(cidr: string, n: number): string {
  const [address = ''] = cidr.split('/');
  const parts = address.split('.').map(Number);
  const last = parts.pop() ?? 0;
  return [...parts, last + n].join('.');
}
