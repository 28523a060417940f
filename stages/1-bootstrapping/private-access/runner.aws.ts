import { Construct } from 'constructs';
import { DoorAws } from './door.aws';
import { InstanceRoleAws } from './instance-role.aws';
import { runnerName } from './plan';
import { agentStatements, type Place, runnerStatements } from './policies';

export interface RunnerAwsProps extends Place {
  readonly vpcId: string;
  /** Ranges HTTPS may go to. */
  readonly egressCidrs: readonly string[];
  /** Prefix list of S3, where Terraform's state is. @default - HTTPS does not go there by itself */
  readonly s3PrefixListId?: string;
  /** Security group of the cluster. */
  readonly clusterSecurityGroupId: string;
}

/**
 * A place for self-hosted CI runners: the security group the API lets in and the role runners carry. How runners are
 * started is the CI system's matter; what they may do in the cluster, an access entry for the role says.
 */
export class RunnerAws extends Construct {
  readonly name: string;
  readonly door: DoorAws;
  readonly role: InstanceRoleAws;

  constructor(scope: Construct, id: string, props: RunnerAwsProps) {
    super(scope, id);
    this.name = runnerName(props.name);
    this.door = new DoorAws(this, 'door', {
      name: this.name,
      address: 'runner',
      description: `CI runners that deploy to ${props.name}; nothing comes in`,
      vpcId: props.vpcId,
      egressCidrs: props.egressCidrs,
      s3PrefixListId: props.s3PrefixListId,
      clusterSecurityGroupId: props.clusterSecurityGroupId,
    });
    this.role = new InstanceRoleAws(this, 'role', {
      name: this.name,
      address: 'runner',
      description: `CI runners that deploy to ${props.name}`,
      statements: [...agentStatements(), ...runnerStatements(props)],
    });
  }
}
