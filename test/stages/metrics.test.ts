import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectMonitoring } from '../../src/kit/collect';
import { allDashboards, queriesOf, variableQueriesOf } from '../support/dashboards';
import { metricNames, syntaxErrors } from '../support/promql';
import { CHOICES, resolved } from '../support/resolved';

interface MetricList {
  readonly system: string;
  readonly source: string;
  readonly checked: string;
  readonly metrics: readonly string[];
}

/** All that dashboards ask Prometheus for. */
async function dashboardQueries() {
  const dashboards = (await Promise.all(CHOICES.map((raw) => allDashboards(5, raw)))).flat();
  return [...queriesOf(dashboards), ...variableQueriesOf(dashboards)];
}

const STAGES = join(__dirname, '../../stages');
const lists = readdirSync(STAGES, { recursive: true })
  .map(String)
  .filter((path) => /^\d-[\w-]+\/metrics\/[\w-]+\.json$/.test(path))
  .map((path) => JSON.parse(readFileSync(join(STAGES, path), 'utf8')) as MetricList);
const exposed = new Set(lists.flatMap(({ metrics }) => metrics));

const byName = new Map(
  CHOICES.flatMap((raw) => {
    const { components, contextOf } = resolved({ stage: 5, ...raw });
    const [first] = components;
    const groups = first ? collectMonitoring(contextOf(first)).rules : [];
    return groups.flatMap((group) => group.rules);
  }).map((rule) => ['record' in rule ? rule.record : rule.alert, rule]),
);
const rules = [...byName.values()];
const recorded = new Set(rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));

const rulesWithNames = rules.map((rule) => ['record' in rule ? rule.record : rule.alert, rule.expr] as const);

test.each(rulesWithNames)('%s parses and reads only metrics that are exposed or recorded', (_, expr) => {
  expect(syntaxErrors(expr)).toEqual([]);
  expect(metricNames(expr).filter((name) => !exposed.has(name) && !recorded.has(name))).toEqual([]);
});

test('dashboards read only metrics that are exposed or recorded', async () => {
  for (const { where, expr } of await dashboardQueries())
    expect({ where, unknown: metricNames(expr).filter((name) => !exposed.has(name) && !recorded.has(name)) }).toEqual({
      where,
      unknown: [],
    });
});

test('every list says where its names come from, and holds none that nobody reads', async () => {
  const read = new Set(
    [...rulesWithNames.map(([, expr]) => expr), ...(await dashboardQueries()).map(({ expr }) => expr)].flatMap(
      metricNames,
    ),
  );
  for (const { system, source, checked, metrics } of lists) {
    expect(source.length).toBeGreaterThan(20);
    expect(checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect({ system, unread: metrics.filter((name) => !read.has(name)) }).toEqual({ system, unread: [] });
    expect(metrics).toEqual([...metrics].sort());
  }
});

test('recorded metrics have names of the form level:metric:operation, each once', () => {
  const names = rules.flatMap((rule) => ('record' in rule ? [rule.record] : []));
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z_]+:[a-z0-9_]+:[a-z0-9_]+$/);
});
