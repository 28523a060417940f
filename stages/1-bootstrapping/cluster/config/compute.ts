import { z } from 'zod';
import { bootstrapGroups, managedGroups } from './nodes';

const managed = z.strictObject({
  type: z.literal('managed').describe('Managed node groups that Cluster Autoscaler sizes.'),
  groups: managedGroups,
});

const pool = z
  .strictObject({
    capacity: z
      .array(z.enum(['on-demand', 'spot']))
      .min(1)
      .default(['on-demand'])
      .describe(
        'How Karpenter may buy instances. Spot needs, once an account, `aws iam create-service-linked-role --aws-service-name spot.amazonaws.com`. Default: on-demand only.',
      ),
    architectures: z
      .array(z.enum(['amd64', 'arm64']))
      .min(1)
      .default(['amd64'])
      .describe('Processor architectures, as Kubernetes names them. Default: amd64.'),
    instanceCategories: z
      .array(
        z
          .string()
          .regex(/^[a-z]+$/)
          .meta({ allowed: 'letters of EC2 instance categories, such as m' }),
      )
      .min(1)
      .default(['c', 'm', 'r'])
      .describe('EC2 instance categories. Default: c, m, r.'),
    minGeneration: z.number().int().min(3).max(12).default(5).describe('Oldest instance generation. Default: 5.'),
    minCpu: z.number().int().min(2).max(192).default(4).describe('Fewest vCPU of an instance. Default: 4.'),
    maxCpu: z.number().int().min(2).max(192).default(32).describe('Most vCPU of an instance. Default: 32.'),
    ami: z
      .enum(['al2023', 'bottlerocket'])
      .default('al2023')
      .describe('Operating system of the nodes. Default: al2023.'),
    diskGiB: z
      .number()
      .int()
      .min(20)
      .max(16384)
      .default(100)
      .describe('Disk of a node in GiB, encrypted gp3. Default: 100.'),
    cpuLimit: z
      .number()
      .int()
      .min(4)
      .default(100)
      .describe('vCPU Karpenter may have running in all: the ceiling of the cost. Default: 100.'),
    memoryLimitGiB: z
      .number()
      .int()
      .min(8)
      .default(400)
      .describe('Memory in GiB Karpenter may have running in all. Default: 400.'),
    expireAfterHours: z
      .number()
      .int()
      .min(1)
      .default(720)
      .describe('Age in hours at which a node is replaced. Default: 720, as upstream.'),
  })
  .prefault({})
  .describe('The default node pool of Karpenter.');

const karpenter = z.strictObject({
  type: z
    .literal('karpenter')
    .describe('Karpenter makes nodes to measure; a small managed group holds Karpenter itself.'),
  groups: bootstrapGroups,
  pool,
});

const auto = z.strictObject({
  type: z
    .literal('auto')
    .describe(
      'EKS Auto Mode: AWS runs nodes, network, storage and load balancing. Costs about 12 % on top of the on-demand price of every instance (aws.amazon.com/eks/pricing).',
    ),
  nodePools: z
    .array(z.enum(['general-purpose', 'system']))
    .default(['general-purpose', 'system'])
    .describe('Built-in node pools. Default: both.'),
});

/** Where pods run. */
export const compute = z
  .discriminatedUnion('type', [managed, karpenter, auto])
  .prefault({ type: 'managed' })
  .describe(
    'Where pods run: managed node groups, Karpenter, or EKS Auto Mode. Default: managed. Moving to another type later means moving every workload.',
  );

export type ComputeConfig = z.infer<typeof compute>;
export type KarpenterPoolConfig = z.infer<typeof pool>;
