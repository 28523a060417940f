export * from './alertmanager';
export * from './kube-state-metrics';
export * from './monitoring';
export * from './node-exporter';
export * from './prometheus';
export { teamAdoption } from './stage';
