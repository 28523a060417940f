import type { Statement } from '../../../src/kit/terraform';

/** Where a policy is valid. */
export interface Place {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly partition?: string;
}

/** Log group of a cluster's flow logs. */
export function flowLogGroupName(name: string): string {
  return `/aws/vpc/${name}/flow-logs`;
}

/** Bucket of a cluster's flow logs; bucket names are global, so it carries account and region. */
export function flowLogBucketName({ name, account, region }: Place): string {
  return `${name}-flow-logs-${account}-${region}`;
}

function arn(place: Place, service: string, rest: string): string {
  return `arn:${place.partition ?? 'aws'}:${service}:${place.region}:${place.account}:${rest}`;
}

/** Key policy: the account administers it, the one destination uses it. */
export function keyStatements(place: Place & { readonly destination?: string }): Statement[] {
  return [
    {
      sid: 'AccountAdministers',
      actions: ['kms:*'],
      resources: ['*'],
      principals: [{ type: 'AWS', identifiers: [`arn:${place.partition ?? 'aws'}:iam::${place.account}:root`] }],
      reason: 'a key policy speaks of its own key; without this, IAM policies of the account could not administer it',
    },
    place.destination === 's3' ? deliveryUsesKey(place) : logsUseKey(place),
  ];
}

function logsUseKey(place: Place): Statement {
  const suffix = place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    sid: 'LogGroupEncrypts',
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    resources: ['*'],
    principals: [{ type: 'Service', identifiers: [`logs.${place.region}.${suffix}`] }],
    conditions: [
      {
        test: 'ArnEquals',
        variable: 'kms:EncryptionContext:aws:logs:arn',
        values: [arn(place, 'logs', `log-group:${flowLogGroupName(place.name)}`)],
      },
    ],
    reason:
      'a key policy speaks of its own key; the families are GenerateDataKey and ReEncrypt, as CloudWatch Logs asks for',
  };
}

function deliveryUsesKey(place: Place): Statement {
  return {
    sid: 'DeliveryEncrypts',
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    resources: ['*'],
    principals: [{ type: 'Service', identifiers: ['delivery.logs.amazonaws.com'] }],
    conditions: fromOurLogs(place),
    reason:
      'a key policy speaks of its own key; the families are GenerateDataKey and ReEncrypt, as log delivery asks for',
  };
}

/** Only for logs of this account and region: the service acts for others too. */
function fromOurLogs(place: Place) {
  return [
    { test: 'StringEquals', variable: 'aws:SourceAccount', values: [place.account] },
    { test: 'ArnLike', variable: 'aws:SourceArn', values: [arn(place, 'logs', '*')] },
  ];
}

/** Trust of the role that writes to CloudWatch Logs: the service, for flow logs of this account and region. */
export function flowLogTrust(place: Place): Statement {
  return {
    sid: 'Assume',
    actions: ['sts:AssumeRole'],
    resources: [],
    principals: [{ type: 'Service', identifiers: ['vpc-flow-logs.amazonaws.com'] }],
    conditions: [
      { test: 'StringEquals', variable: 'aws:SourceAccount', values: [place.account] },
      { test: 'ArnLike', variable: 'aws:SourceArn', values: [arn(place, 'ec2', 'vpc-flow-log/*')] },
    ],
  };
}

/** What that role may do. */
export function flowLogWrites(place: Place, groupArn: string): Statement[] {
  return [
    {
      sid: 'Write',
      actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: [groupArn, `${groupArn}:log-stream:*`],
      reason: 'one stream a network interface, made by the service',
    },
    {
      sid: 'FindGroup',
      actions: ['logs:DescribeLogGroups'],
      resources: [arn(place, 'logs', 'log-group:*')],
      reason: 'listing groups takes no single group',
    },
  ];
}

/** Bucket policy: log delivery writes below its own prefix, nobody comes without TLS. */
export function bucketStatements(place: Place, bucketArn: string): Statement[] {
  const delivery = [{ type: 'Service', identifiers: ['delivery.logs.amazonaws.com'] }];
  return [
    {
      sid: 'DeliveryWrites',
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/AWSLogs/${place.account}/*`],
      principals: delivery,
      conditions: [
        { test: 'StringEquals', variable: 's3:x-amz-acl', values: ['bucket-owner-full-control'] },
        ...fromOurLogs(place),
      ],
      reason: 'objects by date below the prefix of the account',
    },
    {
      sid: 'DeliveryChecks',
      actions: ['s3:GetBucketAcl'],
      resources: [bucketArn],
      principals: delivery,
      conditions: fromOurLogs(place),
    },
    {
      sid: 'TlsOnly',
      effect: 'Deny',
      actions: ['s3:*'],
      resources: [bucketArn, `${bucketArn}/*`],
      principals: [{ type: '*', identifiers: ['*'] }],
      conditions: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
      reason: 'a denial of everything that does not come over TLS',
    },
  ];
}
