export { MONITORING_NAMESPACE, monitoring } from './monitoring';
