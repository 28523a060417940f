export { type GrafanaConfig, grafanaConfig } from './config';
export { grafana } from './grafana';
export { GRAFANA, grafanaPods } from './names';
