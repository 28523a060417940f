export { type GrafanaConfig, grafanaConfig } from './config';
export { grafana } from './grafana';
export { GRAFANA, grafanaPods } from './names';
export { Grafana, type GrafanaProps } from './server.k8s';
