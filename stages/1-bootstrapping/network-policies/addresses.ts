import type { Context } from '../../../src/kit/contract';
import { cluster } from '../cluster';

/** Address ranges that policies name, because no label selects what is behind them. */
export interface ClusterAddresses {
  /** Range of service addresses. */
  readonly serviceCidr: string;
  /** Ranges of the VPC: interface endpoints answer in them. */
  readonly vpcCidrs: readonly string[];
  /** Subnets nodes and pods live in. */
  readonly privateSubnetCidrs: readonly string[];
  /** Subnets of the control plane's network interfaces. */
  readonly controlPlaneCidrs: readonly string[];
}

export function clusterAddresses(context: Context): ClusterAddresses {
  return {
    serviceCidr: context.contextOf(cluster).config.serviceCidr,
    vpcCidrs: ['10.0.0.0/16'],
    privateSubnetCidrs: ['10.0.0.0/18', '10.0.64.0/18', '10.0.128.0/18'],
    controlPlaneCidrs: ['10.0.255.0/28', '10.0.255.16/28', '10.0.255.32/28'],
  };
}
