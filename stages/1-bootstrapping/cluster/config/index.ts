import { z } from 'zod';
import type { Catalog } from '../../../../src/catalog';
import { access } from './access';
import { addons } from './addons';
import { compute } from './compute';

export type { AccessConfig } from './access';
export type { AddonsConfig } from './addons';
export type { ComputeConfig, KarpenterPoolConfig } from './compute';
export * from './names';
export type { NodeGroupConfig } from './nodes';

/** Retentions CloudWatch Logs takes, in days; "never" is left out on purpose. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** YAML reads an unquoted 1.36 as a number; a minor always has two digits here. */
const minor = z.preprocess(
  (value) => (typeof value === 'number' ? value.toFixed(2) : value),
  z
    .string()
    .regex(/^1\.\d{2}$/, 'not a Kubernetes minor such as "1.36"')
    .meta({ allowed: 'a Kubernetes minor in quotes, such as "1.36"' }),
);

const endpoint = z
  .strictObject({
    public: z
      .boolean()
      .default(false)
      .describe(
        'Whether the API can be reached from the internet as well; from the VPC it always can. Default: false.',
      ),
    publicCidrs: z
      .array(z.cidrv4())
      .max(40)
      .default([])
      .describe(
        'Public IPv4 ranges that may reach a public endpoint. 0.0.0.0/0 and private ranges are refused. Default: none.',
      ),
  })
  .prefault({})
  .describe('How the Kubernetes API is reached.');

/** What stands below `cluster` in stagecraft.yaml. */
export const clusterSchema = z.strictObject({
  version: minor
    .optional()
    .describe("Kubernetes minor, in quotes. Default: the catalog's default. Only upwards, one minor at a time."),
  serviceCidr: z
    .cidrv4()
    .default('172.20.0.0/16')
    .describe(
      'IPv4 range of Services: private, /12 to /24, apart from the VPC. Default: 172.20.0.0/16. Cannot change later.',
    ),
  endpoint,
  upgradePolicy: z
    .enum(['STANDARD', 'EXTENDED'])
    .default('STANDARD')
    .describe(
      'What happens when standard support of the minor ends: STANDARD upgrades the control plane by itself at no charge, EXTENDED keeps the minor for twelve more months at 0.60 instead of 0.10 USD an hour for the control plane (aws.amazon.com/eks/pricing). Default: STANDARD.',
    ),
  zonalShift: z
    .boolean()
    .default(true)
    .describe('Whether traffic can be shifted away from an impaired zone (ARC zonal shift). Free. Default: true.'),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe(
      'Whether Terraform refuses to destroy the cluster and its keys. To tear down: set false, apply, destroy. Default: true.',
    ),
  logRetentionDays: z
    .literal([...RETENTIONS])
    .default(90)
    .describe(
      'Days the control plane logs are kept in CloudWatch, which bills 0.50 USD per GB taken in and 0.03 per GB and month kept (us-east-1, aws.amazon.com/cloudwatch/pricing). Default: 90.',
    ),
  access,
  compute,
  addons,
});

export type ClusterConfig = z.infer<typeof clusterSchema>;

/** The Kubernetes minor in force. */
export function kubernetesVersion(config: ClusterConfig, catalog: Catalog): string {
  return config.version ?? catalog.kubernetes.default;
}
