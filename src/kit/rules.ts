import type { Platform } from './contract';
import type { AlertingRule, RecordingRule, RuleGroup } from './monitoring';

/** A rule file as Prometheus reads it. */
export interface RuleFile {
  readonly groups: readonly Readonly<Record<string, unknown>>[];
}

/** One rule file of some groups; every alert carries severity, team and the address of its runbook page. */
export function ruleFile(groups: readonly RuleGroup[], platform: Pick<Platform, 'repository'>): RuleFile {
  return {
    groups: groups.map(({ name, intervalSeconds, rules }) => ({
      name,
      ...(intervalSeconds ? { interval: `${intervalSeconds}s` } : {}),
      rules: rules.map((rule) => ('alert' in rule ? alerting(rule, platform) : recording(rule))),
    })),
  };
}

function recording({ record, expr, labels }: RecordingRule) {
  return { record, expr, ...(labels ? { labels: { ...labels } } : {}) };
}

function alerting(rule: AlertingRule, { repository }: Pick<Platform, 'repository'>) {
  const { alert, expr, for: held, keepFiringFor, severity, owner, summary, description, labels } = rule;
  return {
    alert,
    expr,
    ...(held ? { for: held } : {}),
    ...(keepFiringFor ? { keep_firing_for: keepFiringFor } : {}),
    labels: { ...labels, severity, team: owner },
    annotations: { summary, description, runbook_url: runbookUrl(alert, repository) },
  };
}

/** Where the page of an alert is read, on the default branch of the bundle's repository. */
export function runbookUrl(alert: string, repository: string): string {
  return `${repository.replace(/\/+$/, '').replace(/\.git$/, '')}/blob/main/${runbookPath(alert)}`;
}

/** The page of an alert in the bundle. */
export function runbookPath(alert: string): string {
  return `runbooks/alerts/${alert}.md`;
}
