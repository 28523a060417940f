import type { Alert } from '../../../src/kit/alert';

const LOGS = [
  'What does it log?',
  'kubectl -n monitoring logs <pod> -c prometheus --tail=200 | grep -iE "error|warn"',
] as const;
const self = (metric: string, extra = '') => `${metric}{job="prometheus",instance="p:9090",pod="prometheus-0"${extra}}`;
const pod = { pod: 'prometheus-0' };

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
    expr: `max by (pod) (prometheus_sd_failed_configs{job="prometheus"}) > 0
or sum by (pod) (rate(prometheus_sd_kubernetes_failures_total{job="prometheus"}[10m])) > 0.1
or sum by (pod) (increase(prometheus_target_sync_failed_total{job="prometheus"}[30m])) > 0`,
    for: '20m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Prometheus cannot find its targets',
    description: '{{ $labels.pod }} fails to discover targets.',
    threshold: 'Twenty minutes: longer than the API server is away for an update.',
    page: {
      meaning:
        'The API server refuses or does not answer its lists and watches, or what it tells makes no target: an address or a label that is not valid.',
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
        labels: pod,
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
    alert: 'PrometheusJobWithoutTargets',
    expr: 'max by (scrape_job) (prometheus_target_scrape_pool_targets{job="prometheus",scrape_job!~"annotated-.+"}) == 0',
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A scrape job finds nothing to scrape',
    description: 'Job {{ $labels.scrape_job }} is configured and has no target.',
    threshold:
      'Every job but those of annotations is there for something that is installed; half an hour is longer than an installation takes.',
    page: {
      meaning:
        'The Service, its port name or the labels of the pods are not what the job looks for, or what it watches is not there.',
      impact: 'No alert of it can fire: what is not scraped is not down, it is just silent.',
      look: [
        [
          'Is what it watches there, with a Service and endpoints?',
          'kubectl get pods,services,endpointslices -A | grep <scrape_job>',
        ],
        [
          'What was found and left out, and with which labels?',
          'kubectl -n monitoring exec prometheus-0 -c prometheus -- wget -qO- "localhost:9090/api/v1/targets?state=dropped&scrapePool=<scrape_job>" | jq ".data.droppedTargets[].discoveredLabels" | head -60',
        ],
      ],
      end: 'Bring back what is missing, or the name of the service port. Something that was switched off for good leaves with its job when the bundle is generated again.',
    },
    proof: {
      fires: {
        when: 'both servers find none',
        series: {
          [self('prometheus_target_scrape_pool_targets', ',scrape_job="vault"')]: '0x60',
          'prometheus_target_scrape_pool_targets{job="prometheus",pod="prometheus-1",scrape_job="vault"}': '0x60',
        },
        at: '40m',
        labels: { scrape_job: 'vault' },
      },
      silent: [
        {
          when: 'nobody asked by annotation',
          series: { [self('prometheus_target_scrape_pool_targets', ',scrape_job="annotated-pods"')]: '0x60' },
          at: '40m',
        },
        {
          when: 'one server has just started',
          series: {
            [self('prometheus_target_scrape_pool_targets', ',scrape_job="vault"')]: '0x60',
            'prometheus_target_scrape_pool_targets{job="prometheus",pod="prometheus-1",scrape_job="vault"}': '3x60',
          },
          at: '40m',
        },
      ],
    },
  },
];
