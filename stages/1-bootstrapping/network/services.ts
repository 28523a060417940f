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
