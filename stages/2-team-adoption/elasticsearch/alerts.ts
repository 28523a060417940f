import type { Alert } from '../../../src/kit/alert';
import { LOGS } from '../watch/thresholds';
import { ELASTICSEARCH_REPLICAS, elasticsearchNames as names } from './names';

const JOB = `job="${names.exporter}"`;
const api = (path: string) =>
  `kubectl exec -n logging ${names.name}-0 -c ${names.name} -- bash -c 'curl -s --cacert config/http/ca.crt -u "elastic:$(cat /run/elasticsearch/password)" "https://localhost:9200/${path}"'`;

const health = (color: string, values: string) => ({
  [`elasticsearch_cluster_health_status{${JOB},cluster="acme-logs",color="${color}"}`]: values,
});
const disk = (available: string) => ({
  [`elasticsearch_filesystem_data_available_bytes{${JOB},name="elasticsearch-0"}`]: available,
  [`elasticsearch_filesystem_data_size_bytes{${JOB},name="elasticsearch-0"}`]: '100x60',
});

const diskPage = {
  meaning: 'The volume of a node runs out of room for indices.',
  look: [
    [
      'How full are the nodes, and of which streams?',
      `${api('_cat/allocation?v')}; ${api('_data_stream/_stats?human')}`,
    ],
    [
      'Did one namespace begin to write much more?',
      api('logs-kubernetes-*/_search?size=0&q=@timestamp:>now-1h&filter_path=hits.total'),
    ],
  ],
  end: 'Lower `logging.retention.deleteAfterDays` or quiet the writer; both give room within minutes. Otherwise raise `elasticsearch.size`, and grow the claims: a StatefulSet never grows them itself (`kubectl -n logging patch pvc data-elasticsearch-0 …`).',
} as const;

