import type { Alert, AlertCase, FiringCase } from '../../src/kit/alert';
import { isAlert } from '../../src/kit/alert';
import { collectMonitoring } from '../../src/kit/collect';
import type { RuleGroup } from '../../src/kit/monitoring';
import { ruleFile, runbookBase } from '../../stages/2-team-adoption/prometheus/rule-file';
import { CHOICES, resolved } from './resolved';

const REPOSITORY = 'https://github.com/acme/platform';
const RUNBOOKS = runbookBase(REPOSITORY);

/** Rule groups of every component of a stage, by component; of those that stand for one another, all. */
export function groupsByComponent(stage: number): Map<string, RuleGroup[]> {
  const byComponent = new Map<string, RuleGroup[]>();
  for (const raw of CHOICES) {
    const { components, contextOf } = resolved({ stage, repository: REPOSITORY, ...raw });
    const [first] = components;
    if (!first) continue;
    const groups = collectMonitoring(contextOf(first)).rules;
    for (const owner of new Set(groups.map(({ component }) => component)))
      byComponent.set(
        owner,
        groups.filter(({ component }) => component === owner).map(({ component: _, ...group }) => group),
      );
  }
  return byComponent;
}

/** The alerts among some groups. */
export function alertsOf(groups: readonly RuleGroup[]): Alert[] {
  return groups.flatMap(({ rules }) => rules.filter(isAlert));
}

/** A rule file and the files of `promtool test rules` that prove its alerts: one for each spacing of samples, since a file has one evaluation interval. */
export function unitTests(groups: readonly RuleGroup[], ruleFileName: string) {
  const byInterval = new Map<string, ReturnType<typeof unitTest>[]>();
  for (const alert of alertsOf(groups)) {
    const { fires, silent } = alert.proof;
    for (const test of [unitTest(alert, fires, [expected(alert, fires)]), ...silent.map((c) => unitTest(alert, c, []))])
      byInterval.set(test.interval, [...(byInterval.get(test.interval) ?? []), test]);
  }
  return {
    rules: ruleFile(groups, RUNBOOKS),
    tests: [...byInterval].map(([interval, tests]) => ({
      rule_files: [ruleFileName],
      evaluation_interval: interval,
      tests,
    })),
  };
}

function unitTest({ alert }: Alert, { when, series, at, every = '1m' }: AlertCase, alerts: readonly unknown[]) {
  return {
    name: `${alert} ${alerts.length > 0 ? 'fires' : 'is silent'} when ${when}`,
    interval: every,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: alerts }],
  };
}

function expected(alert: Alert, fires: FiringCase) {
  const [{ rules: [rendered] = [] } = {}] = ruleFile([{ name: 'one', rules: [alert] }], RUNBOOKS).groups as {
    rules: { labels: Record<string, string>; annotations: Record<string, string> }[];
  }[];
  if (!rendered) throw new Error(`${alert.alert} renders no rule`);
  const labels = { ...fires.labels, ...rendered.labels };
  const fill = (text: string) => fillTemplate(text, labels, fires.value);
  return {
    exp_labels: labels,
    exp_annotations: Object.fromEntries(Object.entries(rendered.annotations).map(([key, text]) => [key, fill(text)])),
  };
}

/** What Prometheus makes of a text, as far as ours go: labels and one way of writing the value. */
function fillTemplate(text: string, labels: Readonly<Record<string, string>>, value: string | undefined): string {
  return text.replace(/\{\{\s*(.*?)\s*\}\}/g, (whole, inside: string) => {
    const label = /^\$labels\.(\w+)$/.exec(inside)?.[1];
    if (label !== undefined) return labels[label] ?? '';
    if (inside.startsWith('$value') && value !== undefined) return value;
    throw new Error(`no value is given for ${whole}`);
  });
}
