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
  toElasticsearch: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe(
          'Whether the audit log goes from CloudWatch to Elasticsearch as well, to be searched in Kibana. Default: false. Costs one pod of 512 MiB and a volume of 1 GiB, room on the volumes of Elasticsearch, and the way from CloudWatch by the GiB (an interface endpoint or a NAT gateway); reading CloudWatch itself is not billed. The first start reads all that the log group holds, which may take hours.',
        ),
      events: z
        .enum(['notable', 'all'])
        .default('notable')
        .describe(
          'Which events are carried: notable leaves out what the control plane, nodes and workloads read and their heartbeats, unless it was refused or a workload read a Secret; all leaves out nothing and takes ten times the room or more. Default: notable. CloudWatch keeps everything.',
        ),
      deleteAfterDays: z
        .number()
        .int()
        .min(2)
        .max(3650)
        .default(90)
        .describe(
          'Days after rollover at which an index of the audit log is deleted from Elasticsearch. Default: 90. Volumes must hold that many; snapshots and CloudWatch have lives of their own.',
        ),
      storageClass: z
        .string()
        .optional()
        .describe(
          'Storage class of the volume that holds how far it came. Default: the cluster’s default class. Cannot change later.',
        ),
    })
    .prefault({})
    .describe('The audit log in Elasticsearch.'),
});

export type AuditConfig = z.infer<typeof auditConfig>;
