import { watched } from '../../../src/kit/alert';
import { type Context, component } from '../../../src/kit/contract';
import type { WorkloadIdentity } from '../../../src/kit/identity';
import { STORES } from '../logging/choices';
import { COLLECTION_NAMESPACE, LOGGING_NAMESPACE, logging } from '../logging/logging';
import { elasticsearchAlerts } from './alerts';
import { type ElasticsearchConfig, elasticsearchConfig } from './config';
import { archiveBucket, type ElasticsearchUser, elasticsearchNames } from './names';

/** Three nodes over three zones, TLS and security on, an archive in S3. */
export const elasticsearch = component<ElasticsearchConfig>({
  name: 'elasticsearch',
  title: 'Elasticsearch',
  summary: 'Stores logs on three nodes over three zones, archives them to S3',
  config: { key: 'elasticsearch', schema: elasticsearchConfig },
  optional: true,
  needs: ['logging', 'internal-ca'],
  chosen: (configOf) => configOf(logging).store === 'elasticsearch',
  identities: ({ platform, config }) => (config.snapshots.enabled ? [archiveIdentity(platform)] : []),
  monitoring: () => ({
    ...watched({ name: 'elasticsearch', rules: elasticsearchAlerts }),
    scrapes: [
      {
        job: elasticsearchNames.exporter,
        namespace: LOGGING_NAMESPACE,
        service: elasticsearchNames.exporter,
        port: 'metrics',
        // Each scrape asks the whole cluster.
        intervalSeconds: 60,
        sampleLimit: 20_000,
        targetLimit: 2,
        podLabels: {
          'app.kubernetes.io/name': elasticsearchNames.exporter,
          'app.kubernetes.io/instance': elasticsearchNames.exporter,
        },
        containerPort: 9114,
      },
    ],
  }),
  aws: {
    stack: 'observability',
    when: ({ config }) => config.snapshots.enabled,
    load: async () => (await import('./elasticsearch.aws')).buildArchive,
  },
  k8s: { layer: 'platform', load: async () => (await import('./elasticsearch.k8s')).buildElasticsearch },
});

/**
 * Reads and writes the archive bucket. Through IRSA: that the S3 client takes Pod Identity is merged upstream
 * (elastic/elasticsearch#151614), but which release has it is not confirmed.
 */
export function archiveIdentity(platform: Context['platform']): WorkloadIdentity {
  const bucket = `arn:${platform.partition}:s3:::${archiveBucket(platform)}`;
  return {
    name: 'elasticsearch',
    namespace: LOGGING_NAMESPACE,
    serviceAccount: elasticsearchNames.name,
    via: 'irsa',
    // Actions: Elasticsearch reference, "S3 repository", recommended permissions.
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

/** Logins the setup job makes, each with its Secret in the namespace of who uses it. */
export const elasticsearchUsers: readonly ElasticsearchUser[] = [
  {
    username: 'log-writer',
    role: 'log_writer',
    secret: STORES.elasticsearch.writerSecret,
    namespace: COLLECTION_NAMESPACE,
  },
  {
    username: 'metrics-reader',
    role: 'metrics_reader',
    secret: elasticsearchNames.exporterSecret,
    namespace: LOGGING_NAMESPACE,
  },
];
