export { alertmanager } from './alertmanager';
export { type AlertmanagerConfig, alertmanagerConfig } from './config';
export { Alertmanager, type AlertmanagerProps } from './members.k8s';
export { ALERTMANAGER } from './names';
export { WATCHDOG } from './routes';
