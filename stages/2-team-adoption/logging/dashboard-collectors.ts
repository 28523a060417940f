import type { PanelSpec, RowSpec } from '../../../src/kit/dashboard/spec';
import { LOGS } from '../watch/thresholds';
import type { CollectorName } from './choices';

/** What the dashboard asks a collector's metrics for; `$node` is left to the panels. */
interface CollectorSeries {
  /** Counter of records taken over, whether stored yet or not. */
  readonly taken: string;
  /** Part of a buffer that is free, per cent. */
  readonly free: string;
  /** Bytes that wait on the nodes. */
  readonly waiting: string;
  /** Counter of writes that failed and are tried again. */
  readonly retries: string;
  /** Label that tells a collector's buffers apart. */
  readonly part: string;
  readonly panels: readonly PanelSpec[];
}

const FLUENTD = 'job="fluentd",node=~"$node"';
const FLUENT_BIT = 'job="fluent-bit",node=~"$node",name="store"';

const SERIES: Readonly<Record<CollectorName, CollectorSeries>> = {
  fluentd: {
    taken: 'fluentd_output_status_emit_records{job="fluentd",plugin_id="store"}',
    free: 'fluentd_output_status_buffer_available_space_ratio{job="fluentd",plugin_id="store"}',
    waiting: 'fluentd_output_status_buffer_total_bytes{job="fluentd"}',
    retries: 'fluentd_output_status_retry_count{job="fluentd"}',
    part: 'plugin_id',
    panels: [
      {
        kind: 'lines',
        title: 'Records refused for good, a minute',
        description: 'They are in the stream logs-kubernetes-rejected, as text.',
        unit: 'short',
        queries: [
          {
            expr: `topk(20, 60 * sum by (node) (rate(fluentd_output_status_emit_records{${FLUENTD},plugin_id="rejected"}[$__rate_interval])))`,
            legend: '{{node}}',
          },
        ],
        limits: { warning: LOGS.rejectedPerMinute },
      },
      {
        kind: 'lines',
        title: 'From the first failed write to the next try',
        description: 'Falls to zero with the first that succeeds.',
        unit: 's',
        queries: [
          {
            expr: `topk(20, max by (node, plugin_id) (fluentd_output_status_retry_wait{${FLUENTD}})) > 0`,
            legend: '{{node}} {{plugin_id}}',
          },
        ],
      },
    ],
  },
  'fluent-bit': {
    taken: 'fluentbit_input_records_total{job="fluent-bit",name="containers"}',
    free: 'fluentbit_output_chunk_available_capacity_percent{job="fluent-bit",name="store"}',
    waiting: 'fluentbit_input_storage_chunks_busy_bytes{job="fluent-bit"}',
    retries: 'fluentbit_output_retries_total{job="fluent-bit"}',
    part: 'name',
    panels: [
      {
        kind: 'lines',
        title: 'Records stored a second',
        unit: 'short',
        queries: [
          {
            expr: `topk(20, sum by (node) (rate(fluentbit_output_proc_records_total{${FLUENT_BIT}}[$__rate_interval])))`,
            legend: '{{node}}',
          },
        ],
      },
      {
        kind: 'lines',
        title: 'Records dropped, a minute',
        description: 'Lost: the buffer was full, or they could not be sent at all.',
        unit: 'short',
        queries: [
          {
            expr: `topk(20, 60 * sum by (node) (rate(fluentbit_output_dropped_records_total{${FLUENT_BIT}}[$__rate_interval]))) > 0`,
            legend: '{{node}}',
          },
        ],
      },
    ],
  },
};

/** What is to be seen of a collector. */
export function collectorPanels(name: CollectorName): {
  readonly now: readonly PanelSpec[];
  readonly row: RowSpec;
  /** Series whose `node` label names the nodes there are. */
  readonly nodes: string;
} {
  const { taken, free, waiting, retries, part, panels } = SERIES[name];
  const ofNode = (series: string) => series.replace('{', '{node=~"$node",');
  return {
    nodes: taken,
    now: [
      {
        kind: 'stat',
        title: 'Records a second',
        description: 'Taken over by the collectors, whether stored yet or not.',
        unit: 'short',
        expr: `sum(rate(${taken}[5m]))`,
      },
      {
        kind: 'stat',
        title: 'Least room in a buffer (%)',
        unit: 'percent',
        expr: `min(${free})`,
        limits: { warning: LOGS.bufferFreePercent, falling: true },
        empty: 'unknown',
      },
    ],
    row: {
      title: 'Collectors',
      panels: [
        {
          kind: 'lines',
          title: 'Records a second by node',
          unit: 'short',
          queries: [
            {
              expr: `topk(20, sum by (node) (rate(${ofNode(taken)}[$__rate_interval])))`,
              legend: '{{node}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Buffers: free (%)',
          unit: 'percent',
          queries: [{ expr: `bottomk(20, min by (node) (${ofNode(free)}))`, legend: '{{node}}' }],
          limits: { warning: LOGS.bufferFreePercent, falling: true },
        },
        {
          kind: 'lines',
          title: 'Waiting on the nodes',
          unit: 'bytes',
          queries: [{ expr: `topk(20, sum by (node) (${ofNode(waiting)}))`, legend: '{{node}}' }],
        },
        {
          kind: 'lines',
          title: 'Writes tried again, a minute',
          description: 'Counted at each that failed.',
          unit: 'short',
          queries: [
            {
              expr: `topk(20, 60 * sum by (node, ${part}) (rate(${ofNode(retries)}[$__rate_interval]))) > 0`,
              legend: `{{node}} {{${part}}}`,
            },
          ],
        },
        ...panels,
      ],
    },
  };
}
