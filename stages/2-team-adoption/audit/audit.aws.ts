import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { policyDocument, type Stack, WorkloadIdentityAws } from '../../../src/kit/terraform';
import { eventsOf, shipperIdentity } from './audit';
import type { AuditConfig } from './config';
import type { AuditEvent } from './event';
import { clusterLogs } from './pattern';

export interface AuditAwsProps {
  /** Name of the cluster; its log group is `/aws/eks/<cluster>/cluster`. Cannot change later. */
  readonly cluster: string;
  /** AWS account of twelve digits. */
  readonly account: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** Events that raise an alarm. */
  readonly events: readonly AuditEvent[];
  /** @default - every namespace */
  readonly productionNamespaces?: readonly string[];
  /** @default - nobody */
  readonly trustedUsers?: readonly string[];
  /** Addresses subscribed to the alarms. @default - none */
  readonly emails?: readonly string[];
}

/** Seconds the events of one alarm are counted over. */
const PERIOD = 300;

/** One metric filter and one alarm an event, and an encrypted topic they speak to. */
export class AuditAws extends Construct {
  readonly topic: SnsTopic;

  constructor(scope: Construct, id: string, props: AuditAwsProps) {
    super(scope, id);
    this.topic = this.createTopic(props);
    for (const event of props.events) this.watch(event, props);
  }

  private createTopic({ cluster, account, partition = 'aws', emails = [] }: AuditAwsProps): SnsTopic {
    const keyPolicy = policyDocument(this, 'document:audit_key', [
      {
        sid: 'Administration',
        actions: ['kms:*'],
        resources: ['*'],
        principals: [{ type: 'AWS', identifiers: [`arn:${partition}:iam::${account}:root`] }],
        reason: 'the account must be able to administer its own key, through IAM; * is this key in a key policy',
      },
      {
        sid: 'Alarms',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        principals: [{ type: 'Service', identifiers: ['cloudwatch.amazonaws.com'] }],
        conditions: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: [account] }],
        reason:
          'GenerateDataKey with and without plaintext, as CloudWatch needs to publish to an encrypted topic; * is this key in a key policy',
      },
    ]);
    const key = new KmsKey(this, 'key:audit', {
      description: `Audit alarms of ${cluster}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: keyPolicy.json,
    });
    new KmsAlias(this, 'alias:audit', { name: `alias/${cluster}-audit`, targetKeyId: key.keyId });
    const topic = new SnsTopic(this, 'topic:audit', { name: `${cluster}-audit`, kmsMasterKeyId: key.arn });
    const topicPolicy = policyDocument(this, 'document:audit_topic', [
      {
        sid: 'Alarms',
        actions: ['sns:Publish'],
        resources: [topic.arn],
        principals: [{ type: 'Service', identifiers: ['cloudwatch.amazonaws.com'] }],
        conditions: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: [account] }],
      },
      {
        sid: 'OnlyOverTls',
        effect: 'Deny',
        actions: ['sns:Publish'],
        resources: [topic.arn],
        principals: [{ type: 'AWS', identifiers: ['*'] }],
        conditions: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
      },
    ]);
    new SnsTopicPolicy(this, 'topic_policy:audit', { arn: topic.arn, policy: topicPolicy.json });
    for (const email of emails) {
      const name = email.replaceAll(/[^a-zA-Z0-9]/g, '_');
      new SnsTopicSubscription(this, `subscription:audit_${name}`, {
        topicArn: topic.arn,
        protocol: 'email',
        endpoint: email,
      });
    }
    return topic;
  }

  private watch(event: AuditEvent, { cluster, productionNamespaces = [], trustedUsers = [] }: AuditAwsProps): void {
    const id = `audit_${event.name.replaceAll('-', '_')}`;
    const metric = { namespace: `stagecraft/${cluster}/audit`, name: event.name };
    new CloudwatchLogMetricFilter(this, `filter:${id}`, {
      name: `${cluster}-audit-${event.name}`,
      logGroupName: clusterLogs(cluster),
      pattern: event.pattern({ cluster, productionNamespaces, trustedUsers }),
      metricTransformation: { ...metric, value: '1', defaultValue: '0', unit: 'Count' },
    });
    new CloudwatchMetricAlarm(this, `alarm:${id}`, {
      alarmName: `${cluster}-audit-${event.name}`,
      alarmDescription: `${event.title}. runbooks/audit-alarms.md`,
      namespace: metric.namespace,
      metricName: metric.name,
      statistic: 'Sum',
      period: PERIOD,
      threshold: event.threshold,
      ...(event.silentMinutes
        ? {
            evaluationPeriods: Math.ceil((event.silentMinutes * 60) / PERIOD),
            comparisonOperator: 'LessThanThreshold',
            // No event of any stream is no data at all.
            treatMissingData: 'breaching',
          }
        : {
            evaluationPeriods: 1,
            comparisonOperator: 'GreaterThanOrEqualToThreshold',
            treatMissingData: 'notBreaching',
          }),
      alarmActions: [this.topic.arn],
    });
  }
}

/** The audit alarms of a platform. */
export function buildAudit(stack: Stack, { platform, config }: Context<AuditConfig>): void {
  new AuditAws(stack, 'audit', {
    cluster: platform.name,
    account: platform.account,
    partition: platform.partition,
    events: eventsOf(config),
    productionNamespaces: config.productionNamespaces,
    trustedUsers: config.trustedUsers,
    emails: config.emails,
  });
  if (!config.toElasticsearch.enabled) return;
  new WorkloadIdentityAws(stack, 'audit-shipper', {
    cluster: platform.name,
    partition: platform.partition,
    identity: shipperIdentity(platform),
  });
}
