import { type DashboardSpec, dashboard } from '../../../src/kit/dashboard';
import { layOut } from '../../../src/kit/dashboard/layout';
import type { DashboardModel } from '../../support/dashboards';

const spec: DashboardSpec = {
  uid: 'trial',
  title: 'Trial',
  description: 'For this test.',
  runbooks: 'https://git.acme.io/runbooks/alerts',
  variables: [{ name: 'namespace', label: 'Namespace', series: 'up', multi: true }],
  rows: [
    {
      title: 'Row',
      panels: [
        {
          kind: 'stat',
          title: 'Free',
          unit: 'percentunit',
          expr: 'a',
          limits: { critical: 0.1, warning: 0.2, falling: true },
        },
        { kind: 'stat', title: 'Used', unit: 'cores', expr: 'b', limits: { warning: 3 } },
        {
          kind: 'table',
          title: 'Table',
          by: ['alertname', 'namespace'],
          columns: [
            { header: 'One', expr: 'c', unit: 'bytes' },
            { header: 'Two', expr: 'd', unit: 'short' },
          ],
          sort: 'Two',
          links: { alertname: { runbooks: true }, namespace: { dashboard: 'other', variables: ['namespace'] } },
        },
      ],
    },
  ],
};
const built = dashboard(spec);
const model = built.model as DashboardModel & Record<string, any>;
const panelNamed = (title: string): any => model.panels.find((panel) => panel.title === title);

test('a dashboard carries its uid, its folder and nothing people could save over', () => {
  expect(built).toMatchObject({ uid: 'trial', title: 'Trial', folder: 'Platform' });
  expect(model.editable).toBe(false);
  expect(model.templating.list.map(({ name }) => name)).toEqual(['datasource', 'namespace']);
});

test('a uid that Grafana would refuse is refused', () => {
  expect(() => dashboard({ ...spec, uid: 'x'.repeat(41) })).toThrow(
    `dashboard uid ${'x'.repeat(41)} is longer than 40 characters`,
  );
});

test('limits colour from the bad side', () => {
  expect(panelNamed('Free').fieldConfig.defaults.thresholds.steps).toEqual([
    { value: null, color: 'red' },
    { value: 0.1, color: 'yellow' },
    { value: 0.2, color: 'green' },
  ]);
  expect(panelNamed('Used').fieldConfig.defaults.thresholds.steps).toEqual([
    { value: null, color: 'green' },
    { value: 3, color: 'yellow' },
  ]);
});

test('processor cores are written out, since Grafana has no unit for them', () => {
  expect(panelNamed('Used').fieldConfig.defaults.unit).toBe('suffix: cores');
});

test('a table names its columns, sorts by one and leads on', () => {
  const table = panelNamed('Table');
  expect(table.transformations[1].options.renameByName).toEqual({ 'Value #A': 'One', 'Value #B': 'Two' });
  expect(table.options.sortBy).toEqual([{ displayName: 'Two', desc: true }]);
  const link = (label: string) =>
    table.fieldConfig.overrides.find(
      ({ matcher, properties }: any) => matcher.options === label && properties[0].id === 'links',
    ).properties[0].value[0].url;
  expect(link('alertname')).toBe('https://git.acme.io/runbooks/alerts/${__data.fields.alertname}.md');
  expect(link('namespace')).toBe(
    '/d/other?var-namespace=${__data.fields.namespace}&${datasource:queryparam}&${__url_time_range}',
  );
});

test('panels flow from left to right and begin a new line where they do not fit', () => {
  const stat = { kind: 'stat', title: '', unit: 'short', expr: '' } as const;
  const { places, end } = layOut(
    [
      { ...stat, width: 20 },
      { ...stat, width: 4, height: 6 },
      { ...stat, width: 8 },
    ],
    1,
  );
  expect(places).toEqual([
    { x: 0, y: 1, w: 20, h: 4 },
    { x: 20, y: 1, w: 4, h: 6 },
    { x: 0, y: 7, w: 8, h: 4 },
  ]);
  expect(end).toBe(11);
});
