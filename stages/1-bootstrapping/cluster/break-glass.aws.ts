import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../../../src/kit/terraform';
import { adminEntry } from './access.aws';
import { breakGlassRoleName } from './config/names';
import { administration } from './keys.aws';

export interface BreakGlassProps {
  /** Name of the cluster. Cannot change later. */
  readonly cluster: string;
  /** Name of the cluster from its resource, so that the entry comes after it. */
  readonly clusterName: string;
  /** ARN of the cluster. */
  readonly clusterArn: string;
  /** Name of the log group with the API audit log. */
  readonly logGroupName: string;
  /** AWS account of twelve digits. */
  readonly account: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** Whether anyone can assume the role. @default false */
  readonly enabled?: boolean;
  /** ARNs of roles or users that can, while it is enabled. @default - nobody */
  readonly principals?: readonly string[];
  /** Whether AWS must have seen a second factor within the hour. @default true */
  readonly requireMfa?: boolean;
  /** Addresses told of every use. @default - none */
  readonly emails?: readonly string[];
}

/** Seconds a session of the role lasts, the shortest IAM takes; also the greatest age of the second factor. */
const SESSION_SECONDS = 3600;

/**
 * Emergency access. The role, its access entry and the alarms are always there and proven by every plan; only the trust
 * policy changes when the switch is thrown.
 */
export class BreakGlass extends Construct {
  readonly role: IamRole;
  readonly topic: SnsTopic;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BreakGlassProps,
  ) {
    super(scope, id);
    const { cluster, clusterName, clusterArn, partition = 'aws' } = props;
    const trust = policyDocument(this, 'document:break_glass_trust', [this.trust()]);
    this.role = new IamRole(this, 'role:break-glass', {
      name: breakGlassRoleName(cluster),
      description: `Emergency access to cluster ${cluster}; every use raises an alarm`,
      assumeRolePolicy: trust.json,
      maxSessionDuration: SESSION_SECONDS,
    });
    const document = policyDocument(this, 'document:break_glass', [
      { sid: 'Kubeconfig', actions: ['eks:DescribeCluster'], resources: [clusterArn] },
    ]);
    new IamRolePolicy(this, 'policy:break-glass', {
      name: 'kubeconfig',
      role: this.role.name,
      policy: document.json,
    });
    adminEntry(this, 'break_glass', { clusterName, partition, principal: this.role.arn });
    this.topic = this.createTopic();
    this.watchAssumption();
    this.watchUse();
  }

  private trust(): Statement {
    const { enabled = false, principals = [], requireMfa = true } = this.props;
    if (!enabled || principals.length === 0)
      return {
        sid: 'Nobody',
        effect: 'Deny',
        actions: ['sts:AssumeRole'],
        resources: [],
        principals: [{ type: 'AWS', identifiers: ['*'] }],
        reason: 'a refusal to everyone: nobody may assume the role until it is switched on',
      };
    return {
      sid: 'Emergency',
      actions: ['sts:AssumeRole'],
      resources: [],
      principals: [{ type: 'AWS', identifiers: principals }],
      ...(requireMfa
        ? {
            conditions: [
              { test: 'Bool', variable: 'aws:MultiFactorAuthPresent', values: ['true'] },
              {
                test: 'NumericLessThan',
                variable: 'aws:MultiFactorAuthAge',
                values: [String(SESSION_SECONDS)],
              },
            ],
          }
        : {}),
    };
  }

  private createTopic(): SnsTopic {
    const { cluster, account, partition = 'aws', emails = [] } = this.props;
    const keyPolicy = policyDocument(this, 'document:break_glass_key', [
      administration(account, partition),
      ...senders(account).map((statement) => ({
        ...statement,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        reason: '* is this key in a key policy; alarms and events encrypt what they send',
      })),
    ]);
    const key = new KmsKey(this, 'key:break-glass', {
      description: `Alarms on emergency access to cluster ${cluster}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: keyPolicy.json,
    });
    new KmsAlias(this, 'alias:break-glass', { name: `alias/${cluster}-break-glass`, targetKeyId: key.keyId });
    const topic = new SnsTopic(this, 'topic:break-glass', {
      name: `${cluster}-break-glass`,
      kmsMasterKeyId: key.arn,
    });
    const policy = policyDocument(
      this,
      'document:break_glass_topic',
      senders(account).map((statement) => ({
        ...statement,
        actions: ['sns:Publish'],
        resources: [topic.arn],
      })),
    );
    new SnsTopicPolicy(this, 'topic-policy:break-glass', { arn: topic.arn, policy: policy.json });
    for (const endpoint of emails)
      new SnsTopicSubscription(this, `subscription:break-glass-${endpoint.replaceAll(/[^A-Za-z0-9]/g, '_')}`, {
        topicArn: topic.arn,
        protocol: 'email',
        endpoint,
      });
    return topic;
  }

  /**
   * Tells of the role being assumed. Needs a CloudTrail trail with management events; AssumeRole counts as read-only, so
   * the rule must ask for those too. Sees this region only: watchUse sees the rest.
   */
  private watchAssumption(): void {
    const { cluster, account, partition = 'aws' } = this.props;
    const rule = new CloudwatchEventRule(this, 'rule:break-glass', {
      name: `${cluster}-break-glass`,
      description: `Someone assumes the emergency role of cluster ${cluster}`,
      state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      eventPattern: JSON.stringify({
        source: ['aws.sts'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: {
          eventName: ['AssumeRole'],
          requestParameters: { roleArn: [`arn:${partition}:iam::${account}:role/${breakGlassRoleName(cluster)}`] },
        },
      }),
    });
    new CloudwatchEventTarget(this, 'target:break-glass', { rule: rule.name, targetId: 'topic', arn: this.topic.arn });
  }

  /** Tells of the role being used on this cluster, from the API audit log: in any region, with or without CloudTrail. */
  private watchUse(): void {
    const { cluster, account, partition = 'aws', logGroupName } = this.props;
    const session = `arn:${partition}:sts::${account}:assumed-role/${breakGlassRoleName(cluster)}/*`;
    const metric = { namespace: `stagecraft/${cluster}`, name: 'BreakGlassRequests' };
    new CloudwatchLogMetricFilter(this, 'filter:break-glass', {
      name: `${cluster}-break-glass`,
      logGroupName,
      pattern: `{ $.user.username = "${session}" }`,
      metricTransformation: { ...metric, value: '1', defaultValue: '0' },
    });
    new CloudwatchMetricAlarm(this, 'alarm:break-glass', {
      alarmName: `${cluster}-break-glass`,
      alarmDescription: `Someone uses the emergency role on cluster ${cluster}: runbooks/break-glass.md`,
      namespace: metric.namespace,
      metricName: metric.name,
      statistic: 'Sum',
      period: 60,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      alarmActions: [this.topic.arn],
    });
  }
}

/**
 * Who may send: alarms of this account, and EventBridge. EventBridge does not work with conditions in topic policies
 * (AWS knowledge center, "sns-not-getting-eventbridge-notification"), and an alarm that is not sent is worse than one
 * that somebody else sends.
 */
function senders(account: string): Pick<Statement, 'sid' | 'principals' | 'conditions'>[] {
  return [
    {
      sid: 'Alarms',
      principals: [{ type: 'Service', identifiers: ['cloudwatch.amazonaws.com'] }],
      conditions: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: [account] }],
    },
    { sid: 'Events', principals: [{ type: 'Service', identifiers: ['events.amazonaws.com'] }] },
  ];
}
