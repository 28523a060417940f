import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { EksIdentityProviderConfig } from '@cdktf/provider-aws/lib/eks-identity-provider-config';
import { Construct } from 'constructs';
import { principalSlug } from './access';
import type { AccessConfig } from './config';
import { OPERATORS_GROUP, VIEWERS_GROUP } from './config/names';

export interface ClusterAccessProps {
  /** Name of the cluster, from its resource, so that entries come after it. */
  readonly clusterName: string;
  /** AWS account of twelve digits. */
  readonly account: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** ARNs of principals that are cluster admin. @default - none */
  readonly admins?: readonly string[];
  /** ARNs of principals put into the group {@link OPERATORS_GROUP}. @default - none */
  readonly operators?: readonly string[];
  /** ARNs of principals put into the group {@link VIEWERS_GROUP}. @default - none */
  readonly viewers?: readonly string[];
  /** OIDC identity provider for people. @default - none */
  readonly oidc?: AccessConfig['oidc'];
}

/** Who may use the cluster: an access entry a principal, groups for RBAC, and an optional OIDC identity provider. */
export class ClusterAccess extends Construct {
  constructor(scope: Construct, id: string, props: ClusterAccessProps) {
    super(scope, id);
    const { clusterName, account, partition = 'aws', oidc } = props;
    for (const principal of props.admins ?? [])
      adminEntry(this, principalSlug('admin', principal, account), { clusterName, partition, principal });
    this.groupEntries('operator', props, props.operators, OPERATORS_GROUP);
    this.groupEntries('viewer', props, props.viewers, VIEWERS_GROUP);
    if (oidc)
      new EksIdentityProviderConfig(this, 'oidc:sso', {
        clusterName,
        oidc: {
          identityProviderConfigName: oidc.name,
          issuerUrl: oidc.issuer,
          clientId: oidc.clientId,
          usernameClaim: oidc.usernameClaim,
          usernamePrefix: oidc.usernamePrefix,
          groupsClaim: oidc.groupsClaim,
          groupsPrefix: oidc.groupsPrefix,
        },
      });
  }

  private groupEntries(
    kind: string,
    { clusterName, account }: ClusterAccessProps,
    principals: readonly string[] | undefined,
    group: string,
  ) {
    for (const principalArn of principals ?? [])
      new EksAccessEntry(this, `entry:${principalSlug(kind, principalArn, account)}`, {
        clusterName,
        principalArn,
        type: 'STANDARD',
        kubernetesGroups: [group],
      });
  }
}

export interface AdminEntry {
  readonly clusterName: string;
  readonly partition: string;
  /** ARN of the IAM role or user. */
  readonly principal: string;
}

/** An access entry with cluster-admin over the whole cluster. */
export function adminEntry(scope: Construct, name: string, { clusterName, partition, principal }: AdminEntry): void {
  const entry = new EksAccessEntry(scope, `entry:${name}`, { clusterName, principalArn: principal, type: 'STANDARD' });
  new EksAccessPolicyAssociation(scope, `association:${name}`, {
    clusterName,
    principalArn: principal,
    policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
    accessScope: { type: 'cluster' },
    dependsOn: [entry],
  });
}
