/** Services with a gateway endpoint. ECR keeps image layers in S3. */
export const GATEWAY_ENDPOINTS = ['s3', 'dynamodb'] as const;

/** What nodes, the controllers and a session through SSM need when there is no way out of the VPC. */
export const PRIVATE_CLUSTER_ENDPOINTS = [
  'autoscaling',
  'ec2',
  'ec2messages',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'elasticloadbalancing',
  'kms',
  'logs',
  'sqs',
  'ssm',
  'ssmmessages',
  'sts',
  'xray',
] as const;

/** Services with an interface endpoint that the stages can make use of. */
export const INTERFACE_ENDPOINTS = [
  ...PRIVATE_CLUSTER_ENDPOINTS,
  'acm-pca',
  'aps',
  'aps-workspaces',
  'ebs',
  'elasticfilesystem',
  'events',
  'guardduty-data',
  'monitoring',
  'secretsmanager',
  'sns',
] as const;

export type GatewayEndpoint = (typeof GATEWAY_ENDPOINTS)[number];
export type InterfaceEndpoint = (typeof INTERFACE_ENDPOINTS)[number];

/**
 * Services whose interface endpoints have names of their own in the regions of China; source: the exceptions of
 * aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts, read 2026-11-21.
 */
const CHINA_PREFIXED: readonly string[] = [
  'autoscaling',
  'ebs',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'elasticfilesystem',
  'monitoring',
  'sqs',
  'sts',
  'xray',
];

/** Name of an endpoint service in a region. */
export function endpointServiceName(
  service: GatewayEndpoint | InterfaceEndpoint,
  region: string,
  type: 'Gateway' | 'Interface',
): string {
  const china = region.startsWith('cn-') && type === 'Interface' && CHINA_PREFIXED.includes(service);
  return `${china ? 'cn.' : ''}com.amazonaws.${region}.${service}`;
}
