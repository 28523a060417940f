export { type KibanaConfig, kibanaConfig } from './config';
export { kibana } from './kibana';
export { Kibana, type KibanaProps } from './kibana.k8s';
