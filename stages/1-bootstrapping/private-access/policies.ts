import type { Statement } from '../../../src/kit/terraform';

/** Tag that says which cluster an instance is the way to; permissions of people are bound to it. */
export const WAY_TAG = 'stagecraft:way-to';

/** Document people may start, and no other: a shell on the instance is not among them. */
export const FORWARDING = 'AWS-StartPortForwardingSessionToRemoteHost';

export interface Place {
  /** Name of the cluster. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** @default 'aws' */
  readonly partition?: string;
}

/**
 * What the SSM agent needs for sessions, and nothing else of what SSM can do. Source: Systems Manager user guide,
 * "Verify or add instance permissions for Session Manager".
 */
export function agentStatements(): Statement[] {
  return [
    {
      sid: 'Sessions',
      actions: [
        'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      resources: ['*'],
      reason: 'channels have no ARN, and an instance does not know its own id when the policy is written',
    },
  ];
}

/** What a person needs to open the tunnel: find the instance, forward a port through it, end the session. */
export function tunnelStatements({ name, account, region, partition = 'aws' }: Place): Statement[] {
  const here = `${region}:${account}`;
  return [
    {
      sid: 'FindInstance',
      actions: ['ec2:DescribeInstances'],
      resources: ['*'],
      reason: 'listing instances takes no single instance',
    },
    {
      sid: 'FindEndpoint',
      actions: ['eks:DescribeCluster'],
      resources: [`arn:${partition}:eks:${here}:cluster/${name}`],
    },
    {
      sid: 'ThroughInstance',
      actions: ['ssm:StartSession'],
      resources: [`arn:${partition}:ec2:${here}:instance/*`],
      conditions: [
        { test: 'StringEquals', variable: `ssm:resourceTag/${WAY_TAG}`, values: [name] },
        { test: 'BoolIfExists', variable: 'ssm:SessionDocumentAccessCheck', values: ['true'] },
      ],
      reason: 'the instance is replaced from time to time; the condition names its tag',
    },
    {
      sid: 'ByForwarding',
      actions: ['ssm:StartSession'],
      resources: [`arn:${partition}:ssm:${region}::document/${FORWARDING}`],
      conditions: [{ test: 'BoolIfExists', variable: 'ssm:SessionDocumentAccessCheck', values: ['true'] }],
    },
    {
      sid: 'OwnSessions',
      actions: ['ssm:ResumeSession', 'ssm:TerminateSession', 'ssmmessages:OpenDataChannel'],
      // `&{…}` is how the policy document writes IAM's own variables.
      resources: [`arn:${partition}:ssm:${here}:session/&{aws:userid}-*`],
      reason: "a session's id begins with its caller's",
    },
  ];
}

/** What a runner needs to talk to the cluster; what it may do inside, access entries say. */
export function runnerStatements({ name, account, region, partition = 'aws' }: Place): Statement[] {
  return [
    {
      sid: 'FindEndpoint',
      actions: ['eks:DescribeCluster'],
      resources: [`arn:${partition}:eks:${region}:${account}:cluster/${name}`],
    },
  ];
}
