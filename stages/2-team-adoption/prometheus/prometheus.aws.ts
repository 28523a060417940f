import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { PrometheusWorkspace } from '@cdktf/provider-aws/lib/prometheus-workspace';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import type { WorkloadIdentity } from '../../../src/kit/identity';
import { policyDocument, type Stack, WorkloadIdentityAws } from '../../../src/kit/terraform';
import type { PrometheusConfig } from './config';
import { prometheusIdentities } from './identity';

export interface PrometheusAwsProps {
  /** Name of the cluster; alias of the workspace and of its key. */
  readonly cluster: string;
  /** AWS account of twelve digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** Days the workspace's log group keeps events. @default 365 */
  readonly logRetentionDays?: number;
  /** Who writes to the workspace. */
  readonly identities: readonly WorkloadIdentity[];
}

/** A workspace of Amazon Managed Prometheus with its key, its log group and the identity that writes to it. */
export class PrometheusAws extends Construct {
  readonly workspace: PrometheusWorkspace;

  constructor(scope: Construct, id: string, props: PrometheusAwsProps) {
    super(scope, id);
    const { cluster, partition = 'aws', logRetentionDays = 365, identities } = props;
    const name = `/aws/vendedlogs/prometheus/${cluster}`;
    const key = this.createKey(props, name);
    const logs = new CloudwatchLogGroup(this, 'logs:prometheus', {
      name,
      retentionInDays: logRetentionDays,
      kmsKeyId: key.arn,
    });
    this.workspace = new PrometheusWorkspace(this, 'workspace:prometheus', {
      alias: cluster,
      kmsKeyArn: key.arn,
      loggingConfiguration: { logGroupArn: `${logs.arn}:*` },
      // The identity may write to workspaces with this tag: default tags carry it too, but could be changed.
      tags: { 'stagecraft:cluster': cluster },
    });
    new TerraformOutput(this, 'output:prometheus_workspace_id', {
      value: this.workspace.id,
      description: 'Goes into stagecraft.yaml as prometheus.amazonManagedPrometheus.workspaceId',
    });
    for (const identity of identities)
      new WorkloadIdentityAws(this, `identity:${identity.name}`, { identity, cluster, partition });
  }

  private createKey({ cluster, account, region, partition = 'aws' }: PrometheusAwsProps, logGroup: string): KmsKey {
    const policy = policyDocument(this, 'document:prometheus_key', [
      {
        sid: 'Administration',
        actions: ['kms:*'],
        resources: ['*'],
        principals: [{ type: 'AWS', identifiers: [`arn:${partition}:iam::${account}:root`] }],
        reason: 'the account must be able to administer its own key, through IAM; * is this key in a key policy',
      },
      {
        sid: 'Logs',
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        principals: [
          {
            type: 'Service',
            identifiers: [`logs.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`],
          },
        ],
        conditions: [
          {
            test: 'ArnEquals',
            variable: 'kms:EncryptionContext:aws:logs:arn',
            values: [`arn:${partition}:logs:${region}:${account}:log-group:${logGroup}`],
          },
        ],
        reason: 'both forms of two actions, as CloudWatch Logs needs them; * is this key in a key policy',
      },
    ]);
    const key = new KmsKey(this, 'key:prometheus', {
      description: `Metrics of ${cluster} in Amazon Managed Prometheus`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policy.json,
    });
    new KmsAlias(this, 'alias:prometheus', { name: `alias/${cluster}-prometheus`, targetKeyId: key.keyId });
    return key;
  }
}

export function build(stack: Stack, context: Context<PrometheusConfig>): void {
  const { platform, config } = context;
  new PrometheusAws(stack, 'prometheus', {
    cluster: platform.name,
    account: platform.account,
    region: platform.region,
    partition: platform.partition,
    logRetentionDays: config.amazonManagedPrometheus.logRetentionDays,
    identities: prometheusIdentities(context),
  });
}
