import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingSchedule } from '@cdktf/provider-aws/lib/autoscaling-schedule';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { base64Text, policyDocument } from '../../../src/kit/terraform';
import { DoorAws } from './door.aws';
import { InstanceRoleAws } from './instance-role.aws';
import { jumpHostName, tunnelPolicyName } from './plan';
import { agentStatements, type Place, tunnelStatements, WAY_TAG } from './policies';

export interface JumpHostAwsProps extends Place {
  readonly vpcId: string;
  /** Subnets the instance may start in. */
  readonly subnetIds: readonly string[];
  /** Ranges HTTPS may go to. */
  readonly egressCidrs: readonly string[];
  /** Security group of the cluster. */
  readonly clusterSecurityGroupId: string;
  /** @default 't4g.nano' */
  readonly instanceType?: string;
  /** @default 'arm64' */
  readonly architecture?: 'arm64' | 'x86_64';
  /** AMI with the SSM agent. @default - Amazon Linux 2023, resolved at each start */
  readonly ami?: string;
  /** When the instance is replaced: day of the week, 0 for Sunday, and hour in UTC. @default - Sunday at 3 */
  readonly refresh?: { readonly day: number; readonly hour: number };
  /** Tags of instance, volume and interface: the provider's default tags do not reach what a group starts. */
  readonly tags?: Readonly<Record<string, string>>;
}

const ADDRESS = 'private-access';

/** Nobody logs in: SSH is off, and whoever gets a shell through SSM gets no root. */
const USER_DATA = `#!/bin/bash
systemctl disable --now sshd
rm -f /etc/sudoers.d/ssm-agent-users
`;

/**
 * One small instance that forwards a port through SSM. No way in, no key, no shell for those who may only forward; it heals
 * itself and is replaced every week.
 */
export class JumpHostAws extends Construct {
  readonly name: string;
  readonly instanceType: string;
  readonly refresh: { readonly day: number; readonly hour: number };
  readonly door: DoorAws;
  readonly group: AutoscalingGroup;
  /** Attach it to the roles of people who need the tunnel. */
  readonly tunnelPolicy: IamPolicy;

  private readonly props: JumpHostAwsProps;

  constructor(scope: Construct, id: string, props: JumpHostAwsProps) {
    super(scope, id);
    this.props = props;
    this.name = jumpHostName(props.name);
    this.instanceType = props.instanceType ?? 't4g.nano';
    this.refresh = props.refresh ?? { day: 0, hour: 3 };
    this.door = new DoorAws(this, 'door', {
      name: this.name,
      address: ADDRESS,
      description: `The way to the API of ${props.name} through SSM; nothing comes in`,
      vpcId: props.vpcId,
      egressCidrs: props.egressCidrs,
      clusterSecurityGroupId: props.clusterSecurityGroupId,
    });
    this.group = this.scalingGroup(this.launchTemplate());
    this.refreshWeekly();
    this.tunnelPolicy = new IamPolicy(this, 'policy:tunnel', {
      name: tunnelPolicyName(props.name),
      description: `Forward a port to the API of ${props.name} through SSM`,
      policy: policyDocument(this, 'document:tunnel', tunnelStatements(props)).json,
    });
  }

  private launchTemplate(): LaunchTemplate {
    const { name, architecture = 'arm64', ami } = this.props;
    const role = new InstanceRoleAws(this, 'role', {
      name: this.name,
      address: ADDRESS,
      description: `SSM agent of the instance that leads to ${name}`,
      statements: agentStatements(),
    });
    const tags = { ...this.props.tags, Name: this.name, [WAY_TAG]: name };
    return new LaunchTemplate(this, `template:${ADDRESS}`, {
      name: this.name,
      updateDefaultVersion: true,
      imageId: ami ?? `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
      instanceType: this.instanceType,
      iamInstanceProfile: { arn: role.profile.arn },
      vpcSecurityGroupIds: [this.door.group.id],
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: { volumeType: 'gp3', volumeSize: 8, encrypted: 'true', deleteOnTermination: 'true' },
        },
      ],
      userData: base64Text(USER_DATA),
      tagSpecifications: ['instance', 'network-interface', 'volume'].map((resourceType) => ({ resourceType, tags })),
    });
  }

  private scalingGroup(template: LaunchTemplate): AutoscalingGroup {
    return new AutoscalingGroup(this, `scaling:${ADDRESS}`, {
      name: this.name,
      minSize: 1,
      maxSize: 1,
      desiredCapacity: 1,
      vpcZoneIdentifier: [...this.props.subnetIds],
      healthCheckType: 'EC2',
      launchTemplate: { id: template.id, version: `\${${template.fqn}.latest_version}` },
      tag: Object.entries({ ...this.props.tags, Name: this.name }).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: false,
      })),
      // A new template starts a new instance at once; a forwarded port is opened again in seconds.
      instanceRefresh: { strategy: 'Rolling', preferences: { minHealthyPercentage: 0 } },
    });
  }
  /** Down to none and up again: patched at an hour that is known, where a maximum lifetime would end sessions at any. */
  private refreshWeekly(): void {
    const { day, hour } = this.refresh;
    for (const [word, minute, size] of [
      ['retire', 0, 0],
      ['return', 10, 1],
    ] as const)
      new AutoscalingSchedule(this, `schedule:${ADDRESS}-${word}`, {
        scheduledActionName: word,
        autoscalingGroupName: this.group.name,
        recurrence: `${minute} ${hour} * * ${day}`,
        timeZone: 'Etc/UTC',
        minSize: size,
        maxSize: 1,
        desiredCapacity: size,
      });
  }
}
