import { STORES } from '../logging/choices';

/** Names both faces and the clients of Elasticsearch compute instead of reading them from each other. None can change later. */
export const elasticsearchNames = {
  /** StatefulSet, service account, client Service. */
  name: STORES.elasticsearch.name,
  /** Headless Service the nodes find each other by. */
  nodes: 'elasticsearch-nodes',
  transportSecret: 'elasticsearch-transport-tls',
  httpSecret: 'elasticsearch-http-tls',
  /** Password of the built-in superuser; only the nodes' first start and the setup job use it. */
  superuserSecret: 'elasticsearch-elastic',
  setup: 'elasticsearch-setup',
  exporter: 'elasticsearch-exporter',
  exporterSecret: 'elasticsearch-exporter-credentials',
  repository: 'archive',
} as const;

export const ELASTICSEARCH_REPLICAS = 3;

/** S3 bucket of the archive; bucket names are global, so it carries account and region. */
export function archiveBucket({ name, account, region }: { name: string; account: string; region: string }): string {
  return `${name}-logs-archive-${account}-${region}`;
}

/** A login the setup job makes: its Secret holds `username` and `password`. */
export interface ElasticsearchUser {
  readonly username: string;
  readonly role: string;
  readonly secret: string;
  readonly namespace: string;
}
