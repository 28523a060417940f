import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard } from '../monitoring';
import { layOut, WIDTH } from './layout';
import { DATASOURCE, panel } from './panels';
import type { DashboardSpec, VariableSpec } from './spec';

export type * from './spec';

/** Every dashboard of ours carries it, so that each can list the others. */
const TAG = 'stagecraft';

/**
 * Makes a dashboard for Grafana 13 (classic model, which file provisioning reads). Loads the Grafana SDK, so it is imported only by
 * what `Monitoring.dashboards` loads.
 */
export function dashboard(spec: DashboardSpec): Dashboard {
  const { uid, title, description, folder = 'Platform', variables = [], rows } = spec;
  if (uid.length > 40) throw new Error(`dashboard uid ${uid} is longer than 40 characters`);
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-3h', to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .link(
      new DashboardLinkBuilder('Dashboards')
        .type(DashboardLinkType.Dashboards)
        .tags([TAG])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    );
  if (spec.runbooks)
    builder.link(
      new DashboardLinkBuilder('Runbooks')
        .type(DashboardLinkType.Link)
        .url(spec.runbooks)
        .icon('doc')
        .targetBlank(true),
    );
  for (const variable of variables) builder.withVariable(queryVariable(variable));
  let id = 0;
  let y = 0;
  for (const row of rows) {
    id += 1;
    builder.withRow(new RowBuilder(row.title).id(id).gridPos({ x: 0, y, w: WIDTH, h: 1 }));
    const { places, end } = layOut(row.panels, y + 1);
    row.panels.forEach((one, index) => {
      id += 1;
      builder.withPanel(panel(one, id, places[index] ?? { x: 0, y: end, w: WIDTH, h: 1 }, spec.runbooks));
    });
    y = end;
  }
  return { uid, title, folder, model: builder.build() };
}

function queryVariable({ name, label, series, from = name, multi = false }: VariableSpec): QueryVariableBuilder {
  return (
    new QueryVariableBuilder(name)
      .label(label)
      .datasource(DATASOURCE)
      .query({ query: `label_values(${series}, ${from})`, refId: name })
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .sort(VariableSort.AlphabeticalAsc)
      .multi(multi)
      .includeAll(multi)
      // One expression instead of a list of all values: those make queries too long for some proxies.
      .allValue(multi ? '.+' : '')
  );
}
