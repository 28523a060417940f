import { z } from 'zod';
import { keepDays, storeFields } from '../logging/store/config';

/** CPU, memory, heap and volume of one node. The heap is half of the memory: OpenSearch takes 1 GiB unless it is told. */
export const SIZES = {
  small: { cpu: '500m', memory: '4Gi', heap: '2g', volume: '100Gi' },
  medium: { cpu: '1', memory: '8Gi', heap: '4g', volume: '300Gi' },
  large: { cpu: '3', memory: '16Gi', heap: '8g', volume: '1000Gi' },
} as const;

export const opensearchConfig = z.strictObject({
  ...storeFields,
  snapshots: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe(
          'Whether indices are copied to S3 every night. Default: false, because the official image cannot; true needs image. S3 bills what is kept.',
        ),
      image: z
        .string()
        .regex(/^[a-z0-9][a-z0-9._:/-]*(?::[\w][\w.-]*|@sha256:[a-f0-9]{64})$/)
        .meta({ allowed: 'an image with its tag or its sha256 digest' })
        .optional()
        .describe(
          'Image of your own with the plugin repository-s3, of the same version as the official one; three lines of a Dockerfile are in the README of the stage. Default: the official image, which cannot write to S3.',
        ),
      keepDays,
    })
    .prefault({})
    .describe('The archive in S3.'),
});

export type OpensearchConfig = z.infer<typeof opensearchConfig>;
export type OpensearchSize = keyof typeof SIZES;
