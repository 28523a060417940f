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
  monitoring: ({ platform, config }) => ({
    dashboards: async () => [
      (await import('./dashboard')).loggingDashboard(
        runbookBase(platform.repository),
        storeOf(config),
        config.collector,
      ),
    ],
  }),
  k8s: { layer: 'controllers', load: async () => (await import('./logging.k8s')).buildLogging },
});

/** The store and the pods that write to it, as the configuration chooses them. */
export function storeOf({ store }: LoggingConfig): LogStore {
  return STORES[store];
}

/** Names of everything about logs in the store begin so. */
const PREFIX = 'logs-kubernetes';
/** Days a namespace's own stream keeps one index at least: there are many of them, and an index costs the same empty or full. */
const NAMESPACE_ROLLOVER_DAYS = 7;

/** Streams the logs go to: the platform's, one a tenant, and where it is asked for one of each namespace no tenant has. */
export function streams({ tenants, retention, streamPer }: LoggingConfig): readonly LogStream[] {
  const { rolloverDays, deleteAfterDays } = retention;
  const stream = (name: string, namespaces: readonly string[], days = deleteAfterDays): LogStream => ({
    name,
    index: `${PREFIX}-${name}`,
    lifecycle: `${PREFIX}-${name}`,
    namespaces,
    rolloverDays,
    deleteAfterDays: days,
  });
  return [
    stream('default', []),
    ...Object.entries(tenants).map(([name, tenant]) => stream(name, tenant.namespaces, tenant.deleteAfterDays)),
    // No tenant's name holds a hyphen, so neither the name nor what the pattern covers can be a tenant's.
    ...(streamPer === 'namespace'
      ? [
          {
            ...stream('per-namespace', []),
            index: `${PREFIX}-ns-*`,
            rolloverDays: Math.max(rolloverDays, NAMESPACE_ROLLOVER_DAYS),
          },
        ]
      : []),
  ];
}

/** Which data stream a record goes to, for collectors. */
export function routes(of: readonly LogStream[]): LogRoutes {
  const perNamespace = of.find(({ index }) => index.endsWith('*'));
  return {
    byNamespace: Object.fromEntries(of.flatMap(({ namespaces, index }) => namespaces.map((name) => [name, index]))),
    ...(perNamespace ? { prefix: perNamespace.index.slice(0, -1) } : {}),
    otherwise: `${PREFIX}-default`,
  };
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

/** One data stream, or with a pattern as its index those of many namespaces. */
export interface LogStream {
  /** `default`, the name of a tenant, or `per-namespace`. */
  readonly name: string;
  /** Name of the data stream; for `per-namespace` a pattern that ends in `*` and covers them. */
  readonly index: string;
  /** Name of its lifecycle and its index template in the store. */
  readonly lifecycle: string;
  /** Namespaces whose logs go there by name; empty for `default` and `per-namespace`. */
  readonly namespaces: readonly string[];
  /** Days after which it starts a new index. */
  readonly rolloverDays: number;
  /** Days after that at which an index is deleted. */
  readonly deleteAfterDays: number;
}

/** Where a record goes, by the namespace of its pod. */
export interface LogRoutes {
  /** Data stream by namespace. */
  readonly byNamespace: Readonly<Record<string, string>>;
  /** What the name of any other namespace is put behind. @default - those records go to `otherwise` as well */
  readonly prefix?: string;
  /** Data stream of what no rule has, and of records that carry no namespace. */
  readonly otherwise: string;
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

/** Streams that are there anyway. */
const RESERVED: Readonly<Record<string, string>> = {
  default: 'the stream of everything no tenant has',
  rejected: 'the stream of what the store refused',
};

function tenantFaults({ tenants }: LoggingConfig): ConfigFault[] {
  const owner = new Map<string, string>();
  const faults: ConfigFault[] = [];
  for (const [name, { namespaces }] of Object.entries(tenants)) {
    const taken = RESERVED[name];
    if (taken) faults.push({ path: `tenants.${name}`, what: `${name} is ${taken}`, next: 'choose another name' });
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
