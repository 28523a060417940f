import { type StoreSettingsProps, storeSettings } from '../logging/store/settings';
import { elasticsearchNames as names } from './names';

/** Where the image keeps it all. */
export const HOME = '/usr/share/elasticsearch';

/** elasticsearch.yml of every node. */
export function settings(props: StoreSettingsProps): Record<string, unknown> {
  return {
    ...storeSettings(props, names, HOME),
    'readiness.port': 8080,
    'xpack.security.enabled': true,
    'xpack.security.transport.ssl.enabled': true,
    // The address a node publishes is its pod's, which no certificate names; the authority signs nothing but nodes.
    'xpack.security.transport.ssl.verification_mode': 'certificate',
    'xpack.security.transport.ssl.client_authentication': 'required',
    ...tls('xpack.security.transport.ssl', 'transport'),
    'xpack.security.http.ssl.enabled': true,
    ...tls('xpack.security.http.ssl', 'http'),
    // Neither is used here, and both cost memory or a way out.
    'xpack.ml.enabled': false,
    'ingest.geoip.downloader.enabled': false,
    ...(props.region ? { 's3.client.default.region': props.region } : {}),
  };
}

function tls(prefix: string, directory: string): Record<string, unknown> {
  return {
    [`${prefix}.key`]: `${directory}/tls.key`,
    [`${prefix}.certificate`]: `${directory}/tls.crt`,
    [`${prefix}.certificate_authorities`]: [`${directory}/ca.crt`],
  };
}
