/** One statement of an IAM policy, as data: both faces of a component can read it. */
export interface PolicyStatement {
  /** Statement id: letters and digits only, as IAM demands. */
  readonly sid: string;
  /** IAM actions, `service:Action`. A wildcard needs `reason`. */
  readonly actions: readonly string[];
  /** Resource ARNs; `${data.aws_partition.this.partition}` style references are allowed. */
  readonly resources: readonly string[];
  readonly conditions?: readonly PolicyCondition[];
  /** Why an action or resource is a wildcard; stands beside the statement in the output. */
  readonly reason?: string;
}

export interface PolicyCondition {
  /** Condition operator, for example `StringEquals`. */
  readonly test: string;
  /** Condition key, for example `aws:SourceAccount`. */
  readonly variable: string;
  readonly values: readonly string[];
}

/**
 * (namespace, service account) -> AWS permissions. Declared once on the component: its `aws` face makes role, policy and
 * association, its `k8s` face makes the ServiceAccount.
 */
export interface WorkloadIdentity {
  /** Short name, unique in the cluster; becomes part of the role name (`<cluster>-<name>`). Cannot change later without a new role. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** AWS managed policies by name, for example `AmazonEKS_CNI_Policy`. */
  readonly managedPolicies?: readonly string[];
  readonly statements?: readonly PolicyStatement[];
  /** How the pod gets its credentials. @default 'pod-identity' */
  readonly via?: 'pod-identity' | 'irsa';
  /**
   * Who makes the ServiceAccount, if no `k8s` face of ours does: an EKS `addon`, which makes the association too, or an
   * upstream `chart`. @default - ours
   */
  readonly managed?: 'addon' | 'chart';
}

/** Name of the IAM role of an identity; both faces compute it, neither reads it from the other. */
export function roleName(cluster: string, identity: Pick<WorkloadIdentity, 'name'>): string {
  return `${cluster}-${identity.name}`;
}
