export { type KibanaConfig, kibanaConfig } from './config';
export { kibana } from './kibana';
export { Kibana, type KibanaProps } from './kibana.k8s';
export { backChannelPorts, CLIENT_SECRET_SETTING, realmSettings, roleMappings } from './oidc';
export { type OidcConfig, oidcConfig } from './oidc-config';
