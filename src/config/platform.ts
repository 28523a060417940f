import { z } from 'zod';
import { REGIONS } from './regions';

/** Names become DNS labels, S3 bucket and IAM role name parts: 3 to 24 characters leave room for every suffix we add. */
const NAME = /^[a-z](?:[a-z0-9-]{1,22}[a-z0-9])$/;
/** Amazon S3's own rule, without the dots it allows and TLS does not bear. */
const BUCKET = /^(?!xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Values only the team knows, as they stand until it fills them in. */
export const PLACEHOLDERS = {
  account: '111122223333',
  domain: 'example.com',
  repository: 'https://github.com/example/platform',
} as const;

/**
 * What AWS accepts in tags everywhere: 50 a resource, of which some are ours; `aws:` and our own prefix are reserved; IAM
 * takes keys that differ in case alone for one.
 * Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/allocation-tag-restrictions.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html, read 2026-11-21.
 */
const TAGS = 40;
const TAG_KEY = z
  .string()
  .regex(/^(?![aA][wW][sS]:|stagecraft:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u)
  .meta({ allowed: '1 to 128 letters, digits, spaces and _.:/=+-@, not starting with aws: or stagecraft:' });
const TAG_VALUE = z
  .string()
  .regex(/^(?![aA][wW][sS]:)[\p{L}\p{N} _.:/=+@-]{0,256}$/u)
  .meta({ allowed: 'up to 256 letters, digits, spaces and _.:/=+-@, not starting with aws:' });
const tags = z
  .record(TAG_KEY, TAG_VALUE)
  .refine((all) => Object.keys(all).length <= TAGS, `has more than ${TAGS} tags, and AWS takes 50 with ours`)
  .refine(
    (all) => new Set(Object.keys(all).map((key) => key.toLowerCase())).size === Object.keys(all).length,
    'has keys that differ in case alone, which IAM takes for one',
  );

const state = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('s3'),
      bucket: z
        .string()
        .regex(BUCKET)
        .optional()
        .meta({ allowed: '3 to 63 lower-case letters, digits and dashes, no dash at either end' })
        .describe('Bucket name. Default: <name>-tfstate-<account>-<region>.'),
      region: z.enum(REGIONS).optional().describe("Region of the bucket. Default: the cluster's."),
      kmsKeyId: z.string().optional().describe('ARN of a KMS key for the state objects. Default: SSE-S3.'),
    }),
    z.strictObject({ type: z.literal('local') }),
    z.strictObject({
      type: z.literal('hcp'),
      organization: z.string().min(1).describe('HCP Terraform organization.'),
      project: z.string().min(1).optional().describe('HCP Terraform project. Default: the organization default.'),
    }),
  ])
  .default({ type: 's3' })
  .describe('Where Terraform keeps its state: S3 with a lock file, local files, or HCP Terraform.');

/** Keys of stagecraft.yaml that belong to no component. */
export const platformShape = {
  extends: z.string().optional().describe('Another configuration file this one builds on, relative to it.'),
  stage: z.number().int().min(1).max(5).default(1).describe('Stage the team is at: 1 to 5. The one switch.'),
  name: z
    .string()
    .regex(NAME)
    .default('demo')
    .meta({ allowed: '3 to 24 lower-case letters, digits and dashes, a letter first and no dash last' })
    .describe(
      'Name of the cluster and prefix of what is named after it, IAM roles among them: once in an account, whatever the region. Cannot change later.',
    ),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .default(PLACEHOLDERS.account)
    .meta({ allowed: 'twelve digits, in quotes', placeholder: true })
    .describe('AWS account, twelve digits in quotes. Cannot change later.'),
  region: z.enum(REGIONS).default('us-east-1').describe('AWS region. Cannot change later.'),
  domain: z
    .string()
    .regex(DOMAIN)
    .default(PLACEHOLDERS.domain)
    .meta({ allowed: 'a lower-case DNS name such as platform.acme.io', placeholder: PLACEHOLDERS.domain })
    .describe("DNS domain the platform's own names live under."),
  repository: z
    .url({ protocol: /^https$/ })
    .default(PLACEHOLDERS.repository)
    .meta({ allowed: 'an https URL such as https://github.com/acme/platform', placeholder: '/example/' })
    .describe('Repository that holds the bundle.'),
  registry: z
    .string()
    .regex(/^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._/-]+)?$/)
    .optional()
    .meta({ allowed: 'host, port and path without a scheme, such as registry.acme.io/mirror' })
    .describe('Registry every image is pulled from instead of its own. Default: upstream registries.'),
  permissionsBoundary: z
    .string()
    .regex(/^arn:aws(?:-cn|-us-gov)?:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]+$/)
    .optional()
    .meta({ allowed: 'arn:aws:iam::<account>:policy/<name>' })
    .describe(
      'ARN of an IAM policy set as permissions boundary of every role, where an organization lets nobody make roles without. It must allow what the roles do. Default: none. Can change later.',
    ),
  tags: tags.default({}).describe('Tags on every AWS resource, beside ours. Can change later.'),
  teams: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9-]*$/)
        .meta({ allowed: 'lower-case letters, digits and dashes, a letter first' }),
      z
        .string()
        .regex(/^@[\w-]+\/[\w.-]+$/)
        .meta({ allowed: 'a GitHub team such as @acme/platform', placeholder: '@example/' }),
    )
    .default({ platform: '@example/platform' })
    .describe('GitHub team by role, for CODEOWNERS and alert routing.'),
  state,
};

export const platformSchema = z.strictObject(platformShape);
export type PlatformConfig = z.infer<typeof platformSchema>;
