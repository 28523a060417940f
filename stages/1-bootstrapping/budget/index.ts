export { budget } from './budget';
export { BudgetAws, type BudgetAwsProps } from './budget.aws';
export type { BudgetConfig } from './config';
