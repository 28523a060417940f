import { MONITORING_NAMESPACE } from '../monitoring/monitoring';

/** Where others reach Alertmanager. */
export const ALERTMANAGER = {
  namespace: MONITORING_NAMESPACE,
  /** Service for people and Grafana. */
  service: 'alertmanager',
  /** Headless Service that lists every member, ready or not: Prometheus sends to each, members find each other. */
  members: 'alertmanager-members',
  port: 9093,
  portName: 'web',
  selector: { 'app.kubernetes.io/name': 'alertmanager', 'app.kubernetes.io/instance': 'alertmanager' },
} as const;
