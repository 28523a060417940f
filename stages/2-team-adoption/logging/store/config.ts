import { z } from 'zod';

/** What may be said of the nodes of either store. Both know the same three sizes, each with figures of its own. */
export const storeFields = {
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
};

/** Days the archive reaches back. */
export const keepDays = z
  .number()
  .int()
  .min(7)
  .max(3650)
  .default(365)
  .describe('Days the archive reaches back. Default: 365.');
