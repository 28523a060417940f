import type { Alert } from '../../../src/kit/alert';

const self = (metric: string, extra = '') => `${metric}{job="prometheus",instance="p:9090",pod="prometheus-0"${extra}}`;
const pod = { pod: 'prometheus-0' };
/** Part of a limit at which there is still time to raise it. */
const NEAR = 0.9;

/** What the cardinality budget refuses, and what comes near it while nothing is lost yet. */
export const budgetAlerts: readonly Alert[] = [
  {
    alert: 'PrometheusScrapeOverLimit',
    expr: `sum by (pod) (increase(prometheus_target_scrapes_exceeded_sample_limit_total{job="prometheus"}[10m])) > 0
or sum by (pod) (increase(prometheus_target_scrape_pool_exceeded_target_limit_total{job="prometheus"}[10m])) > 0
or sum by (pod) (increase(prometheus_target_scrape_pool_exceeded_label_limits_total{job="prometheus"}[10m])) > 0
or sum by (pod) (increase(prometheus_target_scrapes_exceeded_body_size_limit_total{job="prometheus"}[10m])) > 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A job exceeds its budget of series or targets',
    description:
      '{{ $labels.pod }} refuses scrapes because a job has more series, labels, bytes or targets than it may.',
    threshold:
      'The cardinality budget of the job (sample_limit and target_limit), and what no sound target comes near: 40 labels a series, 64 MB a scrape.',
    page: {
      meaning: 'A target exposes more series than its budget or labels without measure, or a job has more targets.',
      impact: 'The whole scrape is dropped: that target is not watched.',
      look: [
        [
          'Which target?',
          'kubectl -n monitoring exec <pod> -c prometheus -- wget -qO- "localhost:9090/api/v1/targets?state=active" | jq -r \'.data.activeTargets[] | select(.lastError|test("limit")) | [.labels.job, .scrapeUrl, .lastError] | @tsv\'',
        ],
        [
          'Which of its series are many? Dashboard Prometheus, panel "Series by job".',
          'kubectl -n monitoring exec <pod> -c prometheus -- wget -qO- localhost:9090/api/v1/status/tsdb | jq ".data.seriesCountByMetricName"',
        ],
      ],
      end: 'Have the owner drop the label that explodes (an id, a path, an address). If the growth is fair, raise the limit of the job and with it the memory of Prometheus.',
    },
    proof: {
      fires: {
        when: 'scrapes are refused',
        series: { [self('prometheus_target_scrapes_exceeded_sample_limit_total')]: '0+2x40' },
        at: '30m',
        labels: pod,
      },
      silent: [
        {
          when: 'none is',
          series: {
            [self('prometheus_target_scrapes_exceeded_sample_limit_total')]: '7x40',
            [self('prometheus_target_scrape_pool_exceeded_target_limit_total')]: '0x40',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusTargetsNearLimit',
    expr: `max by (scrape_job) (prometheus_target_scrape_pool_targets{job="prometheus"} / prometheus_target_scrape_pool_target_limit{job="prometheus"}
and prometheus_target_scrape_pool_target_limit{job="prometheus"} >= 10) > ${NEAR}`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A scrape job has nearly as many targets as it may',
    description: 'Job {{ $labels.scrape_job }} has {{ $value | humanizePercentage }} of the targets it may have.',
    threshold:
      '90 % of target_limit: one target too many stops the scrapes of all of them, so this has to come before. Limits below ten are counts of replicas, which do not grow by themselves.',
    page: {
      meaning: 'The cluster has grown to the size the cardinality budget was made for.',
      impact: 'None yet. With a few more nodes or pods this job is not scraped at all.',
      look: [
        [
          'How many, of how many?',
          "kubectl -n monitoring exec prometheus-0 -c prometheus -- promtool query instant http://localhost:9090 'prometheus_target_scrape_pool_targets / prometheus_target_scrape_pool_target_limit'",
        ],
        ['How many nodes are there?', 'kubectl get nodes --no-headers | wc -l'],
      ],
      end: 'Raise prometheus.maxNodes (jobs of nodes) or prometheus.annotations.targetLimit; the memory of Prometheus follows by itself unless memoryGiB is set.',
    },
    proof: {
      fires: {
        when: '29 of 30 nodes are there',
        series: {
          [self('prometheus_target_scrape_pool_targets', ',scrape_job="kubelet"')]: '27x10 29x60',
          [self('prometheus_target_scrape_pool_target_limit', ',scrape_job="kubelet"')]: '30x70',
        },
        at: '60m',
        labels: { scrape_job: 'kubelet' },
        value: '96.67%',
      },
      silent: [
        {
          when: 'a single replica is all there is to be',
          series: {
            [self('prometheus_target_scrape_pool_targets', ',scrape_job="kube-state-metrics"')]: '1x60',
            [self('prometheus_target_scrape_pool_target_limit', ',scrape_job="kube-state-metrics"')]: '1x60',
          },
          at: '50m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusScrapeNearLimit',
    expr: `max by (job, metrics_path) (scrape_samples_post_metric_relabeling / (scrape_sample_limit > 0)) > ${NEAR}`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A target exposes nearly as many series as it may',
    description: 'A target of job {{ $labels.job }} uses {{ $value | humanizePercentage }} of its limit of series.',
    threshold: '90 % of sample_limit: above it the whole scrape is dropped, so this has to come before.',
    page: {
      meaning: 'A target has more series than it was budgeted with: more objects, or a label with many values.',
      impact: 'None yet. Above the limit the target counts as down and nothing of it is stored.',
      look: [
        [
          'Which target?',
          "kubectl -n monitoring exec prometheus-0 -c prometheus -- promtool query instant http://localhost:9090 'topk(5, scrape_samples_post_metric_relabeling / (scrape_sample_limit > 0))'",
        ],
        [
          'Which of its metrics have most series?',
          'kubectl -n monitoring exec prometheus-0 -c prometheus -- promtool query instant http://localhost:9090 \'topk(10, count by (__name__) ({job="<job>"}))\'',
        ],
      ],
      end: 'Have the owner drop the label that grows without end. If the growth is fair, raise the limit: kubeStateMetrics.seriesLimit, nodeExporter.sampleLimit, prometheus.annotations.sampleLimit, or that of the component.',
    },
    proof: {
      fires: {
        when: 'one of two targets comes near',
        series: {
          'scrape_samples_post_metric_relabeling{job="web",instance="a"}': '1450x60',
          'scrape_samples_post_metric_relabeling{job="web",instance="b"}': '100x60',
          'scrape_sample_limit{job="web",instance="a"}': '1500x60',
          'scrape_sample_limit{job="web",instance="b"}': '1500x60',
        },
        at: '50m',
        labels: { job: 'web' },
        value: '96.67%',
      },
      silent: [
        {
          when: 'there is room',
          series: {
            'scrape_samples_post_metric_relabeling{job="web",instance="a"}': '900x60',
            'scrape_sample_limit{job="web",instance="a"}': '1500x60',
          },
          at: '50m',
        },
        {
          when: 'nothing limits it',
          series: {
            'scrape_samples_post_metric_relabeling{job="web",instance="a"}': '900x60',
            'scrape_sample_limit{job="web",instance="a"}': '0x60',
          },
          at: '50m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusMemoryNearlyUsed',
    expr: 'max by (pod) (go_gc_heap_live_bytes{job="prometheus"}) / max by (pod) (go_gc_gomemlimit_bytes{job="prometheus"}) > 0.8',
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Prometheus needs nearly all its memory',
    description:
      '{{ $labels.pod }} holds on to {{ $value | humanizePercentage }} of the memory its runtime may use, after cleaning up.',
    threshold:
      '80 % of GOMEMLIMIT, which is nine tenths of the container: what is left after a collection cannot be freed, and with a fifth of room the collector works three times as much as with the default of GOGC 75 (https://go.dev/doc/gc-guide#Memory_limit). Resident memory says nothing here: it holds pages of blocks the kernel takes back.',
    page: {
      meaning: 'More series are stored than the memory was made for.',
      impact: 'It will be killed and read its log back for minutes, both servers at about the same time.',
      look: [
        [
          'Which metrics and labels are many?',
          'kubectl -n monitoring exec <pod> -c prometheus -- wget -qO- localhost:9090/api/v1/status/tsdb | jq ".data.seriesCountByMetricName, .data.labelValueCountByLabelName"',
        ],
      ],
      end: 'Drop what exploded, at its source or in the job, or raise prometheus.memoryGiB.',
    },
    proof: {
      fires: {
        when: 'nine tenths stay after each collection',
        series: { [self('go_gc_heap_live_bytes')]: '9e9x60', [self('go_gc_gomemlimit_bytes')]: '10e9x60' },
        at: '50m',
        labels: pod,
        value: '90%',
      },
      silent: [
        {
          when: 'half of it does',
          series: { [self('go_gc_heap_live_bytes')]: '5e9x60', [self('go_gc_gomemlimit_bytes')]: '10e9x60' },
          at: '50m',
        },
      ],
    },
  },
];
