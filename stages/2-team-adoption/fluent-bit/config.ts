import { z } from 'zod';
import { collectorMemory } from '../logging/collection';

export const fluentBitConfig = z.strictObject({
  memory: collectorMemory('384Mi'),
});

export type FluentBitConfig = z.infer<typeof fluentBitConfig>;
