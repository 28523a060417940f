import type { ScrapeConfig } from './scrape-config';

/**
 * Memory a series costs while it is in the head, with churn, index, chunks and queries: 7.5 KiB, the middle of the 7 to 9 KiB of
 * https://prometheus-alert-generator.com/blog/sizing-prometheus-deployment. The lower bound is 2 GiB a million series for
 * cardinality alone: https://www.robustperception.io/how-much-ram-does-prometheus-2-x-need-for-cardinality-and-ingestion/
 */
export const BYTES_PER_SERIES = 7680;
/** Part of the container's memory the Go runtime may use: the default of --auto-gomemlimit.ratio. */
const USABLE_MEMORY = 0.9;
/** What recording rules and ALERTS add to the scraped series. */
const RULES_SHARE = 0.05;
const GIB = 1024 ** 3;
/** Memory grows in steps, so that a new target of a few series does not restart the servers. */
const STEP_GIB = 2;

export interface JobBudget {
  readonly job: string;
  readonly targets: number;
  readonly samplesPerTarget: number;
  readonly series: number;
}

/** Most series each job can bring: what Prometheus enforces, not what is expected. */
export function cardinalityBudget(jobs: readonly ScrapeConfig[]): JobBudget[] {
  return jobs.map(({ job_name, sample_limit, target_limit }) => ({
    job: job_name,
    targets: target_limit,
    samplesPerTarget: sample_limit,
    series: sample_limit * target_limit,
  }));
}

/** Series the head holds at most, scraped and recorded. */
export function budgetedSeries(jobs: readonly ScrapeConfig[]): number {
  const scraped = cardinalityBudget(jobs).reduce((sum, { series }) => sum + series, 0);
  return Math.ceil(scraped * (1 + RULES_SHARE));
}

/** Series a server of that memory can hold. */
export function seriesCapacity(memoryGiB: number): number {
  return Math.floor((memoryGiB * GIB * USABLE_MEMORY) / BYTES_PER_SERIES);
}

/** Memory the budget needs, in whole steps. */
export function memoryFor(jobs: readonly ScrapeConfig[]): number {
  const exact = (budgetedSeries(jobs) * BYTES_PER_SERIES) / USABLE_MEMORY / GIB;
  return Math.ceil(exact / STEP_GIB) * STEP_GIB;
}