/** What goes wrong with the store. */
export const elasticsearchAlerts: readonly Alert[] = [
  {
    alert: 'ElasticsearchRed',
    expr: `max by (cluster) (elasticsearch_cluster_health_status{${JOB},color="red"}) == 1`,
    for: '5m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Some logs cannot be read or written',
    description: 'A primary shard of {{ $labels.cluster }} has no node.',
    threshold: 'Red by Elasticsearch’s own definition; five minutes cover the start of a node.',
    page: {
      meaning: 'At least one primary shard is assigned to no node: its part of the logs is away.',
      impact: 'Searches miss records. Collectors hold what belongs there on the disks of their nodes until it is back.',
      look: [
        ['Which shard, and why is it not assigned?', api('_cluster/allocation/explain?pretty')],
        ['Are all nodes there?', 'kubectl get pods,pvc -n logging -o wide'],
      ],
      end: 'Bring the missing node back: its volume holds the shard. If the volume is lost, restore the index from the archive (`POST _snapshot/archive/<name>/_restore`).',
    },
    proof: {
      fires: { when: 'the cluster is red', series: health('red', '1x60'), at: '10m', labels: { cluster: 'acme-logs' } },
      silent: [{ when: 'it is red for a moment', series: health('red', '1 1 0x60'), at: '10m' }],
    },
  },
  {
    alert: 'ElasticsearchYellow',
    expr: `max by (cluster) (elasticsearch_cluster_health_status{${JOB},color="yellow"}) == 1`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Logs are stored once instead of twice',
    description: 'Copies of shards of {{ $labels.cluster }} have been missing for half an hour.',
    threshold: 'A rolling restart is yellow for five minutes a node (delayed_timeout); half an hour is beyond it.',
    page: {
      meaning: 'Every shard can be used, but some have no second copy.',
      impact: 'None now. The loss of one more node loses logs that the archive does not have yet.',
      look: [
        ['Which copies, and why?', api('_cluster/allocation/explain?pretty')],
        [
          'Are all three nodes there, each in its zone?',
          'kubectl get pods -n logging -o wide -l app.kubernetes.io/name=elasticsearch',
        ],
      ],
      end: 'It ends when the missing node is back or has room again.',
    },
    proof: {
      fires: { when: 'it stays yellow', series: health('yellow', '1x60'), at: '40m', labels: { cluster: 'acme-logs' } },
      silent: [{ when: 'a node restarts', series: health('yellow', '1x10 0x60'), at: '40m' }],
    },
  },
  {
    alert: 'ElasticsearchNodeMissing',
    expr: `min by (cluster) (elasticsearch_cluster_health_number_of_nodes{${JOB}}) < ${ELASTICSEARCH_REPLICAS}`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The log store has lost a node',
    description: '{{ $labels.cluster }} has {{ $value }} nodes.',
    threshold: `There are ${ELASTICSEARCH_REPLICAS}; a quarter of an hour covers a node that moves.`,
    page: {
      meaning: 'Fewer nodes form the cluster than there should be.',
      impact: 'None with two of three. With one the cluster elects no master and stops.',
      look: [
        ['Where is it?', 'kubectl get pods,pvc -n logging -o wide -l app.kubernetes.io/name=elasticsearch'],
        ['What does it say?', 'kubectl logs -n logging -l app.kubernetes.io/name=elasticsearch --tail=50 --prefix'],
      ],
      end: 'A pod that is pending needs a node in the zone of its volume. One that restarts says why in its log.',
    },
    proof: {
      fires: {
        when: 'one of three is gone',
        series: { [`elasticsearch_cluster_health_number_of_nodes{${JOB},cluster="acme-logs"}`]: '2x60' },
        at: '20m',
        labels: { cluster: 'acme-logs' },
        value: '2',
      },
      silent: [
        {
          when: 'all are there',
          series: { [`elasticsearch_cluster_health_number_of_nodes{${JOB},cluster="acme-logs"}`]: '3x60' },
          at: '20m',
        },
      ],
    },
  },
  {
    alert: 'ElasticsearchDiskLow',
    expr: `elasticsearch_filesystem_data_available_bytes{${JOB}} / elasticsearch_filesystem_data_size_bytes{${JOB}} < ${LOGS.diskFreeWarning}`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node of the log store takes no new shards',
    description: '{{ $labels.name }} has {{ $value | humanizePercentage }} of its volume left.',
    threshold: 'The low watermark of Elasticsearch is 85 % used: beyond it no new shard comes to the node.',
    page: {
      ...diskPage,
      impact:
        'None yet. At 90 % shards are moved away, at 95 % indices become read-only and logs pile up on the nodes.',
    },
    proof: {
      fires: {
        when: 'a tenth is left',
        series: disk('10x60'),
        at: '40m',
        labels: { job: 'elasticsearch-exporter', name: 'elasticsearch-0' },
        value: '10%',
      },
      silent: [{ when: 'a fifth is left', series: disk('20x60'), at: '40m' }],
    },
  },
  {
    alert: 'ElasticsearchDiskAlmostFull',
    expr: `elasticsearch_filesystem_data_available_bytes{${JOB}} / elasticsearch_filesystem_data_size_bytes{${JOB}} < ${LOGS.diskFreeCritical}`,
    for: '5m',
    severity: 'critical',
    owner: 'platform',
    summary: 'The log store is about to refuse logs',
    description: '{{ $labels.name }} has {{ $value | humanizePercentage }} of its volume left.',
    threshold: 'The flood stage of Elasticsearch is 95 % used; 92 % leaves time to act.',
    page: {
      ...diskPage,
      impact:
        'At 95 % every index with a shard on the node becomes read-only and collectors begin to fill the disks of their nodes.',
    },
    proof: {
      fires: {
        when: 'five hundredths are left',
        series: disk('5x60'),
        at: '10m',
        labels: { job: 'elasticsearch-exporter', name: 'elasticsearch-0' },
        value: '5%',
      },
      silent: [{ when: 'a tenth is left', series: disk('10x60'), at: '10m' }],
    },
  },
  {
    alert: 'LogArchiveOld',
    expr: `time() - max by (repository) (elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{${JOB}}) > 30 * 3600`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Logs have not been archived since yesterday',
    description: 'The newest snapshot of {{ $labels.repository }} is {{ $value | humanizeDuration }} old.',
    threshold: 'A snapshot is taken every night; thirty hours allow one that takes long.',
    page: {
      meaning: 'The nightly snapshot to S3 failed or did not run.',
      impact:
        'No index is deleted before a snapshot holds it, so the volumes fill up. A lost cluster loses what is not archived.',
      look: [
        ['What did the last run say?', api('_slm/policy/archive?human&pretty')],
        [
          'Can every node reach the bucket?',
          api('_snapshot/archive/_verify?pretty').replace('curl -s', 'curl -s -X POST'),
        ],
      ],
      end: 'A refusal by S3 is a matter of the role or the key policy; a time-out one of the network policy or the endpoint. Then run it by hand: `POST _slm/policy/archive/_execute`.',
    },
    proof: {
      fires: {
        when: 'the newest is from the day before yesterday',
        series: {
          [`elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{${JOB},repository="archive"}`]: '0x700',
        },
        at: '32h',
        every: '5m',
        labels: { repository: 'archive' },
        value: '1d 8h 0m 0s',
      },
      silent: [
        {
          when: 'there is one from last night',
          series: {
            [`elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{${JOB},repository="archive"}`]:
              '86400x700',
          },
          at: '32h',
          every: '5m',
        },
      ],
    },
  },
  {
    alert: 'LogLifecycleStuck',
    expr: `count by (index) (elasticsearch_ilm_index_status{${JOB},step="ERROR"} == 1)`,
    for: '30m',
    severity: 'warning',
    owner: 'platform',
    summary: 'An index of logs does not move on',
    description: 'The lifecycle of {{ $labels.index }} stands at an error.',
    threshold: 'Elasticsearch looks every ten minutes and tries again by itself; after three times it needs help.',
    page: {
      meaning:
        'A step of the index’s lifecycle (roll over, merge, wait for a snapshot, delete) failed and is not repeated with success.',
      impact: 'The index grows or stays longer than it should; in the end the volumes are full.',
      look: [['Which step, and why?', api('logs-kubernetes-*/_ilm/explain?only_errors=true&pretty')]],
      end: 'Mend the reason it gives, then `POST <index>/_ilm/retry`.',
    },
    proof: {
      fires: {
        when: 'a step failed',
        series: {
          [`elasticsearch_ilm_index_status{${JOB},index="i",phase="warm",action="forcemerge",step="ERROR"}`]: '1x60',
        },
        at: '40m',
        labels: { index: 'i' },
      },
      silent: [
        {
          when: 'steps go on',
          series: {
            [`elasticsearch_ilm_index_status{${JOB},index="i",phase="hot",action="rollover",step="check-rollover-ready"}`]:
              '1x60',
          },
          at: '40m',
        },
      ],
    },
  },
];
