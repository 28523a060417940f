import { z } from 'zod';

/** Name of a Secret of the monitoring namespace and the key in it. */
export const secretKey = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$/)
    .describe('Name of the Secret, at most 52 characters; the platform never makes or reads it.'),
  key: z
    .string()
    .regex(/^[-._a-zA-Z0-9]+$/)
    .describe('Key in the Secret.'),
});
