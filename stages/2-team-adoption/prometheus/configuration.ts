import { copy, endpointSlices, keep, type Relabel, type ScrapeConfig } from './scrape-config';

/** Label that tells the servers of a pair apart; dropped before alerts leave, so that Alertmanager sees one. */
export const REPLICA_LABEL = 'prometheus_replica';
/** Part of the volume blocks may fill: 80 to 85 % leave room for the WAL, the head and compaction (Prometheus documentation, storage). */
const VOLUME_SHARE = 0.8;

export interface ConfigurationOptions {
  /** Value of the `cluster` label. */
  readonly cluster: string;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly scrapeIntervalSeconds: number;
  readonly evaluationIntervalSeconds: number;
  readonly retentionDays: number;
  readonly volumeGiB: number;
  /** Where every Alertmanager is listed: a headless Service and its port. */
  readonly alertmanagers: { readonly namespace: string; readonly service: string; readonly port: string };
  /** Team that is told of alerts of a namespace. */
  readonly namespaceTeams: Readonly<Record<string, string>>;
  readonly jobs: readonly ScrapeConfig[];
  readonly remoteWrite: readonly Readonly<Record<string, unknown>>[];
}

/** prometheus.yml, as data. The same for every server: only the replica label is read from its environment. */
export function prometheusConfiguration(options: ConfigurationOptions): Readonly<Record<string, unknown>> {
  const { alertmanagers, remoteWrite } = options;
  return {
    global: {
      scrape_interval: `${options.scrapeIntervalSeconds}s`,
      scrape_timeout: '10s',
      evaluation_interval: `${options.evaluationIntervalSeconds}s`,
      external_labels: {
        ...escaped(options.externalLabels),
        cluster: options.cluster,
        [REPLICA_LABEL]: '${POD_NAME}',
      },
      // No series of ours comes near: a target that passes these is broken or hostile.
      body_size_limit: '64MB',
      label_limit: 40,
      label_name_length_limit: 128,
      label_value_length_limit: 1024,
      keep_dropped_targets: 100,
      // The limit of each scrape as a metric: what comes near it is told before the limit cuts it off.
      extra_scrape_metrics: true,
    },
    storage: {
      tsdb: {
        retention: {
          time: `${options.retentionDays}d`,
          size: `${Math.floor(options.volumeGiB * 1024 * VOLUME_SHARE)}MB`,
        },
        // Samples of the two servers' own clock and of slow targets; older ones are errors.
        out_of_order_time_window: '0s',
      },
    },
    rule_files: ['/etc/prometheus/rules/*.yml'],
    alerting: {
      alert_relabel_configs: [
        { regex: REPLICA_LABEL, action: 'labeldrop' },
        ...teamsOfNamespaces(options.namespaceTeams),
      ],
      alertmanagers: [
        {
          api_version: 'v2',
          kubernetes_sd_configs: [endpointSlices(alertmanagers.namespace)],
          relabel_configs: [
            keep(
              ['__meta_kubernetes_service_name', '__meta_kubernetes_endpointslice_port_name'],
              `${alertmanagers.service};${alertmanagers.port}`,
            ),
            copy('__meta_kubernetes_pod_name', 'alertmanager'),
          ],
        },
      ],
    },
    scrape_configs: options.jobs,
    ...(remoteWrite.length > 0 ? { remote_write: remoteWrite } : {}),
  };
}

/** An alert about a namespace is its team's, whoever wrote the rule. */
function teamsOfNamespaces(teams: Readonly<Record<string, string>>): Relabel[] {
  return [...new Set(Object.values(teams))].sort().map((team) => ({
    source_labels: ['namespace'],
    regex: Object.keys(teams)
      .filter((namespace) => teams[namespace] === team)
      .sort()
      .join('|'),
    target_label: 'team',
    replacement: team,
  }));
}

/** External labels are expanded from the environment: a user's dollar stays a dollar. */
function escaped(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]));
}
