import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import type { Construct } from 'constructs';
import type { PolicyCondition, PolicyStatement } from '../identity';

export interface Statement extends PolicyStatement {
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Who; needed in a trust or resource policy. */
  readonly principals?: readonly Principal[];
}

export interface Principal {
  /** `AWS`, `Service` or `Federated`. */
  readonly type: string;
  readonly identifiers: readonly string[];
}

/** An IAM policy as a readable `data.aws_iam_policy_document`; the reason of each wildcard stands in its comment. */
export function policyDocument(
  scope: Construct,
  id: string,
  statements: readonly Statement[],
): DataAwsIamPolicyDocument {
  return new DataPolicyDocument(scope, id, statements);
}

/** cdktf puts its metadata over the comment of a data source, whatever is overridden: the reasons go in after that. */
class DataPolicyDocument extends DataAwsIamPolicyDocument {
  private readonly reasons: readonly string[];

  constructor(scope: Construct, id: string, statements: readonly Statement[]) {
    super(scope, id, { statement: statements.map(toStatement) });
    this.reasons = statements.filter((s) => s.reason).map((s) => `${s.sid}: ${s.reason}`);
  }

  override toTerraform(): any {
    const document = super.toTerraform();
    if (this.reasons.length > 0)
      document.data[this.terraformResourceType][this.friendlyUniqueId]['//'] = [...this.reasons];
    return document;
  }
}

function toStatement({ sid, actions, resources, conditions, effect, principals }: Statement) {
  return {
    sid,
    effect: effect ?? 'Allow',
    actions: [...actions],
    ...(resources.length > 0 ? { resources: [...resources] } : {}),
    ...(principals ? { principals: principals.map((p) => ({ type: p.type, identifiers: [...p.identifiers] })) } : {}),
    ...(conditions ? { condition: conditions.map(toCondition) } : {}),
  };
}

function toCondition({ test, variable, values }: PolicyCondition) {
  return { test, variable, values: [...values] };
}

/** Trust policy statement that lets an AWS service assume a role. */
export function serviceTrust(
  service: string,
  actions: readonly string[] = ['sts:AssumeRole'],
  conditions?: readonly PolicyCondition[],
): Statement {
  return {
    sid: 'Assume',
    actions,
    resources: [],
    principals: [{ type: 'Service', identifiers: [service] }],
    conditions,
  };
}
