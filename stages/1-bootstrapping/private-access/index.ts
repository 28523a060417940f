export type { PrivateAccessConfig } from './config';
export { jumpHostName, runnerName, tunnelPolicyName } from './plan';
export { WAY_TAG } from './policies';
export { privateAccess } from './private-access';
