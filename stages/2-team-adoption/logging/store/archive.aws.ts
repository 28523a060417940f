import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { DataAwsIamOpenidConnectProvider } from '@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Platform } from '../../../../src/kit/contract';
import type { WorkloadIdentity } from '../../../../src/kit/identity';
import { policyDocument, type Stack, WorkloadIdentityAws } from '../../../../src/kit/terraform';
import { archiveBucket } from './archive';

export interface LogArchiveProps {
  /** Name of the cluster. */
  readonly cluster: string;
  /** AWS account of twelve digits. */
  readonly account: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** Name of the bucket; global. Cannot change later. */
  readonly bucket: string;
  /** Who reads and writes it, through IRSA. */
  readonly identity: WorkloadIdentity;
}

/** The bucket snapshots go to, its key, and the role the store uses it with. */
export class LogArchive extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: LogArchiveProps) {
    super(scope, id);
    const { cluster, account, partition = 'aws' } = props;
    const key = this.createKey(cluster, account, partition);
    this.bucket = new S3Bucket(this, 'bucket:logs_archive', {
      bucket: props.bucket,
      // The archive outlives the cluster: it is emptied by hand, or not at all.
      forceDestroy: false,
      lifecycle: { preventDestroy: true },
    });
    this.secure(key);
    this.identity(props, key);
  }

  private createKey(cluster: string, account: string, partition: string): KmsKey {
    const policy = policyDocument(this, 'document:logs_archive_key', [
      {
        sid: 'Administration',
        actions: ['kms:*'],
        resources: ['*'],
        principals: [{ type: 'AWS', identifiers: [`arn:${partition}:iam::${account}:root`] }],
        reason: 'the account must be able to administer its own key, through IAM; * is this key in a key policy',
      },
    ]);
    const key = new KmsKey(this, 'key:logs_archive', {
      description: `Log archive of ${cluster}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policy.json,
    });
    new KmsAlias(this, 'alias:logs_archive', { name: `alias/${cluster}-logs-archive`, targetKeyId: key.keyId });
    return key;
  }

  private secure(key: KmsKey): void {
    const bucket = this.bucket.id;
    const closed = new S3BucketPublicAccessBlock(this, 'public_access:logs_archive', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership:logs_archive', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption:logs_archive', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
    const versioning = new S3BucketVersioningA(this, 'versioning:logs_archive', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle:logs_archive', {
      bucket,
      rule: [
        {
          // The store decides what of the archive goes; this only clears what it deleted or never finished.
          id: 'leftovers',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    const policy = policyDocument(this, 'document:logs_archive', [
      {
        sid: 'OnlyOverTls',
        effect: 'Deny',
        actions: ['s3:*'],
        resources: [this.bucket.arn, `${this.bucket.arn}/*`],
        principals: [{ type: 'AWS', identifiers: ['*'] }],
        conditions: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
        reason: 'a refusal: whatever is asked without TLS is denied to everyone',
      },
    ]);
    new S3BucketPolicy(this, 'bucket_policy:logs_archive', { bucket, policy: policy.json, dependsOn: [closed] });
  }

  private identity({ cluster, partition, identity }: LogArchiveProps, key: KmsKey): void {
    const eks = new DataAwsEksCluster(this, 'cluster:this', { name: cluster });
    const issuer = eks.identity.get(0).oidc.get(0).issuer;
    const provider = new DataAwsIamOpenidConnectProvider(this, 'oidc:this', { url: issuer });
    new WorkloadIdentityAws(this, 'identity', {
      cluster,
      partition,
      identity: {
        ...identity,
        statements: [
          ...(identity.statements ?? []),
          { sid: 'Key', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.arn] },
        ],
      },
      oidc: { issuer: Fn.replace(issuer, 'https://', ''), providerArn: provider.arn },
    });
  }
}

/** The archive of a platform. */
export function buildArchive(stack: Stack, platform: Platform, identity: WorkloadIdentity): void {
  new LogArchive(stack, 'logs-archive', {
    cluster: platform.name,
    account: platform.account,
    partition: platform.partition,
    bucket: archiveBucket(platform),
    identity,
  });
}
