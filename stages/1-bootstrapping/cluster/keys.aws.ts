import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../../../src/kit/terraform';
import { clusterLogGroup, volumeKeyAlias } from './config/names';

export interface ClusterKeysProps {
  /** Name of the cluster. Cannot change later. */
  readonly cluster: string;
  /** AWS account of twelve digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** ARNs of roles that start nodes or make volumes, beside Auto Scaling and EC2 Spot. @default - none */
  readonly volumeRoles?: readonly string[];
  /** Whether Terraform refuses to destroy the keys. @default true */
  readonly protect?: boolean;
}

/** What a service needs to encrypt with a key; each by its name instead of the usual `ReEncrypt*`. */
const USE_KEY = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** One KMS key a purpose, each rotated yearly: secrets of the API, disks and volumes, control plane logs. */
export class ClusterKeys extends Construct {
  readonly secrets: KmsKey;
  readonly volumes: KmsKey;
  readonly logs: KmsKey;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterKeysProps,
  ) {
    super(scope, id);
    const { cluster } = props;
    this.secrets = this.key('secrets', 'Secrets of the Kubernetes API', `alias/${cluster}-secrets`, []);
    this.volumes = this.key('volumes', 'Node disks and EBS volumes', volumeKeyAlias(cluster), this.volumeStatements());
    this.logs = this.key('logs', 'Control plane logs', `alias/${cluster}-logs`, [this.logsStatement()]);
  }

  private key(name: string, purpose: string, alias: string, statements: readonly Statement[]): KmsKey {
    const { cluster, account, partition = 'aws', protect = true } = this.props;
    const policy = policyDocument(this, `document:key_${name}`, [administration(account, partition), ...statements]);
    const key = new KmsKey(this, `key:${name}`, {
      description: `${purpose} of cluster ${cluster}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policy.json,
      ...(protect ? { lifecycle: { preventDestroy: true } } : {}),
    });
    new KmsAlias(this, `alias:${name}`, { name: alias, targetKeyId: key.keyId });
    return key;
  }

  /**
   * Roles that start instances encrypt their disks with this key; without the grant instances end right after they
   * start, with no error in sight. The roles are compared as text (aws:PrincipalArn), because a key policy that names a
   * principal which is not there yet is refused, and a new account has no service-linked roles.
   */
  private volumeStatements(): Statement[] {
    const { account, partition = 'aws', volumeRoles = [] } = this.props;
    const linked = `arn:${partition}:iam::${account}:role/aws-service-role`;
    const common = {
      resources: ['*'],
      principals: [{ type: 'AWS', identifiers: ['*'] }],
    };
    const who = [
      { test: 'StringEquals', variable: 'kms:CallerAccount', values: [account] },
      {
        test: 'ArnEquals',
        variable: 'aws:PrincipalArn',
        values: [
          `${linked}/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
          `${linked}/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
          ...volumeRoles,
        ],
      },
    ];
    return [
      {
        sid: 'EncryptVolumes',
        actions: USE_KEY,
        conditions: who,
        reason: '* is this key in a key policy; the principals are those of aws:PrincipalArn in this account',
        ...common,
      },
      {
        sid: 'AttachVolumes',
        actions: ['kms:CreateGrant'],
        conditions: [...who, { test: 'Bool', variable: 'kms:GrantIsForAWSResource', values: ['true'] }],
        reason: '* is this key in a key policy; grants only to AWS services, for the same principals',
        ...common,
      },
    ];
  }

  private logsStatement(): Statement {
    const { cluster, account, region, partition = 'aws' } = this.props;
    return {
      sid: 'Logs',
      actions: USE_KEY,
      resources: ['*'],
      principals: [{ type: 'Service', identifiers: [`logs.${region}.${dnsSuffix(partition)}`] }],
      conditions: [
        {
          test: 'ArnEquals',
          variable: 'kms:EncryptionContext:aws:logs:arn',
          values: [`arn:${partition}:logs:${region}:${account}:log-group:${clusterLogGroup(cluster)}`],
        },
      ],
      reason: '* is this key in a key policy; only for the log group of the encryption context',
    };
  }
}

/** Lets the account administer its key through IAM; without it nobody could ever change the key again. */
export function administration(account: string, partition: string): Statement {
  return {
    sid: 'Administration',
    actions: ['kms:*'],
    resources: ['*'],
    principals: [{ type: 'AWS', identifiers: [`arn:${partition}:iam::${account}:root`] }],
    reason: 'the account must be able to administer its own key, through IAM; * is this key in a key policy',
  };
}

/** Domain of service principals that carry a region. */
function dnsSuffix(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}
