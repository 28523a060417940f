import { elasticsearchNames as names } from './names';

export interface SettingsProps {
  /** Name of the Elasticsearch cluster. Cannot change later. */
  readonly cluster: string;
  readonly namespace: string;
  /** Region of the archive's bucket. @default - no archive */
  readonly region?: string;
}

/** elasticsearch.yml of every node; what differs by node comes from its environment. */
export function settings({ cluster, namespace, region }: SettingsProps): Record<string, unknown> {
  return {
    'cluster.name': `${cluster}-logs`,
    'node.name': '${POD_NAME}',
    'node.attr.zone': '${ZONE}',
    // A shard and its copy never stand in one zone.
    'cluster.routing.allocation.awareness.attributes': 'zone',
    'network.host': '0.0.0.0',
    'network.publish_host': '${POD_IP}',
    'discovery.seed_hosts': `${names.nodes}.${namespace}.svc`,
    'readiness.port': 8080,
    'path.data': '/usr/share/elasticsearch/data',
    'path.logs': '/usr/share/elasticsearch/logs',
    'xpack.security.enabled': true,
    'xpack.security.transport.ssl.enabled': true,
    // The address a node publishes is its pod's, which no certificate names; the authority signs nothing but nodes.
    'xpack.security.transport.ssl.verification_mode': 'certificate',
    'xpack.security.transport.ssl.client_authentication': 'required',
    ...tls('xpack.security.transport.ssl', 'transport'),
    'xpack.security.http.ssl.enabled': true,
    ...tls('xpack.security.http.ssl', 'http'),
    'action.destructive_requires_name': true,
    // Neither is used here, and both cost memory or a way out.
    'xpack.ml.enabled': false,
    'ingest.geoip.downloader.enabled': false,
    ...(region ? { 's3.client.default.region': region } : {}),
  };
}

function tls(prefix: string, directory: string): Record<string, unknown> {
  return {
    [`${prefix}.key`]: `${directory}/tls.key`,
    [`${prefix}.certificate`]: `${directory}/tls.crt`,
    [`${prefix}.certificate_authorities`]: [`${directory}/ca.crt`],
  };
}
