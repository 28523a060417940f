import type { Alert } from '../../../src/kit/alert';

const LOGS = [
  'What does it log?',
  'kubectl -n monitoring logs <pod> -c prometheus --tail=200 | grep -iE "error|warn"',
] as const;
const self = (metric: string, extra = '') => `${metric}{job="prometheus",instance="p:9090",pod="prometheus-0"${extra}}`;
const pod = { pod: 'prometheus-0' };
const labels = { ...pod, job: 'prometheus', instance: 'p:9090' };

/** Taking samples in and keeping them. */
export const ingestionAlerts: readonly Alert[] = [
  {
    alert: 'PrometheusIngestsNothing',
    expr: 'sum by (pod) (rate(prometheus_tsdb_head_samples_appended_total{job="prometheus"}[5m])) <= 0 and sum by (pod) (prometheus_sd_discovered_targets{job="prometheus"}) > 0',
    for: '10m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Prometheus stores no samples',
    description: '{{ $labels.pod }} has targets and stores nothing of them.',
    threshold: 'Zero samples for ten minutes.',
    page: {
      meaning: 'Scrapes fail as a whole, or the storage refuses to write.',
      impact: 'This server is blind.',
      look: [LOGS, ['Is its disk full?', 'kubectl -n monitoring exec <pod> -c prometheus -- df -h /prometheus']],
      end: 'Grow the volume if it is full; otherwise restart the pod, the other server goes on.',
    },
    proof: {
      fires: {
        when: 'the counter stands',
        series: {
          [self('prometheus_tsdb_head_samples_appended_total', ',type="float"')]: '100x30',
          [self('prometheus_sd_discovered_targets', ',config="x"')]: '5x30',
        },
        at: '20m',
        labels: pod,
      },
      silent: [
        {
          when: 'it grows',
          series: {
            [self('prometheus_tsdb_head_samples_appended_total', ',type="float"')]: '0+100x30',
            [self('prometheus_sd_discovered_targets', ',config="x"')]: '5x30',
          },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusDropsSamples',
    expr: 'sum by (pod) (rate(prometheus_target_scrapes_sample_duplicate_timestamp_total{job="prometheus"}[10m])) + sum by (pod) (rate(prometheus_target_scrapes_sample_out_of_order_total{job="prometheus"}[10m])) > 1',
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Two targets claim the same series',
    description: '{{ $labels.pod }} drops {{ $value | humanize }} samples a second that are double or out of order.',
    threshold: 'One a second for half an hour: a moment of overlap at a rollout is less.',
    page: {
      meaning: 'Two targets expose series with the same labels, or one sends its own timestamps.',
      impact: 'Some of these series are wrong or have gaps.',
      look: [
        LOGS,
        [
          'Which job? Its targets overlap.',
          'kubectl -n monitoring logs <pod> -c prometheus --tail=1000 | grep -iE "duplicate|out-of-order|out of order" | grep -oE \'"scrape_pool":"[^"]+"\' | sort | uniq -c',
        ],
      ],
      end: 'Give the targets a label that tells them apart, or set honor_timestamps to false for the job.',
    },
    proof: {
      fires: {
        when: 'they go on',
        series: {
          [self('prometheus_target_scrapes_sample_duplicate_timestamp_total')]: '0+300x60',
          [self('prometheus_target_scrapes_sample_out_of_order_total')]: '0x60',
        },
        at: '50m',
        labels: pod,
        value: '5',
      },
      silent: [
        {
          when: 'there are few',
          series: {
            [self('prometheus_target_scrapes_sample_duplicate_timestamp_total')]: '0+6x60',
            [self('prometheus_target_scrapes_sample_out_of_order_total')]: '0x60',
          },
          at: '50m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusScrapeOverLimit',
    expr: `sum by (pod) (increase(prometheus_target_scrapes_exceeded_sample_limit_total{job="prometheus"}[10m])) > 0
or sum by (pod) (increase(prometheus_target_scrape_pool_exceeded_target_limit_total{job="prometheus"}[10m])) > 0`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A job exceeds its budget of series or targets',
    description: '{{ $labels.pod }} refuses scrapes because a job has more series or targets than it may.',
    threshold: 'The cardinality budget of the job (sample_limit and target_limit).',
    page: {
      meaning: 'A target exposes more series than its budget, or a job has more targets.',
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
    alert: 'PrometheusStorageCorrupt',
    expr: `sum by (pod) (increase(prometheus_tsdb_wal_corruptions_total{job="prometheus"}[1h])) + sum by (pod) (increase(prometheus_tsdb_compactions_failed_total{job="prometheus"}[1h])) + sum by (pod) (increase(prometheus_tsdb_reloads_failures_total{job="prometheus"}[1h])) + sum by (pod) (increase(prometheus_tsdb_wal_writes_failed_total{job="prometheus"}[1h])) > 0`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'The storage of Prometheus has errors',
    description: '{{ $labels.pod }} fails to compact, reload or write its storage.',
    threshold: 'Errors in every hour of two: a single one after a hard stop is repaired by itself.',
    page: {
      meaning:
        'Blocks cannot be compacted or loaded, or its log is damaged or not written: mostly a full or broken disk.',
      impact: 'The disk fills, queries get slow, data may be lost at the next restart.',
      look: [
        LOGS,
        [
          'The disk?',
          'kubectl -n monitoring exec <pod> -c prometheus -- df -h /prometheus; kubectl -n monitoring exec <pod> -c prometheus -- ls /prometheus',
        ],
      ],
      end: 'Full: grow the claim. Damaged: stop this one server, delete its claim, let it start empty; the other one has the data of the time.',
    },
    proof: {
      fires: {
        when: 'every compaction fails',
        every: '5m',
        series: {
          [self('prometheus_tsdb_wal_corruptions_total')]: '0x60',
          [self('prometheus_tsdb_compactions_failed_total')]: '0+1x60',
          [self('prometheus_tsdb_reloads_failures_total')]: '0x60',
          [self('prometheus_tsdb_wal_writes_failed_total')]: '0x60',
        },
        at: '3h',
        labels: pod,
      },
      silent: [
        {
          when: 'one failed',
          every: '5m',
          series: {
            [self('prometheus_tsdb_wal_corruptions_total')]: '0x3 1x57',
            [self('prometheus_tsdb_compactions_failed_total')]: '0x60',
            [self('prometheus_tsdb_reloads_failures_total')]: '0x60',
            [self('prometheus_tsdb_wal_writes_failed_total')]: '0x60',
          },
          at: '3h',
        },
      ],
    },
  },
  {
    alert: 'PrometheusDiscoveryFails',
    expr: 'prometheus_sd_failed_configs{job="prometheus"} > 0 or sum by (pod) (rate(prometheus_sd_kubernetes_failures_total{job="prometheus"}[10m])) > 0.1',
    for: '20m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Prometheus cannot find its targets',
    description: '{{ $labels.pod }} fails to discover targets.',
    threshold: 'Twenty minutes: longer than the API server is away for an update.',
    page: {
      meaning: 'The API server refuses or does not answer its lists and watches.',
      impact: 'New pods are not scraped, old ones count as down.',
      look: [
        LOGS,
        [
          'May it read what it must?',
          'kubectl auth can-i list endpointslices.discovery.k8s.io -A --as=system:serviceaccount:monitoring:prometheus',
        ],
      ],
      end: 'Give back the role that was changed, or open the way to the service address of the API server in its network policy.',
    },
    proof: {
      fires: {
        when: 'a configuration fails',
        series: { [self('prometheus_sd_failed_configs', ',name="scrape"')]: '1x40' },
        at: '30m',
        labels: { ...labels, name: 'scrape' },
      },
      silent: [
        {
          when: 'none does',
          series: {
            [self('prometheus_sd_failed_configs', ',name="scrape"')]: '0x40',
            [self('prometheus_sd_kubernetes_failures_total')]: '3x40',
          },
          at: '30m',
        },
      ],
    },
  },
  {
    alert: 'PrometheusSeriesNearLimit',
    expr: 'max by (pod) (process_resident_memory_bytes{job="prometheus"}) / on (pod) max by (pod) (kube_pod_container_resource_limits{job="kube-state-metrics",namespace="monitoring",container="prometheus",resource="memory"}) > 0.9',
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Prometheus needs nearly all its memory',
    description: '{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit.',
    threshold:
      '90 %: the Go runtime is told to stay below that (auto-gomemlimit 0.9), so above it there is nothing left to clean up.',
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
        when: 'it uses all',
        series: {
          'process_resident_memory_bytes{job="prometheus",pod="prometheus-0"}': '8e9x60',
          'kube_pod_container_resource_limits{job="kube-state-metrics",namespace="monitoring",pod="prometheus-0",container="prometheus",resource="memory"}':
            '8e9x60',
        },
        at: '50m',
        labels: pod,
        value: '100%',
      },
      silent: [
        {
          when: 'it uses half',
          series: {
            'process_resident_memory_bytes{job="prometheus",pod="prometheus-0"}': '4e9x60',
            'kube_pod_container_resource_limits{job="kube-state-metrics",namespace="monitoring",pod="prometheus-0",container="prometheus",resource="memory"}':
              '8e9x60',
          },
          at: '50m',
        },
      ],
    },
  },
];
