import { z } from 'zod';

export const nodeExporterConfig = z.strictObject({
  port: z
    .number()
    .int()
    .min(1024)
    .max(65_535)
    .default(9100)
    .describe('Port on every node. Default 9100. Change it where another agent holds it.'),
  sampleLimit: z
    .number()
    .int()
    .min(500)
    .max(50_000)
    .default(2500)
    .describe(
      'Most series one node may expose; above it the whole scrape is dropped. Default 2500, about 96 processors.',
    ),
});

export type NodeExporterConfig = z.infer<typeof nodeExporterConfig>;
