export { contains, overlaps, parseCidr } from './cidr';
export { controlPlaneCidrs, networkOf, privateCidrs, vpcCidrs } from './cidrs';
export type { ExistingNetwork, NetworkConfig } from './config';
export { network } from './network';
export { type NetworkPlan, networkPlan, type SubnetPlan, type SubnetRole } from './plan';
