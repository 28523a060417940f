import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';

export interface DoorAwsProps {
  /** Name of the security group; also its address, with underscores. */
  readonly name: string;
  /** Address of the group and its rules. */
  readonly address: string;
  readonly description: string;
  readonly vpcId: string;
  /** Ranges HTTPS may go to. */
  readonly egressCidrs: readonly string[];
  /** Prefix list of S3, whose gateway endpoint keeps public addresses. @default - HTTPS does not go there */
  readonly s3PrefixListId?: string;
  /** Security group of the cluster, which lets this one in to its API. */
  readonly clusterSecurityGroupId: string;
}

/** A security group nobody can come in through, with HTTPS out, that the cluster's API lets in. */
export class DoorAws extends Construct {
  readonly group: SecurityGroup;

  constructor(scope: Construct, id: string, props: DoorAwsProps) {
    super(scope, id);
    const { name, address, description, egressCidrs } = props;
    const https = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };
    this.group = new SecurityGroup(this, `group:${address}`, {
      name,
      description,
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    for (const [i, cidr] of egressCidrs.entries())
      new VpcSecurityGroupEgressRule(this, `egress:${address}-https${i === 0 ? '' : `-${i + 1}`}`, {
        securityGroupId: this.group.id,
        description: 'HTTPS out',
        cidrIpv4: cidr,
        ...https,
      });
    if (props.s3PrefixListId)
      new VpcSecurityGroupEgressRule(this, `egress:${address}-s3`, {
        securityGroupId: this.group.id,
        // Without a description: the simulated AWS of the proofs forgets it on rules to a prefix list, and would plan it anew for ever.
        prefixListId: props.s3PrefixListId,
        ...https,
      });
    new VpcSecurityGroupIngressRule(this, `ingress:${address}-to-api`, {
      securityGroupId: props.clusterSecurityGroupId,
      description: `Kubernetes API from ${name}`,
      referencedSecurityGroupId: this.group.id,
      ...https,
    });
  }
}
