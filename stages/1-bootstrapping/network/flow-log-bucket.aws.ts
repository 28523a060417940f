import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { Construct } from 'constructs';
import { policyDocument } from '../../../src/kit/terraform';
import { bucketStatements, flowLogBucketName, type Place } from './flow-log-policies';

export interface FlowLogBucketAwsProps extends Place {
  /** Days objects are kept. */
  readonly retentionDays: number;
  /** Key objects are encrypted with. */
  readonly keyArn: string;
}

/** The bucket flow logs are delivered to: encrypted, closed to the public, objects expire. */
export class FlowLogBucketAws extends Construct {
  readonly bucket: S3Bucket;
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: FlowLogBucketAwsProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, 'bucket:flow-logs', { bucket: flowLogBucketName(props) });
    const bucket = this.bucket.id;
    new S3BucketOwnershipControls(this, 'owner:flow-logs', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const closed = new S3BucketPublicAccessBlock(this, 'closed:flow-logs', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption:flow-logs', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: props.keyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle:flow-logs', {
      bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: props.retentionDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
    this.policy = new S3BucketPolicy(this, 'policy:flow-logs', {
      bucket,
      policy: policyDocument(this, 'document:flow-logs-bucket', bucketStatements(props, this.bucket.arn)).json,
      dependsOn: [closed],
    });
  }
}
