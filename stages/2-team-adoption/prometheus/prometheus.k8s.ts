import type { Chart } from 'cdk8s';
import { type CollectedMonitoring, collectMonitoring } from '../../../src/kit/collect';
import type { Context } from '../../../src/kit/contract';
import { callers } from '../../../src/kit/kubernetes';
import { toYaml } from '../../../src/kit/yaml';
import { PRIORITY, STORAGE_CLASS } from '../../1-bootstrapping';
import { ALERTMANAGER } from '../alertmanager/names';
import { configuredClients } from '../monitoring/clients';
import { memoryFor } from './budget';
import type { PrometheusConfig } from './config';
import { prometheusConfiguration } from './configuration';
import { prometheusEgress } from './flows.k8s';
import { scrapeJobs } from './jobs';
import { PROMETHEUS } from './names';
import { remoteWrite, remoteWriteSecrets } from './remote-write';
import { ruleFile, runbookBase } from './rule-file';
import type { ScrapeConfig } from './scrape-config';
import { Prometheus } from './server.k8s';

/** Maps the platform to the construct. */
export function build(chart: Chart, context: Context<PrometheusConfig>): void {
  const { config, catalog } = context;
  const collected = collectMonitoring(context);
  const jobs = scrapeJobs(context, collected.scrapes);
  new Prometheus(chart, 'prometheus', {
    namespace: PROMETHEUS.namespace,
    image: context.image('prometheus'),
    version: catalog.images.prometheus?.tag,
    replicas: config.replicas,
    cpu: config.cpu,
    memoryGiB: config.memoryGiB ?? memoryFor(jobs),
    volumeGiB: config.volumeGiB,
    storageClass: STORAGE_CLASS.standard,
    priorityClass: PRIORITY.critical,
    externalUrl: config.externalUrl,
    configuration: toYaml(configurationOf(context, jobs, collected)),
    rules: ruleFiles(context, collected),
    secrets: secretsOf(config, collected),
    clients: callers([...collected.queries, ...configuredClients(config)]),
    egress: prometheusEgress(context, collected.scrapes),
    discoverEverywhere: config.annotations.enabled,
    controlPlane: config.controlPlane,
  });
}

function configurationOf(
  { config, platform }: Context<PrometheusConfig>,
  jobs: readonly ScrapeConfig[],
  { namespaceTeams }: CollectedMonitoring,
) {
  const { enabled, workspaceId } = config.amazonManagedPrometheus;
  const workspace = enabled && workspaceId !== undefined ? { id: workspaceId } : undefined;
  const domain = platform.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return prometheusConfiguration({
    ...config,
    cluster: platform.name,
    // What the team says itself wins.
    namespaceTeams: { ...namespaceTeams, ...config.namespaceTeams },
    alertmanagers: {
      namespace: ALERTMANAGER.namespace,
      service: ALERTMANAGER.members,
      port: ALERTMANAGER.portName,
    },
    jobs,
    remoteWrite: remoteWrite({
      endpoints: config.remoteWrite,
      ...(workspace ? { workspace: { ...workspace, region: platform.region, domain } } : {}),
    }),
  });
}

/** One file a component: who reads a rule sees whose it is. */
function ruleFiles({ platform }: Context, { rules }: CollectedMonitoring): Record<string, string> {
  const runbooks = runbookBase(platform.repository);
  const owners = [...new Set(rules.map(({ component }) => component))];
  return Object.fromEntries(
    owners.map((owner) => {
      const groups = rules.filter(({ component }) => component === owner);
      return [`${owner}.yml`, toYaml(ruleFile(groups, runbooks))];
    }),
  );
}

function secretsOf({ remoteWrite: endpoints }: PrometheusConfig, { scrapes }: CollectedMonitoring): string[] {
  const names = [...remoteWriteSecrets(endpoints), ...scrapes.flatMap(({ secrets = [] }) => secrets)];
  return [...new Set(names)].sort();
}
