import type { Chart } from 'cdk8s';
import { collectMonitoring } from '../../../src/kit/collect';
import type { Context } from '../../../src/kit/contract';
import { callers } from '../../../src/kit/kubernetes';
import { toYaml } from '../../../src/kit/yaml';
import { awsApiFlow, PRIORITY, STORAGE_CLASS } from '../../1-bootstrapping';
import { configuredClients } from '../monitoring/clients';
import { prometheusPods } from '../prometheus/names';
import type { AlertmanagerConfig } from './config';
import { alertmanagerConfiguration } from './configuration';
import { Alertmanager } from './members.k8s';
import { ALERTMANAGER } from './names';
import { receiverPorts, receiverSecrets } from './receivers';
import { TEMPLATES } from './templates';

/** Maps the platform to the construct. */
export function build(chart: Chart, context: Context<AlertmanagerConfig>): void {
  const { config, catalog, platform } = context;
  const collected = collectMonitoring(context);
  new Alertmanager(chart, 'alertmanager', {
    namespace: ALERTMANAGER.namespace,
    image: context.image('alertmanager'),
    version: catalog.images.alertmanager?.tag,
    cluster: platform.name,
    configuration: toYaml(alertmanagerConfiguration(config, collected.inhibitions)),
    templates: TEMPLATES,
    replicas: config.replicas,
    cpu: config.cpu,
    memoryMiB: config.memoryMiB,
    storageClass: STORAGE_CLASS.standard,
    priorityClass: PRIORITY.critical,
    externalUrl: config.externalUrl,
    secrets: receiverSecrets(config),
    clients: callers([prometheusPods, ...collected.alerts, ...configuredClients(config)]),
    // Receivers are addresses outside the cluster; which, only their Secrets say.
    egress: [{ ...awsApiFlow(context), ports: receiverPorts(config) }],
  });
}
