import type { Platform } from '../../../../src/kit/contract';
import { roleName, type WorkloadIdentity } from '../../../../src/kit/identity';
import { LOGGING_NAMESPACE } from '../logging';

/** S3 bucket of the archive; bucket names are global, so it carries account and region. Cannot change later. */
export function archiveBucket({ name, account, region }: Pick<Platform, 'name' | 'account' | 'region'>): string {
  return `${name}-logs-archive-${account}-${region}`;
}

/** Reads and writes the archive bucket, through IRSA. The store's service account has the store's name. */
export function archiveIdentity(
  platform: Pick<Platform, 'name' | 'account' | 'region' | 'partition'>,
  store: string,
): WorkloadIdentity {
  const bucket = `arn:${platform.partition}:s3:::${archiveBucket(platform)}`;
  return {
    name: store,
    namespace: LOGGING_NAMESPACE,
    serviceAccount: store,
    via: 'irsa',
    // Actions: Elasticsearch reference, "S3 repository", recommended permissions; OpenSearch names the same ones.
    statements: [
      {
        sid: 'Bucket',
        actions: ['s3:ListBucket', 's3:GetBucketLocation', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'],
        resources: [bucket],
      },
      {
        sid: 'Objects',
        actions: [
          's3:GetObject',
          's3:PutObject',
          's3:DeleteObject',
          's3:AbortMultipartUpload',
          's3:ListMultipartUploadParts',
        ],
        resources: [`${bucket}/*`],
      },
    ],
  };
}

/** Role of the archive, as the service account names it. */
export function archiveRole(platform: Platform, store: string): string {
  const role = roleName(platform.name, archiveIdentity(platform, store));
  return `arn:${platform.partition}:iam::${platform.account}:role/${role}`;
}
