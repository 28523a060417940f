import type { Context, Platform } from '../../../src/kit/contract';
import type { PolicyStatement, WorkloadIdentity } from '../../../src/kit/identity';
import type { ClusterConfig } from './config';
import { karpenterStatements } from './karpenter';

/** Service account of Cluster Autoscaler; its Deployment is another component's. */
export const CLUSTER_AUTOSCALER = { namespace: 'kube-system', serviceAccount: 'cluster-autoscaler' } as const;

/** Service account of the Karpenter controller, as upstream's chart names it. */
export const KARPENTER = { namespace: 'kube-system', serviceAccount: 'karpenter' } as const;

/** Uses of the volume key by a controller that makes volumes: as upstream's documents ask, each action by its name. */
const VOLUME_KEY = '${aws_kms_key.volumes.arn}';

const volumeKeyStatements: readonly PolicyStatement[] = [
  {
    sid: 'EncryptVolumes',
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    resources: [VOLUME_KEY],
  },
  {
    sid: 'AttachVolumes',
    actions: ['kms:CreateGrant'],
    resources: [VOLUME_KEY],
    conditions: [{ test: 'Bool', variable: 'kms:GrantIsForAWSResource', values: ['true'] }],
  },
];

const vpcCni: WorkloadIdentity = {
  name: 'vpc-cni',
  namespace: 'kube-system',
  serviceAccount: 'aws-node',
  managedPolicies: ['AmazonEKS_CNI_Policy'],
  managed: 'addon',
};

/** V2 lets the driver touch only volumes tagged `ebs.csi.aws.com/cluster=true`, which it does to each it makes. */
const ebsCsi: WorkloadIdentity = {
  name: 'ebs-csi',
  namespace: 'kube-system',
  serviceAccount: 'ebs-csi-controller-sa',
  managedPolicies: ['AmazonEBSCSIDriverPolicyV2'],
  statements: volumeKeyStatements,
  managed: 'addon',
};

const efsCsi: WorkloadIdentity = {
  name: 'efs-csi',
  namespace: 'kube-system',
  serviceAccount: 'efs-csi-controller-sa',
  managedPolicies: ['service-role/AmazonEFSCSIDriverPolicy'],
  managed: 'addon',
};

/** What Cluster Autoscaler may do: look at everything, change only Auto Scaling groups of this cluster. */
function clusterAutoscaler({ name: cluster, region, partition, account }: Platform): WorkloadIdentity {
  return {
    name: 'cluster-autoscaler',
    ...CLUSTER_AUTOSCALER,
    statements: [
      {
        sid: 'Look',
        actions: [
          'autoscaling:DescribeAutoScalingGroups',
          'autoscaling:DescribeAutoScalingInstances',
          'autoscaling:DescribeLaunchConfigurations',
          'autoscaling:DescribeScalingActivities',
          'ec2:DescribeImages',
          'ec2:DescribeInstanceTypes',
          'ec2:DescribeLaunchTemplateVersions',
          'ec2:GetInstanceTypesFromInstanceRequirements',
        ],
        resources: ['*'],
        reason: 'these actions know no resource',
      },
      {
        sid: 'NodeGroups',
        actions: ['eks:DescribeNodegroup'],
        resources: [`arn:${partition}:eks:${region}:${account}:nodegroup/${cluster}/*/*`],
        reason: 'every node group of this cluster, those to come included',
      },
      {
        sid: 'Scale',
        actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
        resources: ['*'],
        conditions: [
          { test: 'StringEquals', variable: 'aws:ResourceTag/eks:cluster-name', values: [cluster] },
          {
            test: 'StringEquals',
            variable: 'aws:ResourceTag/k8s.io/cluster-autoscaler/enabled',
            values: ['true'],
          },
        ],
        reason: 'EKS names Auto Scaling groups; the tags it puts on those of this cluster are demanded',
      },
    ],
  };
}

/** Workload identities of the cluster: of its add-ons, and of the controller that makes nodes. */
export function clusterIdentities(context: Context<ClusterConfig>): WorkloadIdentity[] {
  const { compute, addons } = context.config;
  const efs = addons.efsCsi ? [efsCsi] : [];
  return compute.type === 'auto' ? efs : [vpcCni, ebsCsi, ...efs, ...controllers(context)];
}

/** Cluster Autoscaler is a component of its own that can be switched off; Karpenter comes with its kind of compute. */
function controllers({ platform, config, has }: Context<ClusterConfig>): WorkloadIdentity[] {
  if (config.compute.type === 'managed') return has('cluster-autoscaler') ? [clusterAutoscaler(platform)] : [];
  const { name: cluster, region, partition, account } = platform;
  const statements = karpenterStatements({ cluster, region, partition, account, zonalShift: config.zonalShift });
  return [{ name: 'karpenter', ...KARPENTER, statements, managed: 'chart' }];
}
