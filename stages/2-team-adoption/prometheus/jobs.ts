import { collectMonitoring, type From } from '../../../src/kit/collect';
import type { Context } from '../../../src/kit/contract';
import type { ScrapeTarget } from '../../../src/kit/monitoring';
import { cluster } from '../../1-bootstrapping';
import type { PrometheusConfig } from './config';
import { annotatedJobs } from './jobs-annotated';
import { clusterJobs } from './jobs-cluster';
import { declaredJob } from './jobs-declared';
import { nodeJobs } from './jobs-nodes';
import type { ScrapeConfig } from './scrape-config';

/** Every scrape job of a configuration: the cluster's own, those of the annotations, and what components declared. */
export function scrapeJobs(context: Context<PrometheusConfig>, targets: readonly From<ScrapeTarget>[]): ScrapeConfig[] {
  const { config } = context;
  const asPods = systemRunsAsPods(context);
  return [
    ...clusterJobs({ ...config, dnsPods: asPods }),
    ...nodeJobs({ ...config, vpcCni: asPods }),
    ...(config.annotations.enabled ? annotatedJobs(config.annotations) : []),
    ...targets.map((target) => declaredJob(target, config.maxNodes)),
  ];
}

/** Jobs of a platform. */
export function jobsOf(context: Context<PrometheusConfig>): ScrapeConfig[] {
  return scrapeJobs(context, collectMonitoring(context).scrapes);
}

/** Whether DNS and the network plugin are pods one can scrape; in EKS Auto Mode both are part of each node. */
export function systemRunsAsPods(context: Context): boolean {
  return context.configOf(cluster)?.compute.type !== 'auto';
}
