import { z } from 'zod';

/** CPU, memory and volume of one node. Half of the memory becomes heap, which Elasticsearch decides itself from the limit. */
export const SIZES = {
  small: { cpu: '500m', memory: '4Gi', volume: '100Gi' },
  medium: { cpu: '1', memory: '8Gi', volume: '300Gi' },
  large: { cpu: '3', memory: '16Gi', volume: '1000Gi' },
} as const;

export const elasticsearchConfig = z.strictObject({
  size: z
    .enum(['small', 'medium', 'large'])
    .default('medium')
    .describe(
      'Size of each of the three nodes: small 4 GiB memory and 100 GiB volume, medium 8 and 300, large 16 and 1000. Default: medium. Volumes grow by editing their claims; a StatefulSet never changes its own. EBS bills the volumes.',
    ),
  storageClass: z
    .string()
    .optional()
    .describe('Storage class of the volumes. Default: the cluster’s default class. Cannot change later.'),
  snapshots: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('Whether indices are copied to S3 every night. Default: true. S3 bills what is kept.'),
      keepDays: z.number().int().min(7).max(3650).default(365).describe('Days the archive reaches back. Default: 365.'),
    })
    .prefault({})
    .describe('The archive in S3.'),
});

export type ElasticsearchConfig = z.infer<typeof elasticsearchConfig>;
export type ElasticsearchSize = keyof typeof SIZES;
