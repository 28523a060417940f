import { z } from 'zod';
import { SYSTEM_GROUP, SYSTEM_TAINT } from './names';

const taint = z.strictObject({
  key: z.string().min(1).max(63).describe('Key of the taint.'),
  value: z.string().max(63).default('').describe('Value of the taint. Default: empty.'),
  effect: z
    .enum(['NoSchedule', 'NoExecute', 'PreferNoSchedule'])
    .default('NoSchedule')
    .describe('What it does to pods that do not tolerate it. Default: NoSchedule.'),
});

const schedule = z.strictObject({
  down: z
    .string()
    .regex(/^\S+(?: \S+){4}$/)
    .meta({ allowed: 'a cron expression of five fields' })
    .describe('When the group goes to zero nodes: cron of five fields, for example "0 20 * * 1-5".'),
  up: z
    .string()
    .regex(/^\S+(?: \S+){4}$/)
    .meta({ allowed: 'a cron expression of five fields' })
    .describe('When the group comes back to its sizes: cron of five fields, for example "0 7 * * 1-5".'),
  timeZone: z.string().min(1).default('Etc/UTC').describe('IANA time zone of both. Default: Etc/UTC.'),
});

interface NodeDefaults {
  readonly instanceTypes: string[];
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly diskGiB: number;
  readonly perZone: boolean;
  readonly taints: z.infer<typeof taint>[];
}

const OTHER: NodeDefaults = {
  instanceTypes: ['m6i.xlarge'],
  min: 0,
  max: 3,
  desired: 0,
  diskGiB: 100,
  perZone: false,
  taints: [],
};

function nodeGroup(defaults: Partial<NodeDefaults> = {}) {
  const { instanceTypes, min, max, desired, diskGiB, perZone, taints } = { ...OTHER, ...defaults };
  return z.strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Whether the group is there. Switching it off drains and deletes its nodes.'),
    instanceTypes: z
      .array(
        z
          .string()
          .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/)
          .meta({ allowed: 'an EC2 instance type such as m6i.large' }),
      )
      .min(1)
      .max(20)
      .default(instanceTypes)
      .describe(
        `EC2 instance types, same vCPU and memory so that the autoscaler can count on them; several for Spot. The main cost of a cluster: m6i.large 0.096, m6i.xlarge 0.192, m6i.2xlarge 0.384 USD an hour (us-east-1, on demand, aws.amazon.com/ec2/pricing). Default: ${instanceTypes.join(', ')}. A change replaces the group: add a group instead.`,
      ),
    architecture: z
      .enum(['x86_64', 'arm64'])
      .default('x86_64')
      .describe(
        'Processor architecture; arm64 (Graviton) costs about a fifth less. Default: x86_64. A change replaces the group.',
      ),
    ami: z
      .enum(['al2023', 'bottlerocket'])
      .default('al2023')
      .describe(
        'Operating system of the nodes: Amazon Linux 2023 or Bottlerocket. Default: al2023. A change replaces the group.',
      ),
    capacity: z
      .enum(['on-demand', 'spot'])
      .default('on-demand')
      .describe(
        'How instances are bought; Spot is far cheaper and is taken back with two minutes of notice. Default: on-demand. A change replaces the group.',
      ),
    min: z
      .number()
      .int()
      .min(0)
      .max(450)
      .default(min)
      .describe(`Fewest nodes (in each zone with perZone). Default: ${min}.`),
    max: z
      .number()
      .int()
      .min(1)
      .max(450)
      .default(max)
      .describe(
        `Most nodes the autoscaler may start (in each zone with perZone): the ceiling of the cost. Default: ${max}.`,
      ),
    desired: z
      .number()
      .int()
      .min(0)
      .max(450)
      .default(desired)
      .describe(`Nodes at creation (in each zone with perZone); afterwards the autoscaler's. Default: ${desired}.`),
    diskGiB: z
      .number()
      .int()
      .min(20)
      .max(16384)
      .default(diskGiB)
      .describe(
        `Root disk (data disk on Bottlerocket) in GiB, encrypted gp3, 0.08 USD per GiB and month (us-east-1, aws.amazon.com/ebs/pricing). Default: ${diskGiB}. A change rolls the nodes.`,
      ),
    labels: z
      .record(z.string().min(1), z.string().max(63))
      .default({})
      .describe('Kubernetes labels of the nodes. Default: none beside stagecraft/node-group.'),
    taints: z
      .array(taint)
      .max(50)
      .default(taints)
      .describe(
        `Kubernetes taints of the nodes. Default: ${taints.map((t) => `${t.key}=${t.value}:${t.effect}`).join(', ') || 'none'}.`,
      ),
    gpu: z
      .boolean()
      .default(false)
      .describe(
        'Whether the image carries the NVIDIA driver; adds the taint nvidia.com/gpu. GPU instances are expensive. Default: false. A change replaces the group.',
      ),
    perZone: z
      .boolean()
      .default(perZone)
      .describe(
        `One node group a zone instead of one over all zones. Pods with EBS volumes start only in the volume's zone, and the autoscaler can only aim at a zone that has a group of its own. Sizes then count per zone. Default: ${perZone}. A change replaces the group.`,
      ),
    zones: z
      .array(
        z
          .string()
          .regex(/^[a-z]$/, 'not a zone letter such as a')
          .meta({ allowed: 'the letter of a zone' }),
      )
      .min(1)
      .optional()
      .describe(
        'Letters of the availability zones of the group, out of those of the network. Default: all of them. A change replaces the group.',
      ),
    schedule: schedule
      .optional()
      .describe(
        'Off-hours schedule: no nodes between down and up. Saves money, stops everything on the group. Default: none.',
      ),
    maxUnavailablePercent: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(33)
      .describe('Percent of the nodes that an update may take away at a time. Default: 33.'),
    repair: z
      .boolean()
      .default(true)
      .describe(
        'Whether EKS replaces nodes that no longer answer, or that its monitoring agent (`addons.nodeMonitoring`) finds broken. Default: true.',
      ),
    detailedMonitoring: z
      .boolean()
      .default(false)
      .describe(
        'Whether EC2 measures instances every minute instead of every five: 2.10 USD a node and month (seven metrics at 0.30, us-east-1, aws.amazon.com/cloudwatch/pricing). Nothing here reads it. Default: false. A change rolls the nodes.',
      ),
  });
}

