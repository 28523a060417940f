export { networkPolicies } from './network-policies';
