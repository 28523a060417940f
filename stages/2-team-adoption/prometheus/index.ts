export { BYTES_PER_SERIES, budgetedSeries, cardinalityBudget, type JobBudget, seriesCapacity } from './budget';
export { type PrometheusConfig, prometheusConfig } from './config';
export { jobsOf } from './jobs';
export { SCRAPE_LABEL, SCRAPE_LABEL_VALUE } from './jobs-annotated';
export { PROMETHEUS, prometheusPods } from './names';
export { prometheus } from './prometheus';
export { type RuleFile, ruleFile, runbookBase } from './rule-file';
