export { networkPolicies } from './network-policies';
export { AutoModeNetworkPolicy, MetricsServerPolicy, type MetricsServerPolicyProps } from './network-policies.k8s';
