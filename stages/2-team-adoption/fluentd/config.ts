import { z } from 'zod';
import { collectorMemory } from '../logging/collection';

export const fluentdConfig = z.strictObject({
  memory: collectorMemory('512Mi'),
});

export type FluentdConfig = z.infer<typeof fluentdConfig>;
