import { type ConfigFault, component } from '../../../src/kit/contract';
import { type BudgetConfig, budgetSchema } from './config';

/** Tells when a month costs more than it should. */
export const budget = component<BudgetConfig>({
  name: 'budget',
  title: 'Budget',
  summary: 'An alarm on what a month costs, spent and forecast',
  config: { key: 'budget', schema: budgetSchema },
  check: ({ config }) => checkBudget(config),
  aws: {
    stack: 'cluster',
    when: ({ config }) => config.monthlyUsd !== undefined,
    load: async () => (await import('./budget.aws')).build,
  },
});

function checkBudget({ monthlyUsd, emails, topicArn }: BudgetConfig): ConfigFault[] {
  if (monthlyUsd !== undefined || (emails.length === 0 && topicArn === undefined)) return [];
  return [
    {
      path: 'monthlyUsd',
      what: 'there is somebody to tell, but no amount to watch',
      allowed: 'an amount of US dollars a month above 0',
      next: 'give budget.monthlyUsd, or take budget.emails and budget.topicArn out',
    },
  ];
}
