import type { Context } from '../../../src/kit/contract';
import { network } from '../network';
import { interfaceEndpoints } from '../network/plan';
import type { PrivateAccessConfig } from './config';

/** Services a session goes through. */
const SESSION_SERVICES = ['ssm', 'ssmmessages'] as const;

/**
 * Where HTTPS may go: what configuration says. Otherwise a tunnel stays in the VPC if its session finds its services there,
 * and runners, which talk to their CI system, stay there only if there is no way out.
 */
export function egressOf(context: Context<PrivateAccessConfig>): 'vpc' | 'internet' {
  const { egress, type } = context.config;
  if (egress) return egress;
  const config = context.configOf(network);
  if (!config || config.existing) return 'internet';
  if (type === 'runner') return config.nat === 'none' ? 'vpc' : 'internet';
  const there = interfaceEndpoints(config);
  return SESSION_SERVICES.every((service) => there.includes(service)) ? 'vpc' : 'internet';
}

/** Name of the instance, its group, role and security group. */
export function jumpHostName(cluster: string): string {
  return `${cluster}-private-access`;
}

/** Name of the role, instance profile and security group of runners. */
export function runnerName(cluster: string): string {
  return `${cluster}-runner`;
}

/** Name of the IAM policy that lets people forward a port. */
export function tunnelPolicyName(cluster: string): string {
  return `${cluster}-tunnel`;
}
