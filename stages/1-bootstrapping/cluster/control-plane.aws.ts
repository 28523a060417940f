import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksCluster, type EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument, type Statement, serviceTrust } from '../../../src/kit/terraform';
import { AUTO_MODE_CLUSTER_POLICIES, autoModeTagStatements } from './auto-mode';
import { clusterLogGroup } from './config/names';

export interface ControlPlaneProps {
  /** Name of the cluster. Cannot change later. */
  readonly cluster: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** Kubernetes minor, for example `1.36`; upwards only, one at a time. */
  readonly version: string;
  /** Subnets of the control plane's interfaces, two zones or more. The zones cannot change later. */
  readonly subnetIds: readonly string[];
  /** IPv4 range of Services. Cannot change later. */
  readonly serviceCidr: string;
  /** ARN of the key that encrypts Secrets. Cannot be taken away later. */
  readonly secretsKeyArn: string;
  /** ARN of the key that encrypts control plane logs. */
  readonly logsKeyArn: string;
  /** Days logs are kept. @default 90 */
  readonly logRetentionDays?: number;
  /** Public ranges that may reach the API from outside the VPC. @default - none, the endpoint is private */
  readonly publicCidrs?: readonly string[];
  /** What happens when standard support of the minor ends. @default 'STANDARD' */
  readonly upgradePolicy?: 'STANDARD' | 'EXTENDED';
  /** Whether traffic can be shifted out of a zone. @default true */
  readonly zonalShift?: boolean;
  /** Whether Terraform refuses to destroy the cluster. @default true */
  readonly protect?: boolean;
  /** EKS Auto Mode: its node pools and the role of its nodes. @default - no Auto Mode */
  readonly auto?: { readonly nodePools: readonly string[]; readonly nodeRoleArn: string };
}

/** Every log type there is. */
const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** The EKS control plane with its role and its log group. */
export class ControlPlane extends Construct {
  readonly cluster: EksCluster;
  readonly role: IamRole;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id);
    // EKS makes this group itself, unencrypted and kept for ever, if it is not there first.
    this.logGroup = new CloudwatchLogGroup(this, 'log-group:cluster', {
      name: clusterLogGroup(props.cluster),
      retentionInDays: props.logRetentionDays ?? 90,
      kmsKeyId: props.logsKeyArn,
    });
    this.role = this.createRole(props);
    // The cluster is destroyed before its permissions: the other way round EKS leaves interfaces and groups behind.
    const permissions = this.permit(props);
    this.cluster = new EksCluster(this, 'cluster:this', {
      ...configuration(props),
      roleArn: this.role.arn,
      dependsOn: [this.logGroup, ...permissions],
      ...(props.protect === false ? {} : { lifecycle: { preventDestroy: true } }),
    });
  }

  /** Security group EKS makes and puts on its interfaces, on nodes of managed groups and on Auto Mode's nodes. */
  get securityGroupId(): string {
    return this.cluster.vpcConfig.clusterSecurityGroupId;
  }

  /** Issuer of service account tokens, with `https://`. */
  get issuer(): string {
    return this.cluster.identity.get(0).oidc.get(0).issuer;
  }

  private createRole({ cluster }: ControlPlaneProps): IamRole {
    const trust = policyDocument(this, 'document:cluster_trust', [
      serviceTrust('eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession']),
    ]);
    return new IamRole(this, 'role:cluster', {
      name: `${cluster}-cluster`,
      description: `Control plane of EKS cluster ${cluster}`,
      assumeRolePolicy: trust.json,
    });
  }

  private permit({ cluster, partition = 'aws', secretsKeyArn, auto }: ControlPlaneProps): ITerraformDependable[] {
    const managed = ['AmazonEKSClusterPolicy', ...(auto ? AUTO_MODE_CLUSTER_POLICIES : [])];
    const attachments = managed.map(
      (policy) =>
        new IamRolePolicyAttachment(this, `attachment:cluster_${policy}`, {
          role: this.role.name,
          policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
        }),
    );
    const statements: Statement[] = [
      {
        sid: 'Secrets',
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'],
        resources: [secretsKeyArn],
      },
      ...(auto ? autoModeTagStatements(cluster, partition) : []),
    ];
    const document = policyDocument(this, 'document:cluster', statements);
    const policy = new IamRolePolicy(this, 'policy:cluster', {
      name: 'cluster',
      role: this.role.name,
      policy: document.json,
    });
    return [...attachments, policy];
  }
}

function configuration(props: ControlPlaneProps): Omit<EksClusterConfig, 'roleArn'> {
  const { publicCidrs = [], auto } = props;
  const open = publicCidrs.length > 0;
  return {
    name: props.cluster,
    version: props.version,
    // Add-ons are ours from the first day; true cannot be taken back without a new cluster.
    bootstrapSelfManagedAddons: false,
    enabledClusterLogTypes: LOG_TYPES,
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    vpcConfig: {
      subnetIds: [...props.subnetIds],
      endpointPrivateAccess: true,
      endpointPublicAccess: open,
      ...(open ? { publicAccessCidrs: [...publicCidrs] } : {}),
    },
    encryptionConfig: { resources: ['secrets'], provider: { keyArn: props.secretsKeyArn } },
    kubernetesNetworkConfig: {
      ipFamily: 'ipv4',
      serviceIpv4Cidr: props.serviceCidr,
      ...(auto ? { elasticLoadBalancing: { enabled: true } } : {}),
    },
    // Auto Mode is one thing in three places: compute, load balancing and storage must say the same.
    ...(auto
      ? {
          computeConfig: { enabled: true, ...autoPools(auto) },
          storageConfig: { blockStorage: { enabled: true } },
        }
      : {}),
    upgradePolicy: { supportType: props.upgradePolicy ?? 'STANDARD' },
    zonalShiftConfig: { enabled: props.zonalShift ?? true },
  };
}

/** Without built-in pools there is no node role to name either; node classes of the team's own bring theirs. */
function autoPools({ nodePools, nodeRoleArn }: NonNullable<ControlPlaneProps['auto']>) {
  return nodePools.length > 0 ? { nodePools: [...nodePools], nodeRoleArn } : {};
}
