import { collectMonitoring, type From } from '../../../src/kit/collect';
import type { Context } from '../../../src/kit/contract';
import type { ScrapeTarget } from '../../../src/kit/monitoring';
import type { PrometheusConfig } from './config';
import { annotatedJobs } from './jobs-annotated';
import { clusterJobs } from './jobs-cluster';
import { declaredJob } from './jobs-declared';
import { nodeJobs } from './jobs-nodes';
import type { ScrapeConfig } from './scrape-config';

/** Every scrape job of a configuration: the cluster's own, those of the annotations, and what components declared. */
export function scrapeJobs(config: PrometheusConfig, targets: readonly From<ScrapeTarget>[]): ScrapeConfig[] {
  return [
    ...clusterJobs(config),
    ...nodeJobs(config),
    ...(config.annotations.enabled ? annotatedJobs(config.annotations) : []),
    ...targets.map((target) => declaredJob(target, config.maxNodes)),
  ];
}

/** Jobs of a platform. */
export function jobsOf(context: Context<PrometheusConfig>): ScrapeConfig[] {
  return scrapeJobs(context.config, collectMonitoring(context).scrapes);
}
