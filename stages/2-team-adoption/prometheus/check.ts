import type { ConfigFault, Context } from '../../../src/kit/contract';
import { budgetedSeries, memoryFor, seriesCapacity } from './budget';
import type { PrometheusConfig } from './config';
import { jobsOf } from './jobs';

/** What no schema can say of a Prometheus configuration. */
export function checkPrometheus(context: Context<PrometheusConfig>): ConfigFault[] {
  return [
    ...memoryFault(context),
    ...teamFaults(context),
    ...remoteWriteFaults(context.config),
    ...workspaceFault(context.config),
  ];
}

function memoryFault(context: Context<PrometheusConfig>): ConfigFault[] {
  const { memoryGiB } = context.config;
  if (memoryGiB === undefined) return [];
  const jobs = jobsOf(context);
  const series = budgetedSeries(jobs);
  if (series <= seriesCapacity(memoryGiB)) return [];
  const needed = memoryFor(jobs);
  return [
    {
      path: 'memoryGiB',
      what: `${memoryGiB} GiB hold ${seriesCapacity(memoryGiB)} series, the scrape jobs may bring ${series}`,
      allowed: `${needed} or more`,
      next: 'raise it, leave it out, or lower maxNodes or the annotation limits',
    },
  ];
}

function teamFaults({ config, platform: { teams } }: Context<PrometheusConfig>): ConfigFault[] {
  return Object.entries(config.namespaceTeams)
    .filter(([, team]) => !(team in teams))
    .map(([namespace, team]) => ({
      path: `namespaceTeams.${namespace}`,
      what: `there is no team ${team}`,
      allowed: Object.keys(teams).join(', '),
      next: 'add it to teams, or name another',
    }));
}

function remoteWriteFaults({ remoteWrite }: PrometheusConfig): ConfigFault[] {
  return remoteWrite.flatMap(({ name, basicAuth, bearerToken }, index) => {
    const faults: ConfigFault[] = [];
    if (remoteWrite.findIndex((other) => other.name === name) < index)
      faults.push({ path: `remoteWrite.${index}.name`, what: `endpoint ${name} is there twice`, next: 'rename one' });
    if (basicAuth && bearerToken)
      faults.push({
        path: `remoteWrite.${index}.bearerToken`,
        what: 'an endpoint takes basicAuth or bearerToken, not both',
        next: 'remove one',
      });
    return faults;
  });
}

function workspaceFault({ amazonManagedPrometheus: { enabled, workspaceId } }: PrometheusConfig): ConfigFault[] {
  if (enabled || workspaceId === undefined) return [];
  return [
    {
      path: 'amazonManagedPrometheus.workspaceId',
      what: 'a workspace is named, but Amazon Managed Prometheus is switched off',
      next: 'set amazonManagedPrometheus.enabled to true, or remove workspaceId',
    },
  ];
}
