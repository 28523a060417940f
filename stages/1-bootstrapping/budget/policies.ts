import type { Statement } from '../../../src/kit/terraform';

export interface Place {
  readonly account: string;
  /** @default 'aws' */
  readonly partition?: string;
}

const BUDGETS = [{ type: 'Service', identifiers: ['budgets.amazonaws.com'] }];

/** Only for budgets of this account: the service acts for others too. */
function ofOurs({ account, partition = 'aws' }: Place) {
  return [
    { test: 'StringEquals', variable: 'aws:SourceAccount', values: [account] },
    { test: 'ArnLike', variable: 'aws:SourceArn', values: [`arn:${partition}:budgets::${account}:*`] },
  ];
}

/** Topic policy: budgets of the account publish, nobody else from outside it. */
export function topicStatements(place: Place, topicArn: string): Statement[] {
  return [
    {
      sid: 'BudgetsPublish',
      actions: ['sns:Publish'],
      resources: [topicArn],
      principals: BUDGETS,
      conditions: ofOurs(place),
    },
  ];
}

/** Key policy: the account administers it, AWS Budgets encrypts what it publishes. */
export function topicKeyStatements(place: Place): Statement[] {
  const { account, partition = 'aws' } = place;
  return [
    {
      sid: 'AccountAdministers',
      actions: ['kms:*'],
      resources: ['*'],
      principals: [{ type: 'AWS', identifiers: [`arn:${partition}:iam::${account}:root`] }],
      reason: 'a key policy speaks of its own key; without this, IAM policies of the account could not administer it',
    },
    {
      sid: 'BudgetsEncrypt',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      principals: BUDGETS,
      conditions: ofOurs(place),
      reason: 'a key policy speaks of its own key',
    },
  ];
}
