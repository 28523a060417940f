import { type StoreSettingsProps, storeSettings } from '../logging/store/settings';
import { opensearchNames as names } from './names';

/** Where the image keeps it all. */
export const HOME = '/usr/share/opensearch';

/**
 * opensearch.yml of every node. Names: OpenSearch documentation,
 * "Configuring TLS certificates", "Security settings" and "Discovery and gateway settings".
 */
export function settings(props: StoreSettingsProps): Record<string, unknown> {
  return {
    ...storeSettings(props, names, HOME),
    // Changed files are read again within seconds, so a renewed certificate needs no restart. Subjects and issuers are not compared: only cert-manager writes these files.
    'plugins.security.ssl.certificates_hot_reload.enabled': true,
    ...tls('transport', 'transport/ca.crt'),
    // The address a node publishes is its pod's, which no certificate names; who is a node says the name in its certificate.
    'transport.ssl.enforce_hostname_verification': false,
    'plugins.security.nodes_dn': [`CN=${names.node}`],
    'plugins.security.ssl.http.enabled': true,
    'plugins.security.ssl.http.clientauth_mode': 'OPTIONAL',
    // Certificates of clients come from the nodes' own authority: everybody in the platform can get one of the other.
    ...tls('http', 'transport/ca.crt'),
    'plugins.security.authcz.admin_dn': [`CN=${names.admin}`],
    // Files without a user or a hash; what is there already is never overwritten by them.
    'plugins.security.allow_default_init_securityindex': true,
    'plugins.security.restapi.roles_enabled': ['all_access'],
    // How people sign in is changed by the admin certificate alone.
    'plugins.security.restapi.admin.enabled': true,
    'plugins.security.system_indices.enabled': true,
    ...(props.region
      ? {
          's3.client.default.region': props.region,
          's3.client.default.identity_token_file': 'aws-web-identity-token-file',
        }
      : {}),
  };
}

function tls(layer: 'transport' | 'http', authority: string): Record<string, unknown> {
  const prefix = `plugins.security.ssl.${layer}`;
  return {
    [`${prefix}.pemkey_filepath`]: `${layer}/tls.key`,
    [`${prefix}.pemcert_filepath`]: `${layer}/tls.crt`,
    [`${prefix}.pemtrustedcas_filepath`]: authority,
    [`${prefix}.enforce_cert_reload_dn_verification`]: false,
  };
}
