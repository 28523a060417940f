import type { Alert, AlertPage } from '../../../../src/kit/alert';
import { LOGS } from '../../watch/thresholds';
import { STORE_REPLICAS, type StoreNames } from './names';

export interface StoreAlertsProps {
  /** Name of the store for people; alerts begin with it. */
  readonly title: string;
  readonly names: StoreNames;
  /** Command that asks the store's API for a path. */
  readonly ask: (path: string) => string;
}

/** What goes wrong with a store, whichever it is. */
export function storeAlerts(store: StoreAlertsProps): readonly Alert[] {
  return [...healthAlerts(store), ...diskAlerts(store), shardsAlert(store)];
}

function healthAlerts({ title, names, ask }: StoreAlertsProps): Alert[] {
  const job = `job="${names.exporter}"`;
  const health = (color: string, values: string) => ({
    [`elasticsearch_cluster_health_status{${job},cluster="acme-logs",color="${color}"}`]: values,
  });
  return [
    {
      alert: `${title}Red`,
      expr: `max by (cluster) (elasticsearch_cluster_health_status{${job},color="red"}) == 1`,
      for: '5m',
      severity: 'critical',
      owner: 'platform',
      summary: 'Some logs cannot be read or written',
      description: 'A primary shard of {{ $labels.cluster }} has no node.',
      threshold: `Red by ${title}’s own definition; five minutes cover the start of a node.`,
      page: {
        meaning: 'At least one primary shard is assigned to no node: its part of the logs is away.',
        impact:
          'Searches miss records. Collectors hold what belongs there on the disks of their nodes until it is back.',
        look: [
          ['Which shard, and why is it not assigned?', ask('_cluster/allocation/explain?pretty')],
          ['Are all nodes there?', 'kubectl get pods,pvc -n logging -o wide'],
        ],
        end: 'Bring the missing node back: its volume holds the shard. If the volume is lost, restore the index from the archive (`POST _snapshot/archive/<name>/_restore`).',
      },
      proof: {
        fires: {
          when: 'the cluster is red',
          series: health('red', '1x60'),
          at: '10m',
          labels: { cluster: 'acme-logs' },
        },
        silent: [{ when: 'it is red for a moment', series: health('red', '1 1 0x60'), at: '10m' }],
      },
    },
    {
      alert: `${title}Yellow`,
      expr: `max by (cluster) (elasticsearch_cluster_health_status{${job},color="yellow"}) == 1`,
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
          ['Which copies, and why?', ask('_cluster/allocation/explain?pretty')],
          [
            'Are all three nodes there, each in its zone?',
            `kubectl get pods -n logging -o wide -l app.kubernetes.io/name=${names.name}`,
          ],
        ],
        end: 'It ends when the missing node is back or has room again.',
      },
      proof: {
        fires: {
          when: 'it stays yellow',
          series: health('yellow', '1x60'),
          at: '40m',
          labels: { cluster: 'acme-logs' },
        },
        silent: [{ when: 'a node restarts', series: health('yellow', '1x10 0x60'), at: '40m' }],
      },
    },
    {
      alert: `${title}NodeMissing`,
      expr: `min by (cluster) (elasticsearch_cluster_health_number_of_nodes{${job}}) < ${STORE_REPLICAS}`,
      for: '15m',
      severity: 'warning',
      owner: 'platform',
      summary: 'The log store has lost a node',
      description: '{{ $labels.cluster }} has {{ $value }} nodes.',
      threshold: `There are ${STORE_REPLICAS}; a quarter of an hour covers a node that moves.`,
      page: {
        meaning: 'Fewer nodes form the cluster than there should be.',
        impact: 'None with two of three. With one the cluster elects no master and stops.',
        look: [
          ['Where is it?', `kubectl get pods,pvc -n logging -o wide -l app.kubernetes.io/name=${names.name}`],
          ['What does it say?', `kubectl logs -n logging -l app.kubernetes.io/name=${names.name} --tail=50 --prefix`],
        ],
        end: 'A pod that is pending needs a node in the zone of its volume. One that restarts says why in its log.',
      },
      proof: {
        fires: {
          when: 'one of three is gone',
          series: { [`elasticsearch_cluster_health_number_of_nodes{${job},cluster="acme-logs"}`]: '2x60' },
          at: '20m',
          labels: { cluster: 'acme-logs' },
          value: '2',
        },
        silent: [
          {
            when: 'all are there',
            series: { [`elasticsearch_cluster_health_number_of_nodes{${job},cluster="acme-logs"}`]: '3x60' },
            at: '20m',
          },
        ],
      },
    },
  ];
}

/** Shards a node may hold, by both stores' own default: cluster.max_shards_per_node. */
const SHARDS_PER_NODE = 1000;

