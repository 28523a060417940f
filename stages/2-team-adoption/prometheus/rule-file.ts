import type { AlertingRule, RecordingRule, RuleGroup } from '../../../src/kit/monitoring';

/** Rules as Prometheus reads them. */
export interface RuleFile {
  readonly groups: readonly Readonly<Record<string, unknown>>[];
}

/** A file of rule groups. `runbooks` is the address below which the page of each alert stands. */
export function ruleFile(groups: readonly RuleGroup[], runbooks: string): RuleFile {
  return {
    groups: groups.map(({ name, intervalSeconds, rules }) => ({
      name,
      ...(intervalSeconds ? { interval: `${intervalSeconds}s` } : {}),
      rules: rules.map((rule) => ('alert' in rule ? alert(rule, runbooks) : record(rule))),
    })),
  };
}

/** Where the runbook pages of a repository are read; HEAD is its default branch. */
export function runbookBase(repository: string): string {
  const separator = new URL(repository).hostname.includes('gitlab') ? '/-/blob/HEAD' : '/blob/HEAD';
  return `${repository.replace(/\/$/, '').replace(/\.git$/, '')}${separator}/runbooks/alerts`;
}

function record({ record: name, expr, labels }: RecordingRule) {
  return { record: name, expr, ...(labels ? { labels: { ...labels } } : {}) };
}

function alert(rule: AlertingRule, runbooks: string) {
  return {
    alert: rule.alert,
    expr: rule.expr,
    ...(rule.for ? { for: rule.for } : {}),
    ...(rule.keepFiringFor ? { keep_firing_for: rule.keepFiringFor } : {}),
    labels: { ...rule.labels, severity: rule.severity, team: rule.owner },
    annotations: {
      summary: rule.summary,
      description: rule.description,
      runbook_url: `${runbooks}/${rule.alert}.md`,
      threshold: rule.threshold,
    },
  };
}
