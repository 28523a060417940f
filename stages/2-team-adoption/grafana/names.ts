import type { PodPeer } from '../../../src/kit/monitoring';
import { MONITORING_NAMESPACE } from '../monitoring/monitoring';

/** Where others reach Grafana. */
export const GRAFANA = {
  namespace: MONITORING_NAMESPACE,
  service: 'grafana',
  port: 3000,
  portName: 'http',
  selector: { 'app.kubernetes.io/name': 'grafana', 'app.kubernetes.io/instance': 'grafana' },
} as const;

/** Grafana's pods, for the policies of the systems it reads from. */
export const grafanaPods: PodPeer = { namespace: GRAFANA.namespace, podLabels: GRAFANA.selector };
