import { z } from 'zod';
import { auditEvents } from './events';

const names = auditEvents.map(({ name }) => name) as [string, ...string[]];
const byDefault = auditEvents.filter((event) => event.byDefault !== false).map(({ name }) => name);
const others = names.filter((name) => !byDefault.includes(name));

/** What stagecraft.yaml may say of the audit alarms, under `audit`. */
export const auditConfig = z.strictObject({
  events: z
    .array(z.enum(names))
    .default(byDefault)
    .describe(
      `Events that raise an alarm. Default: all but ${others.join(', ')}. Each is one metric and one alarm, which CloudWatch bills by the month: 0.30 and 0.10 USD in us-east-1.`,
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
        .regex(/^[^"*{}]+\*?$/)
        .meta({ allowed: 'a user name as the audit log writes it; an asterisk at its end stands for the rest' }),
    )
    .max(10)
    .default([])
    .describe(
      'User names as the audit log writes them who may read secrets, act as others and change permissions, webhooks, policies and kube-system without an alarm: the role of a deployment pipeline, for example arn:aws:sts::111122223333:assumed-role/deploy/*. Default: nobody.',
    ),
});

export type AuditConfig = z.infer<typeof auditConfig>;
