import { z } from 'zod';
import { clientFields } from '../monitoring/clients';
import { secretKey } from '../monitoring/secret-key';

/** Text that stands in grafana.ini: nothing Grafana would expand (`$`), comment out (`;`, `#`) or quote. */
const plain = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^$%;#"'`\\\n\r]+$/, 'may not hold $ % ; # quotes, backslashes or line breaks');
const group = z
  .string()
  .regex(/^[A-Za-z0-9 _.:@/-]{1,200}$/, 'not a group name of letters, digits, spaces and _ . : @ / -');
const https = z.url({ protocol: /^https$/ }).regex(/^[^$%;#"'`\\\s]+$/, 'may not hold $ % ; # quotes or spaces');

const storage = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({
      type: z.literal('volume'),
      sizeGiB: z
        .number()
        .int()
        .min(1)
        .max(1000)
        .default(10)
        .describe('Size of the volume in GiB. Default 10. Can grow later, never shrink.'),
    }),
    z.strictObject({
      type: z.literal('database'),
      engine: z.enum(['postgres', 'mysql']).describe('Kind of database server.'),
      host: plain.regex(/^[a-z0-9.-]+$/, 'not a host name').describe('Host name of the server.'),
      port: z.number().int().min(1).max(65_535).describe('Port of the server, for example 5432 or 3306.'),
      name: plain.default('grafana').describe('Name of the database. Default grafana.'),
      user: plain.default('grafana').describe('User of the database. Default grafana.'),
      password: secretKey.describe('Secret with the password of that user.'),
      authority: secretKey
        .optional()
        .describe(
          "Secret with the certificates (PEM) the server's is checked against, for example the bundle of RDS. Default: none; with postgres the connection is then encrypted and the server not checked. Required with mysql.",
        ),
      cidrs: z
        .array(z.cidrv4())
        .min(1)
        .describe('Address ranges the server is in; Grafana may connect to nothing else on that port.'),
    }),
  ])
  .default({ type: 'none' })
  .describe(
    'Where Grafana keeps what people make: nowhere (dashboards and data sources come from this bundle, preferences are lost with the pod), one volume, or a database. Default none. Changing it moves nothing over.',
  );

const singleSignOn = z.strictObject({
  name: plain.default('Single sign-on').describe('Text on the button. Default: Single sign-on.'),
  clientId: plain.describe('Client id of Grafana at the identity provider.'),
  clientSecret: secretKey.describe('Secret with the client secret.'),
  authUrl: https.describe('Authorization endpoint.'),
  tokenUrl: https.describe('Token endpoint.'),
  apiUrl: https.describe('Userinfo endpoint.'),
  scopes: plain.default('openid email profile groups').describe('Scopes asked for, separated by spaces.'),
  groupsClaim: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
    .default('groups')
    .describe('Claim that holds the groups. Default groups.'),
  admins: z.array(group).default([]).describe('Groups whose members administer Grafana. Default: none.'),
  editors: z.array(group).default([]).describe('Groups whose members may edit and explore. Default: none.'),
  viewers: z
    .array(group)
    .default([])
    .describe('Groups whose members may look. Default: none, and then everybody the provider lets in may.'),
});

export const grafanaConfig = z.strictObject({
  replicas: z
    .number()
    .int()
    .min(1)
    .max(5)
    .optional()
    .describe('Pods. Default 1, or 2 with a database; more than one needs a database.'),
  cpu: z
    .string()
    .regex(/^\d+m?$/)
    .meta({ allowed: 'processors, such as 500m or 2' })
    .default('100m')
    .describe('CPU request of a pod, Kubernetes quantity. Default 100m. No limit.'),
  memoryMiB: z
    .number()
    .int()
    .min(256)
    .max(16_384)
    .default(512)
    .describe('Memory request and limit of a pod in MiB. Default 512.'),
  url: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^$%;#"'`\\\s]+$/)
    .optional()
    .describe('Address people open. Default: http://localhost:3000, as with kubectl port-forward.'),
  storage,
  credentials: z
    .strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
        .describe('Name of the Secret.'),
    })
    .optional()
    .describe(
      'Secret of the monitoring namespace with keys admin-password and secret-key. Default: each pod makes its own beside its database. Needed with a database, which several pods share. Cannot change later without a new database.',
    ),
  singleSignOn: singleSignOn.optional().describe('Sign-in through an OpenID Connect provider. Default: none.'),
  loginForm: z
    .boolean()
    .default(true)
    .describe(
      'Sign-in by name and password. Default true; false only with single sign-on, and then nobody has a way round it.',
    ),
  ...clientFields('Grafana'),
});

export type GrafanaConfig = z.infer<typeof grafanaConfig>;
