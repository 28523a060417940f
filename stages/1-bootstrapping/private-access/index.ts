export type { PrivateAccessConfig } from './config';
export { DoorAws, type DoorAwsProps } from './door.aws';
export { InstanceRoleAws, type InstanceRoleAwsProps } from './instance-role.aws';
export { JumpHostAws, type JumpHostAwsProps } from './jump-host.aws';
export { jumpHostName, runnerName, tunnelPolicyName } from './plan';
export { WAY_TAG } from './policies';
export { privateAccess } from './private-access';
export { RunnerAws, type RunnerAwsProps } from './runner.aws';
