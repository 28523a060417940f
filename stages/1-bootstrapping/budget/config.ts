import { z } from 'zod';

/** Keys below `budget`. */
export const budgetSchema = z.strictObject({
  monthlyUsd: z
    .number()
    .positive()
    .max(100_000_000)
    .optional()
    .meta({ allowed: 'an amount of US dollars a month above 0' })
    .describe(
      'Amount in USD a month that is watched. Default: none, then there is no budget: stagecraft cannot know what is right. A budget stops nothing, it only tells. Can change at any time.',
    ),
  emails: z
    .array(z.email())
    .max(10)
    .default([])
    .describe('Addresses told directly, at most ten. Default: none. Can change at any time.'),
  topicArn: z
    .string()
    .regex(/^arn:aws(?:-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/)
    .meta({ allowed: 'the ARN of an SNS topic that budgets.amazonaws.com may publish to' })
    .optional()
    .describe(
      'SNS topic of yours that is told. Default: a new one, encrypted with a key of its own (1 USD a month, aws.amazon.com/kms/pricing), for chat tools to subscribe to. Can change at any time.',
    ),
  scope: z
    .enum(['account', 'cluster'])
    .default('account')
    .describe(
      'What is counted. account: everything the account costs. cluster: what carries the tag stagecraft:cluster; somebody has to activate it as a cost allocation tag in the billing console first, else the budget stays at zero. Default: account. Can change at any time.',
    ),
  actualPercent: z
    .number()
    .min(1)
    .max(1000)
    .default(80)
    .describe('Percent of the amount spent at which it tells. Default: 80. Can change at any time.'),
  forecastPercent: z
    .number()
    .min(1)
    .max(1000)
    .default(100)
    .describe(
      "Percent of the amount at which AWS's forecast of the month tells; a forecast needs about five weeks of history. Default: 100. Can change at any time.",
    ),
});

export type BudgetConfig = z.infer<typeof budgetSchema>;
