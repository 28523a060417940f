import type { Statement } from '../../../src/kit/terraform';

/** AWS managed policies the cluster role needs with EKS Auto Mode, beside AmazonEKSClusterPolicy. */
export const AUTO_MODE_CLUSTER_POLICIES = [
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
] as const;

/** AWS managed policies of a node that Auto Mode runs: it pulls images and gets its identity, nothing else. */
export const AUTO_MODE_NODE_POLICIES = [
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonEKSWorkerNodeMinimalPolicy',
] as const;

/**
 * Lets Auto Mode put tags of our own on what it makes: the managed policies allow none. Source: EKS user guide, "Amazon
 * EKS Auto Mode cluster IAM role", custom tags.
 */
export function autoModeTagStatements(cluster: string, partition: string): Statement[] {
  const ours = { test: 'StringEquals', variable: 'aws:RequestTag/eks:eks-cluster-name', values: [cluster] };
  const any = (tag: string) => ({ test: 'StringLike', variable: `aws:RequestTag/${tag}`, values: ['*'] });
  return [
    {
      sid: 'Compute',
      actions: ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate', 'ec2:RunInstances'],
      resources: ['*'],
      conditions: [ours, any('eks:kubernetes-node-class-name'), any('eks:kubernetes-node-pool-name')],
      reason: 'images, subnets and instances of a request have no common ARN; the tag of this cluster is demanded',
    },
    {
      sid: 'Storage',
      actions: ['ec2:CreateSnapshot', 'ec2:CreateVolume'],
      resources: [`arn:${partition}:ec2:*:*:volume/*`, `arn:${partition}:ec2:*:*:snapshot/*`],
      conditions: [ours],
      reason: 'a volume has no id before it is made; the tag of this cluster is demanded',
    },
    {
      sid: 'Networking',
      actions: ['ec2:CreateNetworkInterface'],
      resources: ['*'],
      conditions: [ours, any('eks:kubernetes-cni-node-name')],
      reason: 'an interface has no id before it is made; the tag of this cluster is demanded',
    },
    {
      sid: 'LoadBalancer',
      actions: [
        'ec2:CreateSecurityGroup',
        'elasticloadbalancing:CreateListener',
        'elasticloadbalancing:CreateLoadBalancer',
        'elasticloadbalancing:CreateRule',
        'elasticloadbalancing:CreateTargetGroup',
      ],
      resources: ['*'],
      conditions: [ours],
      reason: 'load balancers have no ARN before they are made; the tag of this cluster is demanded',
    },
  ];
}
