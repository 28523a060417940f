import { catalog } from '../../../src/catalog';
import { resolve } from '../../../src/config';
import { ladder } from '../../../stages';
import { budget } from '../../../stages/1-bootstrapping';
import { face } from '../../support/synth';

async function cluster(raw: Record<string, unknown>): Promise<any> {
  return face([budget], 'cluster', { budget: raw });
}

test('without an amount there is no budget', async () => {
  expect(resolve(ladder, {}, catalog).contextOf(budget).config).toEqual({
    emails: [],
    scope: 'account',
    actualPercent: 80,
    forecastPercent: 100,
  });
  const { resource } = await cluster({});
  expect(resource.aws_budgets_budget).toBeUndefined();
  expect(resource.aws_sns_topic?.budget).toBeUndefined();
});

test('an amount is watched, spent and forecast, and an encrypted topic is told', async () => {
  const { resource, data, output } = await cluster({ monthlyUsd: 1500 });
  expect(resource.aws_budgets_budget.monthly).toEqual({
    budget_type: 'COST',
    depends_on: ['aws_sns_topic_policy.budget'],
    limit_amount: '1500',
    limit_unit: 'USD',
    name: 'demo-monthly',
    notification: [
      {
        comparison_operator: 'GREATER_THAN',
        notification_type: 'ACTUAL',
        subscriber_sns_topic_arns: ['${aws_sns_topic.budget.arn}'],
        threshold: 80,
        threshold_type: 'PERCENTAGE',
      },
      {
        comparison_operator: 'GREATER_THAN',
        notification_type: 'FORECASTED',
        subscriber_sns_topic_arns: ['${aws_sns_topic.budget.arn}'],
        threshold: 100,
        threshold_type: 'PERCENTAGE',
      },
    ],
    time_unit: 'MONTHLY',
  });
  expect(resource.aws_sns_topic.budget.kms_master_key_id).toBe('${aws_kms_key.budget.arn}');
  expect(resource.aws_kms_key.budget.enable_key_rotation).toBe(true);
  const ours = [
    { test: 'StringEquals', values: ['111122223333'], variable: 'aws:SourceAccount' },
    { test: 'ArnLike', values: ['arn:aws:budgets::111122223333:*'], variable: 'aws:SourceArn' },
  ];
  expect(data.aws_iam_policy_document.budget_topic.statement[0]).toMatchObject({
    actions: ['sns:Publish'],
    condition: ours,
    principals: [{ identifiers: ['budgets.amazonaws.com'], type: 'Service' }],
  });
  expect(data.aws_iam_policy_document.budget_key.statement[1].condition).toEqual(ours);
  expect(output.budget_topic_arn.value).toBe('${aws_sns_topic.budget.arn}');
});

test('thresholds, addresses and the tag of the cluster', async () => {
  const { resource } = await cluster({
    monthlyUsd: 99.5,
    emails: ['ops@acme.io'],
    scope: 'cluster',
    actualPercent: 50,
    forecastPercent: 120,
  });
  const { notification, cost_filter: filter, limit_amount: limit } = resource.aws_budgets_budget.monthly;
  expect(limit).toBe('99.5');
  expect(filter).toEqual([{ name: 'TagKeyValue', values: ['user:stagecraft:cluster$demo'] }]);
  expect(notification.map(({ threshold }: any) => threshold)).toEqual([50, 120]);
  expect(notification[0].subscriber_email_addresses).toEqual(['ops@acme.io']);
});

test('a topic of the team needs no key of ours', async () => {
  const topicArn = 'arn:aws:sns:us-east-1:111122223333:costs';
  const { resource } = await cluster({ monthlyUsd: 10, topicArn });
  expect(resource.aws_budgets_budget.monthly.notification[0].subscriber_sns_topic_arns).toEqual([topicArn]);
  expect(resource.aws_kms_key).toBeUndefined();
});

test('somebody to tell without an amount is a fault', () => {
  expect(() => resolve(ladder, { budget: { emails: ['ops@acme.io'] } }, catalog)).toThrow(
    [
      'budget.monthlyUsd: there is somebody to tell, but no amount to watch',
      '  allowed: an amount of US dollars a month above 0',
      '  next:    give budget.monthlyUsd, or take budget.emails and budget.topicArn out',
    ].join('\n'),
  );
});

test.each([
  [{ monthlyUsd: 0 }, 'budget.monthlyUsd'],
  [{ monthlyUsd: 10, emails: ['ops'] }, 'budget.emails.0'],
  [{ monthlyUsd: 10, topicArn: 'costs' }, 'budget.topicArn'],
  [{ monthlyUsd: 10, scope: 'team' }, 'budget.scope'],
  [{ monthlyUsd: 10, actualPercent: 0 }, 'budget.actualPercent'],
])('%j is refused', (raw, where) => {
  expect(() => resolve(ladder, { budget: raw }, catalog)).toThrow(
    expect.objectContaining({ faults: [expect.objectContaining({ where })] }),
  );
});
