import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { policyDocument } from '../../../src/kit/terraform';
import { flowLogTrust, flowLogWrites, type Place } from './flow-log-policies';

export interface FlowLogRoleAwsProps extends Place {
  /** Group the role may write to. */
  readonly groupArn: string;
}

/** The role flow logs write to CloudWatch Logs with. */
export class FlowLogRoleAws extends Construct {
  readonly role: IamRole;
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: FlowLogRoleAwsProps) {
    super(scope, id);
    this.role = new IamRole(this, 'role:flow-logs', {
      name: `${props.name}-${props.region}-flow-logs`,
      description: `Writes the VPC flow logs of ${props.name} to CloudWatch Logs`,
      assumeRolePolicy: policyDocument(this, 'trust:flow-logs-trust', [flowLogTrust(props)]).json,
    });
    this.policy = new IamRolePolicy(this, 'policy:flow-logs', {
      name: 'write',
      role: this.role.name,
      policy: policyDocument(this, 'document:flow-logs', flowLogWrites(props, props.groupArn)).json,
    });
  }
}
