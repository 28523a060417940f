import { z } from 'zod';
import { keepDays, storeFields } from '../logging/store/config';

/** CPU, memory and volume of one node. Half of the memory becomes heap, which Elasticsearch decides itself from the limit. */
export const SIZES = {
  small: { cpu: '500m', memory: '4Gi', volume: '100Gi' },
  medium: { cpu: '1', memory: '8Gi', volume: '300Gi' },
  large: { cpu: '3', memory: '16Gi', volume: '1000Gi' },
} as const;

export const elasticsearchConfig = z.strictObject({
  ...storeFields,
  snapshots: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('Whether indices are copied to S3 every night. Default: true. S3 bills what is kept.'),
      keepDays,
    })
    .prefault({})
    .describe('The archive in S3.'),
});

export type ElasticsearchConfig = z.infer<typeof elasticsearchConfig>;
export type ElasticsearchSize = keyof typeof SIZES;
