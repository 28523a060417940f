import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { type ITerraformDependable, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { policyDocument, type Stack } from '../../../src/kit/terraform';
import type { BudgetConfig } from './config';
import { type Place, topicKeyStatements, topicStatements } from './policies';

export interface BudgetAwsProps extends Place {
  /** Name of the cluster. */
  readonly name: string;
  /** USD a month. */
  readonly monthlyUsd: number;
  /** Told directly, at most ten. @default - nobody */
  readonly emails?: readonly string[];
  /** Topic that is told. @default - a new, encrypted one */
  readonly topicArn?: string;
  /** Count the whole account or what carries the cluster's tag. @default 'account' */
  readonly scope?: 'account' | 'cluster';
  /** Percent spent at which it tells. @default 80 */
  readonly actualPercent?: number;
  /** Percent forecast at which it tells. @default 100 */
  readonly forecastPercent?: number;
}

/** A monthly budget that tells people and a topic; it stops nothing. */
export class BudgetAws extends Construct {
  readonly topicArn: string;
  readonly budget: BudgetsBudget;

  constructor(scope: Construct, id: string, props: BudgetAwsProps) {
    super(scope, id);
    const made = props.topicArn ? { arn: props.topicArn, dependsOn: [] } : this.topic(props);
    this.topicArn = made.arn;
    const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      comparisonOperator: 'GREATER_THAN',
      notificationType,
      threshold,
      thresholdType: 'PERCENTAGE',
      subscriberEmailAddresses: props.emails?.length ? [...props.emails] : undefined,
      subscriberSnsTopicArns: [made.arn],
    });
    this.budget = new BudgetsBudget(this, 'budget:monthly', {
      name: `${props.name}-monthly`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(props.monthlyUsd),
      limitUnit: 'USD',
      costFilter:
        props.scope === 'cluster'
          ? [{ name: 'TagKeyValue', values: [`user:stagecraft:cluster$${props.name}`] }]
          : undefined,
      notification: [notify('ACTUAL', props.actualPercent ?? 80), notify('FORECASTED', props.forecastPercent ?? 100)],
      dependsOn: made.dependsOn,
    });
  }

  private topic(props: BudgetAwsProps): { arn: string; dependsOn: ITerraformDependable[] } {
    // The key AWS keeps for SNS lets no other service publish, so the topic has one of its own.
    const key = new KmsKey(this, 'key:budget', {
      description: `Budget notices of ${props.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument(this, 'document:budget-key', topicKeyStatements(props)).json,
    });
    new KmsAlias(this, 'alias:budget', { name: `alias/${props.name}-budget`, targetKeyId: key.keyId });
    const topic = new SnsTopic(this, 'topic:budget', { name: `${props.name}-budget`, kmsMasterKeyId: key.arn });
    const policy = new SnsTopicPolicy(this, 'policy:budget', {
      arn: topic.arn,
      policy: policyDocument(this, 'document:budget-topic', topicStatements(props, topic.arn)).json,
    });
    return { arn: topic.arn, dependsOn: [policy] };
  }
}

/** Builds the budget in stack `cluster`. */
export function build(stack: Stack, { platform, config }: Context<BudgetConfig>): void {
  const { monthlyUsd, ...choices } = config;
  if (monthlyUsd === undefined) return;
  const { name, account, partition } = platform;
  const { topicArn } = new BudgetAws(stack, 'budget', { ...choices, name, account, partition, monthlyUsd });
  new TerraformOutput(stack, 'output:budget_topic_arn', { value: topicArn, description: 'Topic the budget tells' });
}
