import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Ec2Tag } from '@cdktf/provider-aws/lib/ec2-tag';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { policyDocument } from '../../../src/kit/terraform';
import {
  interruptionQueueName,
  KARPENTER_DISCOVERY_TAG,
  karpenterInstanceProfile,
  karpenterNodeRoleName,
} from './config/names';
import { INTERRUPTION_EVENTS } from './karpenter';
import { NodeRole } from './nodes/node-role.aws';

export interface KarpenterAwsProps {
  /** Name of the cluster. Cannot change later. */
  readonly cluster: string;
  /** Name of the cluster from its resource, so that the nodes' entry comes after it. */
  readonly clusterName: string;
  /** Security group of nodes: EKS's own. */
  readonly securityGroupId: string;
  /** AWS account of twelve digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** @default 'aws' */
  readonly partition?: string;
}

/** Seconds an interruption stays worth reading; source: Karpenter 1.14 reference, CloudFormation. */
const RETENTION_SECONDS = 300;

/** What Karpenter needs of AWS beside its controller's identity: a role for nodes and a queue of interruptions. */
export class KarpenterAws extends Construct {
  readonly queue: SqsQueue;
  readonly nodes: NodeRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: KarpenterAwsProps,
  ) {
    super(scope, id);
    const { cluster, clusterName, partition, securityGroupId } = props;
    this.nodes = new NodeRole(this, 'nodes', {
      name: karpenterNodeRoleName(cluster),
      address: 'karpenter_node',
      cluster,
      partition,
    });
    new IamInstanceProfile(this, 'profile:karpenter-node', {
      name: karpenterInstanceProfile(cluster),
      role: this.nodes.role.name,
    });
    // EKS lets in the nodes of managed groups by itself; Karpenter's it does not know.
    new EksAccessEntry(this, 'entry:karpenter-node', {
      clusterName,
      principalArn: this.nodes.role.arn,
      type: 'EC2_LINUX',
    });
    new Ec2Tag(this, 'tag:karpenter-discovery', {
      resourceId: securityGroupId,
      key: KARPENTER_DISCOVERY_TAG,
      value: cluster,
    });
    this.queue = new SqsQueue(this, 'queue:karpenter', {
      name: interruptionQueueName(cluster),
      messageRetentionSeconds: RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
    });
    this.createQueuePolicy();
    for (const event of INTERRUPTION_EVENTS) this.forward(event);
  }

  private createQueuePolicy(): void {
    const { cluster, account, region, partition = 'aws' } = this.props;
    const rules = `arn:${partition}:events:${region}:${account}:rule/${cluster}-karpenter-*`;
    const policy = policyDocument(this, 'document:karpenter_queue', [
      {
        sid: 'Events',
        actions: ['sqs:SendMessage'],
        resources: [this.queue.arn],
        principals: [{ type: 'Service', identifiers: ['events.amazonaws.com'] }],
        conditions: [{ test: 'ArnLike', variable: 'aws:SourceArn', values: [rules] }],
      },
      {
        sid: 'EncryptedOnly',
        effect: 'Deny',
        actions: ['sqs:*'],
        resources: [this.queue.arn],
        principals: [{ type: 'AWS', identifiers: ['*'] }],
        conditions: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
        reason: 'a refusal to everyone, of everything, without TLS',
      },
    ]);
    new SqsQueuePolicy(this, 'queue-policy:karpenter', { queueUrl: this.queue.url, policy: policy.json });
  }

  private forward({ name, source, detailType }: (typeof INTERRUPTION_EVENTS)[number]): void {
    const rule = new CloudwatchEventRule(this, `rule:karpenter-${name}`, {
      name: `${this.props.cluster}-karpenter-${name}`,
      description: `${detailType}, for Karpenter`,
      eventPattern: JSON.stringify({ source: [source], 'detail-type': [detailType] }),
    });
    new CloudwatchEventTarget(this, `target:karpenter-${name}`, {
      rule: rule.name,
      targetId: 'queue',
      arn: this.queue.arn,
    });
  }
}
