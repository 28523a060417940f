export { alertmanager } from './alertmanager';
export { type AlertmanagerConfig, alertmanagerConfig } from './config';
export { ALERTMANAGER } from './names';
export { WATCHDOG } from './routes';
