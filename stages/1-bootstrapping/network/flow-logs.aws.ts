import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { policyDocument } from '../../../src/kit/terraform';
import { FlowLogBucketAws } from './flow-log-bucket.aws';
import { flowLogGroupName, keyStatements } from './flow-log-policies';
import { FlowLogRoleAws } from './flow-log-role.aws';

export interface FlowLogsAwsProps extends FlowLogsChoice {
  /** Name of the cluster. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** AWS partition. @default 'aws' */
  readonly partition?: string;
  readonly vpcId: string;
}

export interface FlowLogsChoice {
  /** Where records go; CloudWatch Logs costs twice as much a GB as S3. @default 'cloud-watch-logs' */
  readonly destination?: 'cloud-watch-logs' | 's3';
  /** Days records are kept. @default 90 */
  readonly retentionDays?: number;
  /** @default 'ALL' */
  readonly trafficType?: 'ALL' | 'ACCEPT' | 'REJECT';
  /** Seconds one record sums up: 60 or 600. @default 600 */
  readonly aggregationSeconds?: number;
}

/** Flow logs of a VPC, encrypted with a key of their own whose policy lets in only this destination. */
export class FlowLogsAws extends Construct {
  readonly retentionDays: number;
  readonly key: KmsKey;
  readonly flowLog: FlowLog;

  constructor(scope: Construct, id: string, props: FlowLogsAwsProps) {
    super(scope, id);
    this.retentionDays = props.retentionDays ?? 90;
    this.key = this.encryptionKey(props);
    const destination = props.destination ?? 'cloud-watch-logs';
    this.flowLog = new FlowLog(this, 'log:this', {
      vpcId: props.vpcId,
      trafficType: props.trafficType ?? 'ALL',
      maxAggregationInterval: props.aggregationSeconds ?? 600,
      logDestinationType: destination,
      ...(destination === 's3' ? this.toBucket(props) : this.toLogGroup(props)),
      tags: { Name: `${props.name}-flow-logs` },
    });
  }

  private encryptionKey(props: FlowLogsAwsProps): KmsKey {
    const key = new KmsKey(this, 'key:flow-logs', {
      description: `VPC flow logs of ${props.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument(this, 'policy:flow-logs-key', keyStatements(props)).json,
    });
    new KmsAlias(this, 'alias:flow-logs', { name: `alias/${props.name}-flow-logs`, targetKeyId: key.keyId });
    return key;
  }

  private toLogGroup(props: FlowLogsAwsProps) {
    // Made before anything writes: a group that the service makes has no key and is kept forever.
    const group = new CloudwatchLogGroup(this, 'group:flow-logs', {
      name: flowLogGroupName(props.name),
      retentionInDays: this.retentionDays,
      kmsKeyId: this.key.arn,
    });
    const role = new FlowLogRoleAws(this, 'role', { ...props, groupArn: group.arn });
    return { logDestination: group.arn, iamRoleArn: role.role.arn, dependsOn: [role.policy] };
  }

  private toBucket(props: FlowLogsAwsProps) {
    const bucket = new FlowLogBucketAws(this, 'bucket', {
      ...props,
      retentionDays: this.retentionDays,
      keyArn: this.key.arn,
    });
    return { logDestination: bucket.bucket.arn, dependsOn: [bucket.policy] };
  }
}
