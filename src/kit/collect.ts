import type { Component, Context } from './contract';
import type {
  Caller,
  Dashboard,
  Datasource,
  Inhibition,
  Monitoring,
  RuleGroup,
  Runbook,
  ScrapeTarget,
} from './monitoring';

/** What a component said, with who said it. */
export type From<T> = T & { readonly component: string };

/** The monitoring of every component that is there, in ladder order. */
export interface CollectedMonitoring {
  readonly scrapes: readonly From<ScrapeTarget>[];
  readonly rules: readonly From<RuleGroup>[];
  readonly runbooks: readonly From<Runbook>[];
  readonly datasources: readonly From<Datasource>[];
  /** Who queries Prometheus. */
  readonly queries: readonly From<Caller>[];
  /** Who talks to Alertmanager. */
  readonly alerts: readonly From<Caller>[];
  /** Through whom people open Grafana. */
  readonly views: readonly From<Caller>[];
  /** Team by namespace. */
  readonly namespaceTeams: Readonly<Record<string, string>>;
  /** Through whom people open the search in the logs. */
  readonly searches: readonly From<Caller>[];
  readonly inhibitions: readonly From<Inhibition>[];
  readonly dashboards: () => Promise<readonly From<Dashboard>[]>;
}

/**
 * Gathers scrape targets, rules, runbooks and dashboards of every component of every stage in force: a component says
 * how it is watched beside itself, and no monitoring file changes for it.
 *
 * @throws Error when two scrape targets, rule groups, runbooks or dashboards share a name: a mistake of ours, never of a user
 */
export function collectMonitoring(context: Context): CollectedMonitoring {
  const { components, platform } = context;
  const known = collections.get(components);
  if (known?.platform === platform) return known.collected;
  const collected = collect(context);
  collections.set(components, { platform, collected });
  return collected;
}

/** Prometheus, Alertmanager, Grafana and the runbooks ask for the same; every resolved configuration has a list of its own. */
const collections = new WeakMap<object, { readonly platform: object; readonly collected: CollectedMonitoring }>();

function collect(context: Context): CollectedMonitoring {
  const said = context.components.flatMap((c: Component) => {
    const monitoring = c.monitoring?.(context.contextOf(c));
    return monitoring ? [{ component: c.name, monitoring }] : [];
  });
  const all = <T>(of: (m: (typeof said)[number]['monitoring']) => readonly T[] | undefined): From<T>[] =>
    said.flatMap(({ component, monitoring }) => (of(monitoring) ?? []).map((one) => ({ ...one, component })));
  return {
    scrapes: unique(
      'scrape job',
      (t) => t.job,
      all((m) => m.scrapes),
    ),
    rules: unique(
      'rule group',
      (g) => g.name,
      all((m) => m.rules),
    ),
    runbooks: unique(
      'runbook',
      (r) => r.alert,
      all((m) => m.runbooks),
    ),
    datasources: unique(
      'data source',
      (d) => d.uid,
      all((m) => m.datasources),
    ),
    queries: all((m) => m.queries),
    alerts: all((m) => m.alerts),
    views: all((m) => m.views),
    namespaceTeams: namespaceTeams(said),
    searches: all((m) => m.searches),
    inhibitions: known(
      all((m) => m.inhibitions),
      all((m) => m.rules),
    ),
    dashboards: async () => {
      const loaded = await Promise.all(
        said.map(async ({ component, monitoring }) =>
          ((await monitoring.dashboards?.()) ?? []).map((one) => ({ ...one, component })),
        ),
      );
      return unique('dashboard', (d) => d.uid, loaded.flat());
    },
  };
}

type Said = readonly { readonly component: string; readonly monitoring: Monitoring }[];

function namespaceTeams(said: Said): Readonly<Record<string, string>> {
  const pairs = said.flatMap(({ component, monitoring }) =>
    Object.entries(monitoring.namespaceTeams ?? {}).map(([namespace, team]) => ({ namespace, team, component })),
  );
  const teams = unique('team of namespace', ({ namespace }) => namespace, pairs);
  return Object.fromEntries(teams.map(({ namespace, team }) => [namespace, team]));
}

function unique<T extends { readonly component: string }>(what: string, key: (one: T) => string, all: T[]): T[] {
  const seen = new Map<string, string>();
  for (const one of all) {
    const name = key(one);
    const other = seen.get(name);
    if (other !== undefined) throw new Error(`${what} ${name} is declared twice: by ${other} and by ${one.component}`);
    seen.set(name, one.component);
  }
  return all;
}

/** An inhibition that names no alert would never be missed, so it is an error. */
function known(inhibitions: From<Inhibition>[], groups: readonly RuleGroup[]): From<Inhibition>[] {
  const alerts = new Set(groups.flatMap(({ rules }) => rules.flatMap((rule) => ('alert' in rule ? [rule.alert] : []))));
  for (const { name, component, cause, consequences } of inhibitions)
    for (const alert of [cause, ...consequences])
      if (!alerts.has(alert))
        throw new Error(`inhibition ${name} of ${component} names alert ${alert}, which no rule raises`);
  return inhibitions;
}
