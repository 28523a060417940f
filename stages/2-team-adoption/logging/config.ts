import { z } from 'zod';
import { COLLECTORS, STORES, type StoreName } from './choices';
import { collectionConfig } from './collection';

const stores = Object.keys(STORES) as [StoreName, ...StoreName[]];

/** What stagecraft.yaml may say of logs as such, under `logging`. */
export const loggingConfig = z.strictObject({
  collector: z
    .enum(COLLECTORS)
    .default('fluentd')
    .describe(
      'What reads the logs on every node: fluentd, or fluent-bit, which needs less memory. Default: fluentd. Can change: the other one begins where files are now, and what the first one still held on disk stays there.',
    ),
  store: z
    .enum(stores)
    .default('elasticsearch')
    .describe(
      'Where logs are kept and searched: elasticsearch with Kibana, or opensearch with OpenSearch Dashboards. Default: elasticsearch. Changing it starts an empty store; nothing is carried over.',
    ),
  collection: collectionConfig.prefault({}).describe('What is done to a log on its node, whichever collector it is.'),
  // The limit: Elasticsearch reference, "Miscellaneous cluster settings", cluster shard limit.
  streamPer: z
    .enum(['tenant', 'namespace'])
    .default('tenant')
    .describe(
      'What has a data stream of its own: tenant, or namespace as well, for namespaces no tenant has: logs-kubernetes-ns-<namespace> instead of all in logs-kubernetes-default. Default: tenant. Can change; what is stored stays where it is. A namespace costs up to 12 shards with the defaults (an index a week, kept 30 days, twice); Elasticsearch refuses to go beyond 1000 a node, 3000 in all (cluster.max_shards_per_node). The last index of a namespace that is gone stays until its data stream is deleted.',
    ),
  retention: z
    .strictObject({
      rolloverGiB: z
        .number()
        .int()
        .min(1)
        .max(50)
        .default(30)
        .describe(
          'Size of a primary shard, GiB, at which a stream starts a new index. Default: 30. Elastic advises 10 to 50 GiB a shard.',
        ),
      rolloverDays: z
        .number()
        .int()
        .min(1)
        .max(30)
        .default(1)
        .describe(
          'Age in days at which a stream starts a new index; the streams of namespaces do after 7 at the earliest. Default: 1.',
        ),
      warmAfterDays: z
        .number()
        .int()
        .min(1)
        .max(365)
        .default(3)
        .describe(
          'Days after rollover at which an index is merged and made read-only. Default: 3. Must be less than deleteAfterDays.',
        ),
      deleteAfterDays: z
        .number()
        .int()
        .min(2)
        .max(3650)
        .default(30)
        .describe(
          'Days after rollover at which an index is deleted from the cluster. Default: 30. Volumes must hold that many; snapshots outlive it.',
        ),
    })
    .prefault({})
    .describe('How long logs stay searchable.'),
  tenants: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9_]{0,30}$/),
      z.strictObject({
        namespaces: z
          .array(
            z
              .string()
              .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
              .meta({ allowed: 'the name of a namespace' }),
          )
          .min(1)
          .describe('Namespaces whose logs are this tenant’s.'),
        deleteAfterDays: z
          .number()
          .int()
          .min(2)
          .max(3650)
          .optional()
          .describe('Days this tenant’s logs stay. Default: retention.deleteAfterDays.'),
      }),
    )
    .default({})
    .describe(
      'Teams whose logs go to a stream of their own, logs-kubernetes-<tenant>. Default: none; everything goes where streamPer says.',
    ),
});

export type LoggingConfig = z.infer<typeof loggingConfig>;
