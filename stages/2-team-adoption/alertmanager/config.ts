import { z } from 'zod';
import { clientFields } from '../monitoring/clients';
import { secretKey } from '../monitoring/secret-key';

const name = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$/)
  .meta({ allowed: 'up to 42 lower-case letters, digits and dashes, a letter first and no dash last' });
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
  .meta({ allowed: 'a time such as 08:30, in quotes' });

const slack = z.strictObject({
  channel: z.string().min(1).describe('Channel, with its #.'),
  url: secretKey.describe('Secret with the address of the incoming webhook.'),
});

const pagerduty = z.strictObject({
  routingKey: secretKey.describe('Secret with the integration key of the Events API v2.'),
});

const email = z.strictObject({
  to: z.array(z.email()).min(1).describe('Addresses that get it.'),
  from: z.email().describe('Sender.'),
  smarthost: z
    .string()
    .regex(/^[a-z0-9.-]+:\d{1,5}$/)
    .meta({ allowed: 'host and port, such as smtp.acme.io:587' })
    .describe('Mail server and port, TLS is required.'),
  username: z.string().min(1).optional().describe('User name. Default: no authentication.'),
  password: secretKey.optional().describe('Secret with the password. Default: none.'),
});

const webhook = z.strictObject({
  url: secretKey.describe('Secret with the address alerts are posted to.'),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(443)
    .describe('Port of that address, for the network policy. Default 443.'),
  bearerToken: secretKey
    .optional()
    .describe('Secret with a token that is sent along, by which the other side knows Alertmanager. Default: none.'),
});

const receiver = z
  .strictObject({
    slack: slack.optional().describe('Slack. Default: none.'),
    pagerduty: pagerduty.optional().describe('PagerDuty. Default: none.'),
    email: email.optional().describe('E-mail. Default: none.'),
    webhook: webhook.optional().describe('Any other system. Default: none.'),
  })
  .describe('One receiver; it may reach people in several ways.');

const severities = {
  critical: name.optional().describe('Receiver of what needs a person now.'),
  warning: name.optional().describe('Receiver of what needs a person this week.'),
  info: name.optional().describe('Receiver of what explains other alerts.'),
};

const DEFAULT_RECEIVERS = {
  pager: {
    pagerduty: { routingKey: { name: 'alertmanager-pagerduty', key: 'routing-key' } },
    slack: { channel: '#alerts', url: { name: 'alertmanager-slack', key: 'url' } },
  },
  chat: { slack: { channel: '#alerts', url: { name: 'alertmanager-slack', key: 'url' } } },
};

/** The receiver that reaches nobody: alerts stay visible in Alertmanager and Grafana. */
export const NOBODY = 'nobody';
/** The receiver of the heartbeat. */
export const HEARTBEAT = 'heartbeat';

export const alertmanagerConfig = z.strictObject({
  replicas: z
    .number()
    .int()
    .min(1)
    .max(5)
    .default(3)
    .describe(
      'Members of the gossip cluster. Default 3: all but one may be lost. Each costs its memory and a volume of 1 GiB.',
    ),
  cpu: z
    .string()
    .regex(/^\d+m?$/)
    .meta({ allowed: 'processors, such as 500m or 2' })
    .default('50m')
    .describe('CPU request of a member, Kubernetes quantity. Default 50m. No limit.'),
  memoryMiB: z
    .number()
    .int()
    .min(64)
    .max(8192)
    .default(256)
    .describe('Memory request and limit of a member in MiB. Default 256, some ten thousand alerts.'),
  externalUrl: z
    .url({ protocol: /^https?$/ })
    .default('http://alertmanager.monitoring.svc:9093')
    .describe('Address people reach it at; links in messages begin with it. Default: the Service, for a port forward.'),
  receivers: z
    .record(name, receiver)
    .default(DEFAULT_RECEIVERS)
    .meta({ placeholder: true })
    .describe(
      'Receivers by name; `nobody` and `heartbeat` are taken. Default: pager (PagerDuty and Slack) and chat (Slack). Their Secrets are made by the team.',
    ),
  routes: z
    .strictObject({
      critical: name.default('pager').describe('Receiver of critical alerts. Default pager.'),
      warning: name.default('chat').describe('Receiver of warnings, and of alerts without a severity. Default chat.'),
      info: name.default(NOBODY).describe('Receiver of information. Default nobody: it is looked up, not sent.'),
    })
    .prefault({})
    .describe('Receiver by severity.'),
  teams: z
    .record(name, z.strictObject(severities))
    .default({})
    .describe(
      'Receivers of a team, where they differ from `routes`. Keys are those of `teams` of the platform. Default: none.',
    ),
  heartbeat: z
    .strictObject({
      url: secretKey
        .default({ name: 'alertmanager-heartbeat', key: 'url' })
        .describe('Secret with the address that is called. Default alertmanager-heartbeat, key url.'),
      intervalMinutes: z
        .number()
        .int()
        .min(1)
        .max(60)
        .default(5)
        .describe('Minutes between calls; the service outside waits longer than that. Default 5.'),
    })
    .prefault({})
    .describe("Dead man's switch: a service outside the cluster that calls for help when the calls stop."),
  groupWaitSeconds: z
    .number()
    .int()
    .min(0)
    .max(300)
    .default(30)
    .describe('Seconds a new group waits for more alerts before it is sent. Default 30.'),
  groupIntervalMinutes: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(5)
    .describe('Minutes before news of a group are sent. Default 5.'),
  repeatHours: z
    .strictObject({
      critical: z
        .number()
        .int()
        .min(1)
        .max(72)
        .default(4)
        .describe('Hours between reminders of a critical alert. Default 4.'),
      warning: z
        .number()
        .int()
        .min(1)
        .max(72)
        .default(24)
        .describe('Hours between reminders of a warning. Default 24.'),
    })
    .prefault({})
    .describe('Reminders while an alert fires.'),
  muteWindows: z
    .record(
      name,
      z.strictObject({
        severities: z
          .array(z.enum(['warning', 'info']))
          .min(1)
          .default(['warning', 'info'])
          .describe('Severities that are muted; critical ones never are. Default warning and info.'),
        weekdays: z
          .array(z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']))
          .min(1)
          .optional()
          .describe('Days it applies to. Default: every day.'),
        from: time.default('00:00').describe('Start, hours and minutes. Default 00:00.'),
        to: time.default('24:00').describe('End, hours and minutes, after the start. Default 24:00.'),
        location: z.string().min(1).default('UTC').describe('Time zone, IANA name. Default UTC.'),
      }),
    )
    .default({})
    .describe('Times at which less urgent alerts are held back. Default: none.'),
  ...clientFields('Alertmanager, which asks nobody who they are: whatever stands before it has to'),
});

export type AlertmanagerConfig = z.infer<typeof alertmanagerConfig>;
export type Receiver = AlertmanagerConfig['receivers'][string];
