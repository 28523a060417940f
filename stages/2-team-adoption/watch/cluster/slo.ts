import type { Alert } from '../../../../src/kit/alert';
import type { RecordingRule } from '../../../../src/kit/monitoring';
import { API_SERVER } from '../thresholds';

/**
 * Windows of the error budget. Each pair must burn too fast in both: the long one so that it matters, the short one so
 * that it ends soon. Factors: the multi-window table of the Google SRE workbook, chapter 5, for a period of 30 days.
 */
export const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

// Prometheus 3 writes every `le` as a float: the bucket of one second is "1.0".
const QUICK = '{job="apiserver",subresource!~"proxy|attach|log|exec|portforward"';
const duration = 'apiserver_request_sli_duration_seconds';
const mutating = 'verb=~"POST|PUT|PATCH|DELETE"';
const single = 'verb="GET"';
const list = 'verb="LIST"';

/** Requests that were too slow: over a second for a change or one object, over thirty for a list. */
function slow(window: string): string {
  return [
    [`${mutating}`, '1.0'],
    [`${single}`, '1.0'],
    [`${list}`, '30.0'],
  ]
    .map(
      ([verb, le]) =>
        `(sum(rate(${duration}_count${QUICK},${verb}}[${window}])) - sum(rate(${duration}_bucket${QUICK},${verb},le="${le}"}[${window}])))`,
    )
    .join(' + ');
}

const VERBS = 'verb=~"POST|PUT|PATCH|DELETE|GET|LIST"';

export const sloRecordings: readonly RecordingRule[] = [
  ...WINDOWS.map((window) => ({
    record: `apiserver:bad_requests:ratio_rate${window}`,
    expr: `(
  ${slow(window)}
  + (sum(rate(apiserver_request_total{job="apiserver",${VERBS},code=~"5.."}[${window}])) or vector(0))
) / sum(rate(apiserver_request_total{job="apiserver",${VERBS}}[${window}]))`,
  })),
  {
    record: 'apiserver:request_duration_seconds:p99_rate5m',
    expr: `histogram_quantile(0.99, sum by (verb, le) (rate(${duration}_bucket${QUICK},${VERBS}}[5m])))`,
  },
  {
    record: 'apiserver:requests:rate5m',
    expr: 'sum by (verb, code) (rate(apiserver_request_total{job="apiserver"}[5m]))',
  },
];

const budget = 1 - API_SERVER.objective;

function burning(factor: number, long: string, short: string): string {
  const limit = (factor * budget).toFixed(5).replace(/0+$/, '');
  return `(apiserver:bad_requests:ratio_rate${long} > ${limit} and apiserver:bad_requests:ratio_rate${short} > ${limit})`;
}

const page = {
  meaning:
    'More requests to the API server fail or take too long than the objective allows: 5xx answers, changes and single reads over one second, lists over thirty.',
  look: [
    [
      'Which verb and resource fail?',
      'kubectl get --raw /metrics | grep "^apiserver_request_total" | grep \'code="5\' | sort -t" " -k2 -rn | head -20',
    ],
    ['Is the control plane itself well?', 'kubectl get --raw "/readyz?verbose"'],
    [
      'Does a webhook slow changes down?',
      'kubectl get --raw /metrics | grep "^apiserver_admission_webhook_admission_duration_seconds_sum" | sort -t" " -k2 -rn | head',
    ],
    [
      'Has someone begun to list everything? Look at the requests by user agent in the audit log.',
      'kubectl get --raw /metrics | grep "^apiserver_longrunning_requests" | sort -t" " -k2 -rn | head',
    ],
  ],
  end: 'Stop or slow the client or webhook that causes it. If nothing of ours does and the readiness checks fail, open a support case with AWS: the control plane is theirs.',
} as const;

const count = `${duration}_count{job="apiserver",verb="GET",subresource=""}`;
const bucket = `${duration}_bucket{job="apiserver",verb="GET",subresource="",le="1.0"}`;
const latency = (verb: string, le: string, values: string) => ({
  [`${duration}_count{job="apiserver",verb="${verb}",subresource=""}`]: values,
  [`${duration}_bucket{job="apiserver",verb="${verb}",subresource="",le="${le}"}`]: values,
});
const others = (values: string) => ({ ...latency('POST', '1.0', values), ...latency('LIST', '30.0', values) });
const ok = (values: string) => ({
  'apiserver_request_total{job="apiserver",verb="GET",code="200"}': values,
});
const failed = (values: string) => ({
  'apiserver_request_total{job="apiserver",verb="GET",code="500"}': values,
});

export const burnAlerts: readonly Alert[] = [
  {
    alert: 'ApiServerBudgetBurnsFast',
    expr: `${burning(14.4, '1h', '5m')} or ${burning(6, '6h', '30m')}`,
    for: '2m',
    severity: 'critical',
    owner: 'platform',
    summary: 'The API server fails or is slow far beyond its objective',
    description:
      '{{ $value | humanizePercentage }} of the requests to the API server fail or are too slow. At this rate the error budget of a month is gone in days.',
    threshold: `Objective ${API_SERVER.objective * 100} % over 30 days; 14.4 times the budget over one hour spends 2 % of it, 6 times over six hours 5 % (Google SRE workbook, chapter 5).`,
    page: { ...page, impact: 'Deployments, scaling and every controller are slow or fail now.' },
    proof: {
      fires: {
        when: 'a fifth of all requests fail',
        series: {
          [count]: '0+600x90',
          [bucket]: '0+600x90',
          ...others('0+60x90'),
          ...ok('0+480x90'),
          ...failed('0+120x90'),
        },
        at: '80m',
        value: '20%',
      },
      silent: [
        {
          when: 'one request in a thousand fails',
          series: {
            [count]: '0+1000x90',
            [bucket]: '0+1000x90',
            ...others('0+60x90'),
            ...ok('0+999x90'),
            ...failed('0+1x90'),
          },
          at: '80m',
        },
      ],
    },
  },
  {
    alert: 'ApiServerBudgetBurnsSlowly',
    expr: `${burning(3, '1d', '2h')} or ${burning(1, '3d', '6h')}`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'The API server uses up its error budget too early',
    description:
      '{{ $value | humanizePercentage }} of the requests to the API server fail or are too slow. The error budget will not last the month.',
    threshold: `Objective ${API_SERVER.objective * 100} % over 30 days; 3 times the budget over a day spends 10 % of it, so does the budget itself over three days (Google SRE workbook, chapter 5).`,
    page: { ...page, impact: 'Nobody waits on it tonight, but a real outage would find no budget left.' },
    proof: {
      fires: {
        when: 'a twentieth of all requests is too slow for a day',
        every: '10m',
        series: { [count]: '0+1000x200', [bucket]: '0+950x200', ...others('0+10x200'), ...ok('0+1000x200') },
        at: '30h',
        value: '5%',
      },
      silent: [
        {
          when: 'two hours were bad and the day was good',
          every: '10m',
          series: {
            [count]: '0+1000x200',
            [bucket]: '0+1000x100 100950+950x6 107600+1000x90',
            ...others('0+10x200'),
            ...ok('0+1000x200'),
          },
          at: '22h',
        },
      ],
    },
  },
];
