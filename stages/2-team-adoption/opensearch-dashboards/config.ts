import { z } from 'zod';
import { clientFields } from '../monitoring/clients';
import { dashboardsOidcConfig } from './oidc';

export const opensearchDashboardsConfig = z.strictObject({
  replicas: z.number().int().min(1).max(5).default(2).describe('Pods. Default: 2, over zones; they share their key.'),
  publicUrl: z
    .url({ protocol: /^https$/ })
    .regex(/^https:\/\/[^/?#$\s]+$/)
    .meta({ allowed: 'an https address without a path or a slash at the end' })
    .optional()
    .describe('Address people open. Default: https://logs.<domain>.'),
  ...clientFields('OpenSearch Dashboards'),
  oidc: dashboardsOidcConfig
    .optional()
    .describe(
      'Sign-in through an OpenID Connect provider, with roles by group. Default: none, people sign in with name and password.',
    ),
});

export type OpensearchDashboardsConfig = z.infer<typeof opensearchDashboardsConfig>;
