import { z } from 'zod';
import { clientFields } from '../monitoring/clients';
import { oidcConfig } from './oidc-config';

export const kibanaConfig = z.strictObject({
  replicas: z.number().int().min(1).max(5).default(2).describe('Pods. Default: 2, over zones; they share their keys.'),
  publicUrl: z
    .url({ protocol: /^https$/ })
    .regex(/^https:\/\/[^/?#\s]+$/)
    .meta({ allowed: 'an https address without a path or a slash at the end' })
    .optional()
    .describe('Address people open, for links in what Kibana sends. Default: https://kibana.<domain>.'),
  ...clientFields('Kibana'),
  oidc: oidcConfig
    .optional()
    .describe(
      'Sign-in through an OpenID Connect provider, with roles by group. Needs a licence that Elastic sells. Default: none, people sign in with name and password.',
    ),
});

export type KibanaConfig = z.infer<typeof kibanaConfig>;
