import type { PolicyCondition, PolicyStatement } from '../../../src/kit/identity';
import { interruptionQueueName, karpenterNodeRoleName } from './config/names';

export interface KarpenterPolicyProps {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly region: string;
  readonly partition: string;
  /** AWS account of twelve digits. */
  readonly account: string;
  /** Whether the controller may ask for zonal shifts of the cluster. @default false */
  readonly zonalShift?: boolean;
}

/** What Karpenter is told of: each an EventBridge pattern. Source: Karpenter 1.14 reference, CloudFormation. */
export const INTERRUPTION_EVENTS: readonly { name: string; source: string; detailType: string }[] = [
  { name: 'health', source: 'aws.health', detailType: 'AWS Health Event' },
  { name: 'spot', source: 'aws.ec2', detailType: 'EC2 Spot Instance Interruption Warning' },
  { name: 'rebalance', source: 'aws.ec2', detailType: 'EC2 Instance Rebalance Recommendation' },
  { name: 'state', source: 'aws.ec2', detailType: 'EC2 Instance State-change Notification' },
  { name: 'reservation', source: 'aws.ec2', detailType: 'EC2 Capacity Reservation Instance Interruption Warning' },
];

/**
 * What the Karpenter controller may do. It makes and ends only what carries the tags of this cluster and of a node
 * pool; everything else is reading. Source: Karpenter 1.14 reference, CloudFormation.
 */
export function karpenterStatements(props: KarpenterPolicyProps): PolicyStatement[] {
  return [...instances(props), ...tagging(props), ...reading(props), ...others(props)];
}

const equals = (variable: string, ...values: string[]): PolicyCondition => ({ test: 'StringEquals', variable, values });
const like = (variable: string): PolicyCondition => ({ test: 'StringLike', variable, values: ['*'] });

const IDS = 'what is made has no id yet; the tags of this cluster are demanded';

function requested(cluster: string): PolicyCondition[] {
  return [
    equals(`aws:RequestTag/kubernetes.io/cluster/${cluster}`, 'owned'),
    equals('aws:RequestTag/eks:eks-cluster-name', cluster),
    like('aws:RequestTag/karpenter.sh/nodepool'),
  ];
}

function owned(cluster: string): PolicyCondition[] {
  return [
    equals(`aws:ResourceTag/kubernetes.io/cluster/${cluster}`, 'owned'),
    like('aws:ResourceTag/karpenter.sh/nodepool'),
  ];
}

function ec2({ partition, region }: KarpenterPolicyProps, ...types: string[]): string[] {
  return types.map((type) => `arn:${partition}:ec2:${region}:*:${type}/*`);
}

const MADE = ['fleet', 'instance', 'launch-template', 'network-interface', 'spot-instances-request', 'volume'];

function instances(props: KarpenterPolicyProps): PolicyStatement[] {
  const { cluster, partition, region } = props;
  return [
    {
      sid: 'StartFrom',
      actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
      resources: [
        `arn:${partition}:ec2:${region}::image/*`,
        `arn:${partition}:ec2:${region}::snapshot/*`,
        ...ec2(props, 'capacity-reservation', 'placement-group', 'security-group', 'subnet'),
      ],
      reason: 'a node class chooses images, subnets and groups by tag; what is started of them is bound below',
    },
    {
      sid: 'StartFromTemplates',
      actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
      resources: ec2(props, 'launch-template'),
      conditions: owned(cluster),
      reason: 'templates have ids of AWS; the tags of this cluster are demanded',
    },
    {
      sid: 'Start',
      actions: ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate', 'ec2:RunInstances'],
      resources: ec2(props, ...MADE),
      conditions: requested(cluster),
      reason: IDS,
    },
    {
      sid: 'End',
      actions: ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'],
      resources: ec2(props, 'instance', 'launch-template'),
      conditions: owned(cluster),
      reason: 'instances have ids of AWS; the tags of this cluster are demanded',
    },
  ];
}

function tagging(props: KarpenterPolicyProps): PolicyStatement[] {
  const { cluster } = props;
  return [
    {
      sid: 'TagNew',
      actions: ['ec2:CreateTags'],
      resources: ec2(props, ...MADE),
      conditions: [
        ...requested(cluster),
        equals('ec2:CreateAction', 'RunInstances', 'CreateFleet', 'CreateLaunchTemplate'),
      ],
      reason: IDS,
    },
    {
      sid: 'TagOwned',
      actions: ['ec2:CreateTags'],
      resources: ec2(props, 'instance'),
      conditions: [
        ...owned(cluster),
        {
          test: 'ForAllValues:StringEquals',
          variable: 'aws:TagKeys',
          values: ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'],
        },
      ],
      reason: 'instances have ids of AWS; the tags of this cluster are demanded',
    },
  ];
}

function reading({ region, partition }: KarpenterPolicyProps): PolicyStatement[] {
  return [
    {
      sid: 'Look',
      actions: [
        'ec2:DescribeCapacityReservations',
        'ec2:DescribeImages',
        'ec2:DescribeInstances',
        'ec2:DescribeInstanceStatus',
        'ec2:DescribeInstanceTypeOfferings',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplates',
        'ec2:DescribePlacementGroups',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSpotPriceHistory',
        'ec2:DescribeSubnets',
      ],
      resources: ['*'],
      conditions: [equals('aws:RequestedRegion', region)],
      reason: 'these actions know no resource; this region only',
    },
    {
      sid: 'Images',
      actions: ['ssm:GetParameter'],
      resources: [`arn:${partition}:ssm:${region}::parameter/aws/service/*`],
      reason: 'public parameters of AWS that name the newest images',
    },
    {
      sid: 'Prices',
      actions: ['pricing:GetProducts'],
      resources: ['*'],
      reason: 'prices know no resource',
    },
  ];
}

function others({ cluster, region, partition, account, zonalShift }: KarpenterPolicyProps): PolicyStatement[] {
  const clusterArn = `arn:${partition}:eks:${region}:${account}:cluster/${cluster}`;
  const shifts: PolicyStatement = {
    sid: 'ZonalShifts',
    actions: ['arc-zonal-shift:GetManagedResource'],
    resources: ['*'],
    conditions: [equals('arc-zonal-shift:ResourceIdentifier', clusterArn)],
    reason: 'the condition names the cluster',
  };
  return [
    ...(zonalShift ? [shifts] : []),
    {
      sid: 'Interruptions',
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      resources: [`arn:${partition}:sqs:${region}:${account}:${interruptionQueueName(cluster)}`],
    },
    {
      sid: 'PassNodeRole',
      actions: ['iam:PassRole'],
      resources: [`arn:${partition}:iam::${account}:role/${karpenterNodeRoleName(cluster)}`],
      conditions: [equals('iam:PassedToService', 'ec2.amazonaws.com', 'ec2.amazonaws.com.cn')],
    },
    {
      // The instance profile is made by Terraform, so the controller only has to find it, never to make one.
      sid: 'Profiles',
      actions: ['iam:GetInstanceProfile', 'iam:ListInstanceProfiles'],
      resources: ['*'],
      reason: 'listing knows no resource, and the controller looks for profiles it may have to clean up',
    },
    {
      sid: 'Endpoint',
      actions: ['eks:DescribeCluster'],
      resources: [clusterArn],
    },
  ];
}
