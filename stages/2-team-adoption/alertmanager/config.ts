import { z } from 'zod';

export const alertmanagerConfig = z.strictObject({
  replicas: z
    .number()
    .int()
    .min(1)
    .max(5)
    .default(3)
    .describe(
      'Members of the gossip cluster. Default 3: any may be lost but one. Each costs 128 MiB and a volume of 1 GiB.',
    ),
});

export type AlertmanagerConfig = z.infer<typeof alertmanagerConfig>;