/** Three small on-demand nodes that hold what the cluster itself needs: DNS, storage and autoscaling controllers. */
const system = nodeGroup({
  instanceTypes: ['m6i.large'],
  min: 3,
  max: 6,
  desired: 3,
  diskGiB: 50,
  taints: [{ ...SYSTEM_TAINT }],
});

/** One group a zone, 8 vCPU and 32 GiB a node: room for two Prometheus, three Elasticsearch nodes and what stands around them. */
const workers = nodeGroup({ instanceTypes: ['m6i.2xlarge'], min: 1, max: 5, desired: 1, perZone: true });

/** The node groups of `compute.type: managed`. */
export const managedGroups = z
  .object({
    [SYSTEM_GROUP]: system
      .prefault({})
      .describe(
        'On-demand nodes for what the cluster itself needs, tainted CriticalAddonsOnly. Default: three m6i.large.',
      ),
    workers: workers
      .prefault({})
      .describe('Nodes for everything else. Default: one m6i.2xlarge in each zone, at most five.'),
  })
  .catchall(nodeGroup())
  .prefault({})
  .describe(
    'Managed node groups by name. The name cannot change later. system and workers are there by default, others are yours to add.',
  );

/** The node groups beside Karpenter: it cannot run on nodes it makes itself. */
export const bootstrapGroups = z
  .object({
    [SYSTEM_GROUP]: system
      .prefault({})
      .describe('On-demand nodes that Karpenter itself and the add-ons run on. Default: three m6i.large.'),
  })
  .catchall(nodeGroup())
  .prefault({})
  .describe('Managed node groups by name, beside the nodes Karpenter makes. The name cannot change later.');

/** One managed node group, complete. */
export type NodeGroupConfig = z.infer<ReturnType<typeof nodeGroup>>;
