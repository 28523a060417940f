import { z } from 'zod';

/** Names become DNS labels, S3 bucket and IAM role name parts: 3 to 24 characters leave room for every suffix we add. */
const NAME = /^[a-z](?:[a-z0-9-]{1,22}[a-z0-9])$/;
const REGION =
  /^(?:af|ap|ca|eu|il|me|mx|sa|us|us-gov|cn)-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-[1-9]$/;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Values only the team knows, as they stand until it fills them in. */
export const PLACEHOLDERS = {
  account: '111122223333',
  domain: 'example.com',
  repository: 'https://github.com/example/platform',
} as const;

const state = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('s3'),
      bucket: z
        .string()
        .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
        .optional()
        .describe('Bucket name. Default: <name>-tfstate-<account>-<region>.'),
      region: z.string().regex(REGION).optional().describe("Region of the bucket. Default: the cluster's."),
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
    .describe('Name of the cluster and prefix of what is named after it. Cannot change later.'),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .default(PLACEHOLDERS.account)
    .describe('AWS account, twelve digits in quotes. Cannot change later.'),
  region: z.string().regex(REGION).default('us-east-1').describe('AWS region. Cannot change later.'),
  domain: z
    .string()
    .regex(DOMAIN)
    .default(PLACEHOLDERS.domain)
    .describe("DNS domain the platform's own names live under."),
  repository: z
    .url({ protocol: /^https$/ })
    .default(PLACEHOLDERS.repository)
    .describe('Repository that holds the bundle.'),
  registry: z
    .string()
    .regex(/^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._/-]+)?$/)
    .optional()
    .describe('Registry every image is pulled from instead of its own. Default: upstream registries.'),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .default({})
    .describe('Tags on every AWS resource, beside ours.'),
  teams: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.string().min(1))
    .default({ platform: '@example/platform' })
    .describe('GitHub team by role, for CODEOWNERS and alert routing.'),
  state,
};

export const platformSchema = z.strictObject(platformShape);
export type PlatformConfig = z.infer<typeof platformSchema>;
