import type { Statement } from '../../../src/kit/terraform';
import type { GatewayEndpoint, InterfaceEndpoint } from './services';

const ANYONE = [{ type: '*', identifiers: ['*'] }];

/** IAM prefix of the services whose endpoints get a policy: those that hold or carry data, or give credentials. */
const PREFIXES: Partial<Record<GatewayEndpoint | InterfaceEndpoint, string>> = {
  s3: 's3',
  dynamodb: 'dynamodb',
  'ecr.api': 'ecr',
  'ecr.dkr': 'ecr',
  kms: 'kms',
  logs: 'logs',
  secretsmanager: 'secretsmanager',
  sns: 'sns',
  sqs: 'sqs',
  sts: 'sts',
};

/**
 * Calls that carry no principal of an account. S3: image layers and operating system packages come by presigned or
 * anonymous reads of buckets that others own. STS: a web identity or SAML token is exchanged before there is a principal.
 */
const ANONYMOUS: Partial<Record<GatewayEndpoint | InterfaceEndpoint, Statement>> = {
  s3: {
    sid: 'AnyoneReads',
    actions: ['s3:GetObject'],
    resources: ['*'],
    principals: ANYONE,
    reason: 'image layers and packages are read from buckets of AWS and of registries, presigned or anonymous',
  },
  sts: {
    sid: 'TokenExchange',
    actions: ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
    resources: ['*'],
    principals: ANYONE,
    reason: 'the caller has no AWS principal yet; the trust policy of the role decides',
  },
};

/**
 * What may pass an endpoint: calls by principals of the given accounts, so that credentials of someone else's account
 * carry nothing out of the VPC. `undefined` where AWS's own policy stays.
 */
export function endpointStatements(
  service: GatewayEndpoint | InterfaceEndpoint,
  accounts: readonly string[],
): Statement[] | undefined {
  const prefix = PREFIXES[service];
  if (!prefix) return undefined;
  const anonymous = ANONYMOUS[service];
  return [
    {
      sid: 'OwnPrincipals',
      actions: [`${prefix}:*`],
      resources: ['*'],
      principals: ANYONE,
      conditions: [{ test: 'StringEquals', variable: 'aws:PrincipalAccount', values: accounts }],
      reason: 'an endpoint policy says whose calls pass; which calls and resources, IAM says',
    },
    ...(anonymous ? [anonymous] : []),
  ];
}
