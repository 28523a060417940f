import type { RawConfig } from '../../src/config';
import { collectMonitoring } from '../../src/kit/collect';
import type { Dashboard } from '../../src/kit/monitoring';
import { resolved } from './resolved';

/** The parts of a dashboard model the tests look at. */
export interface PanelModel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly datasource: { readonly uid: string };
  }[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly panels?: readonly PanelModel[];
}

export interface DashboardModel {
  readonly id?: unknown;
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly panels: readonly PanelModel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query?: unknown }[] };
}

/** Every dashboard of every component up to a stage. */
export async function allDashboards(stage: number, raw: RawConfig = {}): Promise<readonly Dashboard[]> {
  const { components, contextOf } = resolved({ stage, repository: 'https://github.com/acme/platform', ...raw });
  const [first] = components;
  return first ? collectMonitoring(contextOf(first)).dashboards() : [];
}

/** All panels, rows and what is in them. */
export function panelsOf({ model }: Dashboard): PanelModel[] {
  return (model as DashboardModel).panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
}

/** A query and where it stands. */
export interface Query {
  readonly where: string;
  readonly expr: string;
}

/** The series whose labels fill the variables of dashboards. */
export function variableQueriesOf(dashboards: readonly Dashboard[]): Query[] {
  return dashboards.flatMap(({ title, model }) =>
    (model as DashboardModel).templating.list.flatMap(({ name, query }) => {
      const text = typeof query === 'object' ? (query as { query: string }).query : '';
      const expr = /^label_values\((.*), \w+\)$/.exec(text)?.[1];
      return expr ? [{ where: `${title} / variable ${name}`, expr }] : [];
    }),
  );
}

/** Every query of every panel. */
export function queriesOf(dashboards: readonly Dashboard[]): Query[] {
  return dashboards.flatMap((dashboard) =>
    panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
      targets.map(({ refId, expr }) => ({ where: `${dashboard.title} / ${title} / ${refId}`, expr })),
    ),
  );
}
