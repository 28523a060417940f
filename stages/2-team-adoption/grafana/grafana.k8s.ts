import type { Chart } from 'cdk8s';
import { collectMonitoring } from '../../../src/kit/collect';
import type { Context } from '../../../src/kit/contract';
import { callers, type Flow, pods } from '../../../src/kit/kubernetes';
import type { Datasource } from '../../../src/kit/monitoring';
import { toYaml } from '../../../src/kit/yaml';
import { awsApiFlow, PRIORITY, STORAGE_CLASS } from '../../1-bootstrapping';
import { configuredClients } from '../monitoring/clients';
import { replicasOf } from './check';
import type { GrafanaConfig } from './config';
import { GRAFANA } from './names';
import { dashboardFile, datasourceFile } from './provisioning';
import { Grafana } from './server.k8s';
import { grafanaSettings, settingsSecrets, toIni } from './settings';

/** Maps the platform to the construct. */
export async function build(chart: Chart, context: Context<GrafanaConfig>): Promise<void> {
  const { config, catalog } = context;
  const collected = collectMonitoring(context);
  const { datasources } = collected;
  const dashboards = await collected.dashboards();
  new Grafana(chart, 'grafana', {
    namespace: GRAFANA.namespace,
    image: context.image('grafana'),
    version: catalog.images.grafana?.tag,
    settings: toIni(grafanaSettings(config)),
    datasources: toYaml(datasourceFile(datasources)),
    providers: toYaml(dashboardFile(dashboards)),
    dashboards,
    replicas: replicasOf(config),
    cpu: config.cpu,
    memoryMiB: config.memoryMiB,
    volumeGiB: config.storage.type === 'volume' ? config.storage.sizeGiB : undefined,
    storageClass: STORAGE_CLASS.standard,
    makeCredentials: config.credentials === undefined,
    priorityClass: PRIORITY.standard,
    secrets: [...settingsSecrets(config), ...datasources.flatMap(({ secrets = [] }) => secrets)],
    clients: callers([...configuredClients(config), ...collected.views]),
    egress: egress(context, datasources),
  });
}

function egress(context: Context<GrafanaConfig>, datasources: readonly Datasource[]): Flow[] {
  const { storage, singleSignOn } = context.config;
  return [
    ...datasources.map(({ pods: { namespace, podLabels }, port }) => ({
      peers: [pods(namespace, podLabels)],
      ports: [port],
    })),
    ...(storage.type === 'database'
      ? [{ peers: storage.cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [storage.port] }]
      : []),
    // The identity provider is an address outside the cluster, which one only its name says.
    ...(singleSignOn ? [{ ...awsApiFlow(context), ports: providerPorts(singleSignOn) }] : []),
  ];
}

/** Where Grafana itself calls the provider; the first address is opened by the browser. */
function providerPorts({ tokenUrl, apiUrl }: NonNullable<GrafanaConfig['singleSignOn']>): number[] {
  return [...new Set([tokenUrl, apiUrl].map((url) => Number(new URL(url).port || 443)))].sort((a, b) => a - b);
}
