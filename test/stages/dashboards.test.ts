import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dashboard } from '../../src/kit/monitoring';
import { allDashboards, type DashboardModel, panelsOf, queriesOf } from '../support/dashboards';
import { isBounded, syntaxErrors } from '../support/promql';

let dashboards: readonly Dashboard[] = [];
beforeAll(async () => {
  dashboards = await allDashboards(5);
});

test('there is one for every topic an on-call person looks at', () => {
  const titles = dashboards.map(({ title }) => title);
  for (const title of [
    'Cluster',
    'Nodes',
    'Namespaces',
    'Workloads',
    'Storage',
    'Network',
    'Prometheus',
    'Alertmanager',
  ])
    expect(titles).toContain(title);
});

test('uids and titles are unique, and what Grafana gives itself is left out', () => {
  const models = dashboards.map(({ model }) => model as DashboardModel);
  expect(new Set(models.map(({ uid }) => uid)).size).toBe(models.length);
  expect(new Set(models.map(({ title }) => title)).size).toBe(models.length);
  for (const { id, uid, schemaVersion } of models) {
    expect(id ?? null).toBeNull();
    expect(uid.length).toBeLessThanOrEqual(40);
    expect(schemaVersion).toBeGreaterThanOrEqual(41);
  }
});

test('a dashboard fits into a ConfigMap many times over', () => {
  for (const { model } of dashboards) expect(JSON.stringify(model).length).toBeLessThan(256 * 1024);
});

test('panels have ids of their own, a title, a unit and a place that no other panel takes', () => {
  for (const dashboard of dashboards) {
    const panels = panelsOf(dashboard);
    const ids = panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const taken = new Set<string>();
    for (const { title, type, gridPos, fieldConfig } of panels) {
      expect(title.length).toBeGreaterThan(0);
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          const cell = `${x},${y}`;
          expect({ dashboard: dashboard.title, title, cell, free: !taken.has(cell) }).toEqual({
            dashboard: dashboard.title,
            title,
            cell,
            free: true,
          });
          taken.add(cell);
        }
      if (type === 'stat' || type === 'timeseries')
        expect(fieldConfig?.defaults.unit).toEqual(expect.stringMatching(/./));
    }
  }
});

test('variables that are used exist, and all of them are used', () => {
  for (const { title, model } of dashboards) {
    const { templating } = model as DashboardModel;
    const declared = templating.list.map(({ name }) => name);
    const text = JSON.stringify(model);
    const used = new Set(
      [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name).filter((name) => !name.startsWith('__')),
    );
    for (const name of used)
      expect({ title, name, declared: declared.includes(name) }).toEqual({ title, name, declared: true });
    for (const name of declared) expect({ title, name, used: used.has(name) }).toEqual({ title, name, used: true });
  }
});

test('links between dashboards lead to dashboards that exist, with variables they have', () => {
  const byUid = new Map(dashboards.map(({ uid, model }) => [uid, model as DashboardModel]));
  for (const { title, model } of dashboards) {
    for (const [, uid = '', query = ''] of JSON.stringify(model).matchAll(/"\/d\/([\w-]+)\?([^"]*)"/g)) {
      const target = byUid.get(uid);
      expect({ title, uid, exists: target !== undefined }).toEqual({ title, uid, exists: true });
      const names = target?.templating.list.map(({ name }) => name) ?? [];
      for (const [, name = ''] of query.matchAll(/var-(\w+)=/g)) expect(names).toContain(name);
    }
  }
});

test('every query parses', () => {
  for (const { where, expr } of queriesOf(dashboards))
    expect({ where, errors: syntaxErrors(expr) }).toEqual({ where, errors: [] });
});

test('no query returns a series for each pod, node or volume of the whole cluster', () => {
  for (const { where, expr } of queriesOf(dashboards))
    expect({ where, expr, bounded: isBounded(expr) }).toEqual({ where, expr, bounded: true });
});

test("no dashboard is a copy of someone else's file", () => {
  const root = join(__dirname, '../../stages');
  const json = readdirSync(root, { recursive: true }).filter((path) => String(path).endsWith('.json'));
  for (const path of json) expect(readFileSync(join(root, String(path)), 'utf8')).not.toContain('"schemaVersion"');
});