function shardsAlert({ title, names, ask }: StoreAlertsProps): Alert {
  const job = `job="${names.exporter}"`;
  const shards = (values: string) => ({
    [`elasticsearch_cluster_health_active_shards{${job},cluster="acme-logs"}`]: values,
  });
  return {
    alert: `${title}ShardsNearLimit`,
    expr: `max by (cluster) (elasticsearch_cluster_health_active_shards{${job}}) / ${SHARDS_PER_NODE * STORE_REPLICAS} > 0.85`,
    for: '1h',
    severity: 'warning',
    owner: 'platform',
    summary: 'The log store will soon begin no new index',
    description: '{{ $labels.cluster }} has {{ $value | humanizePercentage }} of the shards it may have.',
    threshold: `${title} begins no index beyond ${SHARDS_PER_NODE} shards a node; with a day of rollovers left there is time to act.`,
    page: {
      meaning: 'There are nearly as many indices and copies as the nodes may hold.',
      impact:
        'None yet. At the limit no stream gets its next index: those that are there grow on, and the first record of a new stream is refused.',
      look: [
        ['Which streams have the most?', ask('_cat/indices/logs-*?h=index,pri,rep,store.size&s=index')],
        ['How many may there be?', ask('_cluster/settings?include_defaults=true&filter_path=**.max_shards_per_node')],
      ],
      end: 'Raise `logging.retention.rolloverDays`, lower `deleteAfterDays`, or delete the streams of namespaces that are gone (`DELETE _data_stream/<name>`).',
    },
    proof: {
      fires: {
        when: 'nine tenths are used',
        series: shards('2700x180'),
        at: '90m',
        labels: { cluster: 'acme-logs' },
        value: '90%',
      },
      silent: [{ when: 'half are used', series: shards('1500x180'), at: '90m' }],
    },
  };
}

function diskAlerts({ title, names, ask }: StoreAlertsProps): Alert[] {
  const job = `job="${names.exporter}"`;
  const free = `elasticsearch_filesystem_data_available_bytes{${job}} / elasticsearch_filesystem_data_size_bytes{${job}}`;
  const node = `${names.name}-0`;
  const disk = (available: string) => ({
    [`elasticsearch_filesystem_data_available_bytes{${job},name="${node}"}`]: available,
    [`elasticsearch_filesystem_data_size_bytes{${job},name="${node}"}`]: '100x60',
  });
  const labels = { job: names.exporter, name: node };
  const diskPage: Omit<AlertPage, 'impact'> = {
    meaning: 'The volume of a node runs out of room for indices.',
    look: [
      [
        'How full are the nodes, and of which streams?',
        `${ask('_cat/allocation?v')}; ${ask('_data_stream/_stats?human')}`,
      ],
      [
        'Which indices grew most since they began?',
        ask(
          '_cat/indices/.ds-logs-kubernetes-*?v&s=creation.date:desc&h=index,creation.date.string,docs.count,store.size',
        ),
      ],
    ],
    end: `Lower \`logging.retention.deleteAfterDays\` or quiet the writer; both give room within minutes. Otherwise raise \`${names.name}.size\`, and grow the claims: a StatefulSet never grows them itself (\`kubectl -n logging patch pvc data-${node} …\`).`,
  };

  return [
    {
      alert: `${title}DiskLow`,
      expr: `${free} < ${LOGS.diskFreeWarning}`,
      for: '30m',
      severity: 'warning',
      owner: 'platform',
      summary: 'A node of the log store takes no new shards',
      description: '{{ $labels.name }} has {{ $value | humanizePercentage }} of its volume left.',
      threshold: `The low watermark of ${title} is 85 % used: beyond it no new shard comes to the node.`,
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
          labels,
          value: '10%',
        },
        silent: [{ when: 'a fifth is left', series: disk('20x60'), at: '40m' }],
      },
    },
    {
      alert: `${title}DiskAlmostFull`,
      expr: `${free} < ${LOGS.diskFreeCritical}`,
      for: '5m',
      severity: 'critical',
      owner: 'platform',
      summary: 'The log store is about to refuse logs',
      description: '{{ $labels.name }} has {{ $value | humanizePercentage }} of its volume left.',
      threshold: `The flood stage of ${title} is 95 % used; 92 % leaves time to act.`,
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
          labels,
          value: '5%',
        },
        silent: [{ when: 'a tenth is left', series: disk('10x60'), at: '10m' }],
      },
    },
  ];
}

export interface ArchiveAlertProps {
  readonly names: StoreNames;
  /** What it means that nothing is archived. */
  readonly impact: string;
  /** Command that says how the last snapshot went. */
  readonly lastRun: string;
  /** Command that has every node try the bucket. */
  readonly verify: string;
  /** What is done once the reason is mended. */
  readonly mended: string;
}

/** Snapshots that do not happen. */
export function archiveAlert({ names, impact, lastRun, verify, mended }: ArchiveAlertProps): Alert {
  const job = `job="${names.exporter}"`;
  return {
    alert: 'LogArchiveOld',
    expr: `time() - max by (repository) (elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{${job}}) > 30 * 3600`,
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'Logs have not been archived since yesterday',
    description: 'The newest snapshot of {{ $labels.repository }} is {{ $value | humanizeDuration }} old.',
    threshold: 'A snapshot is taken every night; thirty hours allow one that takes long.',
    page: {
      meaning: 'The nightly snapshot to S3 failed or did not run.',
      impact,
      look: [
        ['What did the last run say?', lastRun],
        ['Can every node reach the bucket?', verify],
      ],
      end: `A refusal by S3 is a matter of the role or the key policy; a time-out one of the network policy or the endpoint. ${mended}`,
    },
    proof: {
      fires: {
        when: 'the newest is from the day before yesterday',
        series: {
          [`elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{${job},repository="archive"}`]: '0x700',
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
            [`elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds{${job},repository="archive"}`]:
              '86400x700',
          },
          at: '32h',
          every: '5m',
        },
      ],
    },
  };
}
