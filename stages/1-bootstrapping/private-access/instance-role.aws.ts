import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { policyDocument, type Statement, serviceTrust } from '../../../src/kit/terraform';

export interface InstanceRoleAwsProps {
  /** Name of role and instance profile. */
  readonly name: string;
  /** Address of both. */
  readonly address: string;
  readonly description: string;
  readonly statements: readonly Statement[];
}

/** A role for EC2 instances, with its profile. */
export class InstanceRoleAws extends Construct {
  readonly role: IamRole;
  readonly profile: IamInstanceProfile;

  constructor(scope: Construct, id: string, { name, address, description, statements }: InstanceRoleAwsProps) {
    super(scope, id);
    this.role = new IamRole(this, `role:${address}`, {
      name,
      description,
      assumeRolePolicy: policyDocument(this, `trust:${address}-trust`, [serviceTrust('ec2.amazonaws.com')]).json,
    });
    new IamRolePolicy(this, `policy:${address}`, {
      name: 'permissions',
      role: this.role.name,
      policy: policyDocument(this, `document:${address}`, statements).json,
    });
    this.profile = new IamInstanceProfile(this, `profile:${address}`, { name, role: this.role.name });
  }
}
