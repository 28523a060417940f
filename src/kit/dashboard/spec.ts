/** A dashboard as its owner writes it: what to show, in which unit, red from where. How Grafana wants it is the builder's work. */
export interface DashboardSpec {
  /** Stable uid, also the file name; at most 40 characters. Cannot change later without breaking links. */
  readonly uid: string;
  readonly title: string;
  /** What question it answers, and for whom. */
  readonly description: string;
  /** Folder in Grafana. @default 'Platform' */
  readonly folder?: string;
  readonly variables?: readonly VariableSpec[];
  readonly rows: readonly RowSpec[];
  /** Address below which the pages of alerts are; tables of alerts link to them. */
  readonly runbooks?: string;
}

/** A choice on top of the dashboard, filled from the values of a label. */
export interface VariableSpec {
  readonly name: string;
  readonly label: string;
  /** Series whose label is read; may use variables that stand before it. */
  readonly series: string;
  /** Label to read. @default - the name */
  readonly from?: string;
  /** Whether several may be chosen, and all. @default false */
  readonly multi?: boolean;
}

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

export type PanelSpec = StatSpec | LinesSpec | TableSpec;

interface PanelBase {
  readonly title: string;
  /** What is normal, and what to do when it is not. */
  readonly description?: string;
  /** Width of 24. @default - 4 for stat, 12 for lines, 24 for table */
  readonly width?: number;
  /** @default - 4 for stat, 8 for the others */
  readonly height?: number;
}

/** Unit of Grafana: https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
export type Unit =
  | 'short'
  | 'percentunit'
  | 'percent'
  | 'bytes'
  | 'Bps'
  | 's'
  | 'reqps'
  | 'ops'
  | 'cores'
  | 'dateTimeFromNow'
  | 'none';

/** Where values turn yellow and red: the numbers of the alerts. */
export interface Limits {
  readonly warning?: number;
  readonly critical?: number;
  /** Small values are the bad ones. @default false */
  readonly falling?: boolean;
}

export interface StatSpec extends PanelBase {
  readonly kind: 'stat';
  readonly unit: Unit;
  readonly expr: string;
  readonly limits?: Limits;
  /** Shown when there is no series. @default '0' */
  readonly empty?: string;
}

export interface LinesSpec extends PanelBase {
  readonly kind: 'lines';
  readonly unit: Unit;
  readonly queries: readonly QuerySpec[];
  readonly limits?: Limits;
  /** @default false */
  readonly stacked?: boolean;
}

export interface QuerySpec {
  readonly expr: string;
  /** Name of each line, with labels in double braces. */
  readonly legend: string;
}

export interface TableSpec extends PanelBase {
  readonly kind: 'table';
  /** Labels that make a row; the queries must aggregate by exactly these. */
  readonly by: readonly string[];
  readonly columns: readonly ColumnSpec[];
  /** Header of the column the table is sorted by, largest first. @default - the first column */
  readonly sort?: string;
  /** Cells of a label that lead to another dashboard or page. */
  readonly links?: Readonly<Record<string, TableLink>>;
}

export interface ColumnSpec {
  readonly header: string;
  readonly expr: string;
  readonly unit: Unit;
  readonly limits?: Limits;
}

export type TableLink =
  /** Dashboard by uid; the labels of the row named here are handed on as variables. */
  { readonly dashboard: string; readonly variables: readonly string[] } | { readonly runbooks: true };
