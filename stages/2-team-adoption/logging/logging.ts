import { type ConfigFault, type Context, component } from '../../../src/kit/contract';
import { runbookBase } from '../prometheus/rule-file';
import { type LogStore, STORES } from './choices';
import { type LoggingConfig, loggingConfig } from './config';

/** Holds the store, its user interface and what sets them up. */
export const LOGGING_NAMESPACE = 'logging';
/** Holds the collectors: they read the nodes' files, which no restricted namespace allows. */
export const COLLECTION_NAMESPACE = 'log-collection';

/** The ground logging stands on: its namespaces, and what every part of it has to agree on. */
export const logging = component<LoggingConfig>({
  name: 'logging',
  title: 'Logging',
  summary: 'Namespaces, retention and tenants that the collector and the store share',
  config: { key: 'logging', schema: loggingConfig },
  optional: true,
  check: ({ config }) => [...retentionFaults(config), ...tenantFaults(config)],
  monitoring: ({ platform }) => ({
    dashboards: async () => [(await import('./dashboard')).loggingDashboard(runbookBase(platform.repository))],
  }),
  k8s: { layer: 'controllers', load: async () => (await import('./logging.k8s')).buildLogging },
});

/** The store and the pods that write to it, as the configuration chooses them. */
export function storeOf({ store }: LoggingConfig): LogStore {
  return STORES[store];
}

/** Data streams the logs go to: the platform's, and one a tenant. */
export function streams({ tenants, retention }: LoggingConfig): readonly LogStream[] {
  const own = Object.entries(tenants).map(([name, tenant]) => ({
    name,
    namespaces: tenant.namespaces,
    deleteAfterDays: tenant.deleteAfterDays ?? retention.deleteAfterDays,
  }));
  return [{ name: 'default', namespaces: [], deleteAfterDays: retention.deleteAfterDays }, ...own];
}

/** Faults of a collector whose store is switched off. */
export function storeFaults({ contextOf, has }: Context): ConfigFault[] {
  const { name, title } = storeOf(contextOf(logging).config);
  if (has(name)) return [];
  return [
    {
      path: `/${name}.enabled`,
      what: `switches ${title} off, which the collector of logs writes to`,
      allowed: 'true, as long as logs are collected',
      next: `remove ${name}.enabled, or switch the collector off as well`,
    },
  ];
}

/** One data stream, `logs-kubernetes-<name>`. */
export interface LogStream {
  readonly name: string;
  /** Namespaces whose logs go there; empty for everything else. */
  readonly namespaces: readonly string[];
  readonly deleteAfterDays: number;
}

function retentionFaults({ retention }: LoggingConfig): ConfigFault[] {
  if (retention.warmAfterDays < retention.deleteAfterDays) return [];
  return [
    {
      path: 'retention.warmAfterDays',
      what: `logs would be deleted after ${retention.deleteAfterDays} days, before they become warm after ${retention.warmAfterDays}`,
      next: 'make deleteAfterDays the larger of the two',
    },
  ];
}

function tenantFaults({ tenants }: LoggingConfig): ConfigFault[] {
  const owner = new Map<string, string>();
  const faults: ConfigFault[] = [];
  for (const [name, { namespaces }] of Object.entries(tenants)) {
    if (name === 'default')
      faults.push({
        path: 'tenants.default',
        what: 'default is the stream of everything no tenant has',
        next: 'choose another name',
      });
    for (const namespace of namespaces) {
      const other = owner.get(namespace);
      if (other && other !== name) {
        faults.push({
          path: `tenants.${name}.namespaces`,
          what: `the logs of ${namespace} already go to tenant ${other}`,
          next: 'name it once',
        });
      }
      owner.set(namespace, name);
    }
  }
  return faults;
}
