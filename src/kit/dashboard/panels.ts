import * as common from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as LinesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Place } from './layout';
import type { ColumnSpec, Limits, LinesSpec, PanelSpec, StatSpec, TableLink, TableSpec, Unit } from './spec';

/** Reference every query uses: the data source chosen on top of the dashboard. */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' } as const;
const GREEN = 'green';
const YELLOW = 'yellow';
const RED = 'red';

/** One panel at its place. */
export function panel(spec: PanelSpec, id: number, place: Place, runbooks: string | undefined) {
  switch (spec.kind) {
    case 'stat':
      return described(stat(spec), spec, id, place);
    case 'lines':
      return described(lines(spec), spec, id, place);
    case 'table':
      return described(table(spec, runbooks), spec, id, place);
  }
}

function described<B extends StatBuilder | LinesBuilder | TableBuilder>(
  builder: B,
  { title, description }: PanelSpec,
  id: number,
  place: Place,
): B {
  builder
    .id(id)
    .title(title)
    .datasource(DATASOURCE)
    .gridPos({ ...place });
  if (description) builder.description(description);
  return builder;
}

function stat({ unit, expr, limits, empty = '0' }: StatSpec): StatBuilder {
  return new StatBuilder()
    .unit(grafanaUnit(unit))
    .noValue(empty)
    .thresholds(thresholds(limits))
    .colorMode(limits ? common.BigValueColorMode.Background : common.BigValueColorMode.None)
    .graphMode(common.BigValueGraphMode.None)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .withTarget(query(expr, 'A').instant());
}

function lines({ unit, queries, limits, stacked }: LinesSpec): LinesBuilder {
  const builder = new LinesBuilder()
    .unit(grafanaUnit(unit))
    .lineWidth(1)
    .fillOpacity(stacked ? 30 : 5)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.Table)
        .placement(common.LegendPlacement.Right)
        .showLegend(true)
        .calcs(['lastNotNull', 'max']),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    );
  if (unit !== 'dateTimeFromNow') builder.min(0);
  if (stacked) builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  if (limits)
    builder
      .thresholds(thresholds(limits))
      .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed));
  queries.forEach(({ expr, legend }, index) => {
    builder.withTarget(query(expr, refId(index)).legendFormat(legend).range());
  });
  return builder;
}

function table({ by, columns, sort, links = {} }: TableSpec, runbooks: string | undefined): TableBuilder {
  const builder = new TableBuilder();
  columns.forEach(({ expr }, index) => {
    builder.withTarget(query(expr, refId(index)).format(PromQueryFormat.Table).instant());
  });
  const hidden = { Time: true, __name__: true };
  const renamed = Object.fromEntries(
    columns.map(({ header }, index) => [columns.length > 1 ? `Value #${refId(index)}` : 'Value', header]),
  );
  builder
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: { excludeByName: hidden, renameByName: renamed, indexByName: order(by) },
    })
    .sortBy([new common.TableSortByFieldStateBuilder().displayName(sort ?? columns[0]?.header ?? '').desc(true)]);
  for (const column of columns) builder.overrideByName(column.header, columnProperties(column));
  for (const [label, link] of Object.entries(links))
    builder.overrideByName(label, [{ id: 'links', value: [{ title: 'Open', url: linkUrl(link, label, runbooks) }] }]);
  return builder;
}

function order(by: readonly string[]): Record<string, number> {
  return Object.fromEntries(by.map((label, index) => [label, index]));
}

function columnProperties({ unit, limits }: ColumnSpec) {
  const coloured = limits
    ? [
        { id: 'thresholds', value: thresholds(limits).build() },
        { id: 'color', value: new FieldColorBuilder().mode(FieldColorModeId.Thresholds).build() },
        { id: 'custom.cellOptions', value: { type: 'color-text' } },
      ]
    : [];
  return [{ id: 'unit', value: grafanaUnit(unit) }, ...coloured];
}

function linkUrl(link: TableLink, label: string, runbooks: string | undefined): string {
  const field = (name: string) => `\${__data.fields.${name}}`;
  if ('runbooks' in link) return `${runbooks ?? ''}/${field(label)}.md`;
  const variables = link.variables.map((name) => `var-${name}=${field(name)}`).join('&');
  return `/d/${link.dashboard}?${variables}&\${datasource:queryparam}&\${__url_time_range}`;
}

function query(expr: string, id: string): DataqueryBuilder {
  return new DataqueryBuilder().expr(expr).refId(id).datasource(DATASOURCE);
}

function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

function thresholds(limits: Limits | undefined): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(limits));
}

function steps({ warning, critical, falling = false }: Limits = {}): Threshold[] {
  const marks: Threshold[] = [];
  if (falling) {
    marks.push({ value: null, color: critical === undefined ? YELLOW : RED });
    if (critical !== undefined) marks.push({ value: critical, color: warning === undefined ? GREEN : YELLOW });
    if (warning !== undefined) marks.push({ value: warning, color: GREEN });
    return marks;
  }
  marks.push({ value: null, color: GREEN });
  if (warning !== undefined) marks.push({ value: warning, color: YELLOW });
  if (critical !== undefined) marks.push({ value: critical, color: RED });
  return marks;
}

/** Grafana has no unit for processor cores; a suffix does it. */
function grafanaUnit(unit: Unit): string {
  return unit === 'cores' ? 'suffix: cores' : unit;
}
