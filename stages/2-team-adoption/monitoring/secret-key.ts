import { z } from 'zod';

/** Name of a Secret of the monitoring namespace and the key in it. */
export const secretKey = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$/)
    .meta({ allowed: 'up to 52 lower-case letters, digits and dashes, no dash at either end' })
    .describe('Name of the Secret, at most 52 characters; the platform never makes or reads it.'),
  key: z
    .string()
    .regex(/^[-._a-zA-Z0-9]+$/)
    .meta({ allowed: 'letters, digits and -._' })
    .describe('Key in the Secret.'),
});
