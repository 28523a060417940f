import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { policyDocument, serviceTrust } from '../../../../src/kit/terraform';

/**
 * AWS managed policies of a node: join the cluster, pull images, be reached through SSM. What pods need of AWS, the VPC
 * CNI included, comes by workload identity, never from here.
 */
const NODE_POLICIES = [
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonEKSWorkerNodePolicy',
  'AmazonSSMManagedInstanceCore',
];

export interface NodeRoleProps {
  /** Name of the role. A change replaces it, and every node with it. */
  readonly name: string;
  /** Name in Terraform addresses. */
  readonly address: string;
  /** Name of the cluster, for the description. */
  readonly cluster: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** AWS managed policies. @default - join the cluster, pull images, be reached through SSM */
  readonly policies?: readonly string[];
}

/** The IAM role of nodes. */
export class NodeRole extends Construct {
  readonly role: IamRole;
  readonly attachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: NodeRoleProps) {
    super(scope, id);
    const { name, address, cluster, partition = 'aws', policies = NODE_POLICIES } = props;
    const trust = policyDocument(this, `document:${address}_trust`, [serviceTrust('ec2.amazonaws.com')]);
    this.role = new IamRole(this, `role:${address}`, {
      name,
      description: `Nodes of EKS cluster ${cluster}`,
      assumeRolePolicy: trust.json,
    });
    this.attachments = policies.map(
      (policy) =>
        new IamRolePolicyAttachment(this, `attachment:${address}_${policy}`, {
          role: this.role.name,
          policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
        }),
    );
  }
}
