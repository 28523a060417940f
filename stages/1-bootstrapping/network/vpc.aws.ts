import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { CLUSTER_TAG, vpcName } from './names';

export interface VpcAwsProps {
  /** Name of the cluster the VPC is for. */
  readonly name: string;
  /** IPv4 range, /16 to /20. */
  readonly cidr: string;
}

/** A VPC with names for its hosts (nodes do not join without), an internet gateway and a default security group that allows nothing. */
export class VpcAws extends Construct {
  readonly vpc: Vpc;
  readonly internet: InternetGateway;

  constructor(scope: Construct, id: string, { name, cidr }: VpcAwsProps) {
    super(scope, id);
    this.vpc = new Vpc(this, 'vpc:this', {
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: vpcName(name), [CLUSTER_TAG]: name },
    });
    this.internet = new InternetGateway(this, 'internet:this', { vpcId: this.vpc.id, tags: { Name: name } });
    // Adopted without a rule: whatever is started without a group of its own reaches nothing and is reached by nothing.
    new DefaultSecurityGroup(this, 'default:this', {
      vpcId: this.vpc.id,
      tags: { Name: `${name}-default-unused` },
    });
  }
}
