import { z } from 'zod';

const PRINCIPAL = /^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/;

const principals = (what: string) =>
  z
    .array(
      z
        .string()
        .regex(PRINCIPAL, 'not the ARN of an IAM role or user')
        .meta({ allowed: 'arn:aws:iam::<account>:role/<name> or …:user/<name>' }),
    )
    .max(100)
    .default([])
    .describe(`ARNs of IAM roles or users ${what} Default: none. Can change at any time.`);

const oidc = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/)
    .meta({ allowed: 'letters, digits, hyphens and underscores, at most 100' })
    .default('sso')
    .describe('Name of the configuration in EKS. Default: sso. A change replaces it.'),
  issuer: z
    .url({ protocol: /^https$/ })
    .describe('Issuer URL of the identity provider; EKS must reach it. A change replaces the configuration.'),
  clientId: z
    .string()
    .min(1)
    .max(255)
    .describe('Client id (audience) of tokens. No secret. A change replaces the configuration.'),
  usernameClaim: z.string().min(1).max(253).default('email').describe('Claim that names the user. Default: email.'),
  groupsClaim: z.string().min(1).max(253).default('groups').describe('Claim that lists groups. Default: groups.'),
  usernamePrefix: z
    .string()
    .min(1)
    .max(253)
    .default('oidc:')
    .describe('Put before user names, so that nobody can pass for someone else. Default: oidc:.'),
  groupsPrefix: z
    .string()
    .min(1)
    .max(253)
    .default('oidc:')
    .describe('Put before group names; RBAC binds the names with it. Default: oidc:.'),
});

const breakGlass = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        'The one switch: whether the emergency role can be assumed. Default: false, then nobody can. Can change at any time.',
      ),
    principals: principals('that may assume the emergency role, with MFA, while it is switched on.'),
    requireMfa: z
      .boolean()
      .default(true)
      .describe(
        'Whether AWS itself must have seen a second factor. Sessions of an identity provider carry no such mark: set false if the provider asks for one. Default: true.',
      ),
    alarmEmails: z
      .array(z.email())
      .max(50)
      .default([])
      .describe(
        'Addresses told of every use; each confirms a subscription by mail. Default: none, the topic is there for others to subscribe.',
      ),
  })
  .prefault({})
  .describe(
    'Emergency access: an IAM role with cluster-admin that is always there, assumable by nobody until switched on, with an alarm on its use.',
  );

/** Who may use the cluster. */
export const access = z
  .strictObject({
    admins: principals('that are cluster admin. Without one nobody can reach the API but through break-glass.').meta({
      placeholder: true,
    }),
    operators: principals('put into the Kubernetes group stagecraft:operators.'),
    viewers: principals('put into the Kubernetes group stagecraft:viewers.'),
    oidc: oidc
      .optional()
      .describe('OIDC identity provider for people, beside IAM. Association takes EKS some 20 minutes. Default: none.'),
    breakGlass,
  })
  .prefault({})
  .describe('Who may use the cluster.');

export type AccessConfig = z.infer<typeof access>;
