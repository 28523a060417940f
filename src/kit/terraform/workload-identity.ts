import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { roleName, type WorkloadIdentity } from '../identity';
import { policyDocument, type Statement } from './policy';

export interface WorkloadIdentityAwsProps {
  readonly identity: WorkloadIdentity;
  /** Name of the cluster. */
  readonly cluster: string;
  /** The same name from the cluster's resource, so that the association comes after it. @default - the name */
  readonly clusterName?: string;
  /** AWS partition, for managed policy ARNs. @default 'aws' */
  readonly partition?: string;
  /** Issuer of the cluster's OIDC provider without `https://` and the provider's ARN; needed for `irsa`. */
  readonly oidc?: { readonly issuer: string; readonly providerArn: string };
  /** Make the association here; an EKS add-on may make its own. @default true */
  readonly associate?: boolean;
}

/** The AWS side of a workload identity: role, permissions and the association that binds it to a service account. */
export class WorkloadIdentityAws extends Construct {
  readonly role: IamRole;
  /** What gives the role its permissions; a workload that must be able to end in order goes before them. */
  readonly permissions: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: WorkloadIdentityAwsProps) {
    super(scope, id);
    const { identity, cluster } = props;
    const permissions: ITerraformDependable[] = [];
    this.permissions = permissions;
    const name = identity.name.replaceAll('-', '_');
    const trust = policyDocument(this, `trust:${name}_trust`, [trustStatement(props)]);
    this.role = new IamRole(this, `role:${name}`, {
      name: roleName(cluster, identity),
      description: `Kubernetes service account ${identity.namespace}/${identity.serviceAccount}`,
      assumeRolePolicy: trust.json,
    });
    for (const policy of identity.managedPolicies ?? []) {
      const policyName = policy.slice(policy.lastIndexOf('/') + 1);
      const attachment = new IamRolePolicyAttachment(this, `attachment:${name}_${policyName}`, {
        role: this.role.name,
        policyArn: `arn:${props.partition ?? 'aws'}:iam::aws:policy/${policy}`,
      });
      permissions.push(attachment);
    }
    if (identity.statements?.length) {
      const document = policyDocument(this, `document:${name}`, identity.statements);
      const inline = { name: identity.name, role: this.role.name, policy: document.json };
      permissions.push(new IamRolePolicy(this, `policy:${name}`, inline));
    }
    if (identity.via !== 'irsa' && props.associate !== false) {
      new EksPodIdentityAssociation(this, `association:${name}`, {
        clusterName: props.clusterName ?? cluster,
        namespace: identity.namespace,
        serviceAccount: identity.serviceAccount,
        roleArn: this.role.arn,
      });
    }
  }
}

/**
 * Who may be the role. Pod Identity says who asks in tags of the session: without the conditions whoever may make an
 * association for any cluster and pass the role could give it to pods of his own. Source: EKS user guide, "Create IAM role
 * with trust policy required by EKS Pod Identity".
 */
function trustStatement({ identity, cluster, oidc }: WorkloadIdentityAwsProps): Statement {
  if (identity.via !== 'irsa') {
    const asks = (tag: string, value: string) => ({
      test: 'StringEquals',
      variable: `aws:RequestTag/${tag}`,
      values: [value],
    });
    return {
      sid: 'PodIdentity',
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      resources: [],
      principals: [{ type: 'Service', identifiers: ['pods.eks.amazonaws.com'] }],
      conditions: [
        asks('eks-cluster-name', cluster),
        asks('kubernetes-namespace', identity.namespace),
        asks('kubernetes-service-account', identity.serviceAccount),
      ],
    };
  }
  if (!oidc) throw new Error(`identity ${identity.name} is via irsa: give the cluster's OIDC issuer and provider ARN`);
  return {
    sid: 'ServiceAccount',
    actions: ['sts:AssumeRoleWithWebIdentity'],
    resources: [],
    principals: [{ type: 'Federated', identifiers: [oidc.providerArn] }],
    conditions: [
      {
        test: 'StringEquals',
        variable: `${oidc.issuer}:sub`,
        values: [`system:serviceaccount:${identity.namespace}:${identity.serviceAccount}`],
      },
      { test: 'StringEquals', variable: `${oidc.issuer}:aud`, values: ['sts.amazonaws.com'] },
    ],
  };
}
