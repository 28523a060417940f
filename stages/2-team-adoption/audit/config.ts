import { z } from 'zod';
import { auditEvents } from './events';

const names = auditEvents.map(({ name }) => name) as [string, ...string[]];

/** What stagecraft.yaml may say of the audit alarms, under `audit`. */
export const auditConfig = z.strictObject({
  events: z
    .array(z.enum(names))
    .default(names)
    .describe(
      'Events that raise an alarm. Default: all of them. Each is one metric and one alarm; CloudWatch bills both by the month.',
    ),
  productionNamespaces: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
        .meta({ allowed: 'the name of a namespace' }),
    )
    .max(20)
    .default([])
    .describe('Namespaces in which exec, attach and port-forward raise an alarm. Default: every namespace.'),
  emails: z
    .array(z.email())
    .default([])
    .describe(
      'Addresses subscribed to the alarms; each has to confirm once. Default: none, the topic is there for your own subscriptions.',
    ),
  trustedUsers: z
    .array(
      z
        .string()
        .min(1)
        .max(128)
        .regex(/^[^"*{}]+$/),
    )
    .max(10)
    .default([])
    .describe(
      'User names as the audit log writes them whose reads of secrets raise no alarm, for example the role of a deployment pipeline.',
    ),
});

export type AuditConfig = z.infer<typeof auditConfig>;
