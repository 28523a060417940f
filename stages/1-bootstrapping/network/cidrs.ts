import type { Context } from '../../../src/kit/contract';
import { network } from './network';
import { type NetworkPlan, networkPlan } from './plan';

/** The network of a context of any component: subnets, ranges and ids, new or existing. */
export function networkOf(context: Context): NetworkPlan {
  const config = context.configOf(network);
  if (!config) throw new Error('component network is not in this context');
  return networkPlan(config, context.platform.region);
}

/** Ranges the control plane calls webhooks and aggregated APIs from; no label selects them in a network policy. */
export function controlPlaneCidrs(context: Context): string[] {
  return networkOf(context).subnets.controlPlane.map(({ cidr }) => cidr);
}

/** Ranges of nodes and pods. */
export function privateCidrs(context: Context): string[] {
  return networkOf(context).subnets.private.map(({ cidr }) => cidr);
}

/** Ranges of the whole VPC. */
export function vpcCidrs(context: Context): string[] {
  return [...networkOf(context).cidrs];
}
