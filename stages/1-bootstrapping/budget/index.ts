export { budget } from './budget';
export type { BudgetConfig } from './config';
