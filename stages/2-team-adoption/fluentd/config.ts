import { z } from 'zod';

export const fluentdConfig = z.strictObject({
  memory: z
    .string()
    .regex(/^[1-9]\d*(?:Mi|Gi)$/)
    .meta({ allowed: 'memory such as 512Mi or 2Gi' })
    .default('512Mi')
    .describe('Memory of a collector, request and limit. Default: 512Mi.'),
});

export type FluentdConfig = z.infer<typeof fluentdConfig>;
