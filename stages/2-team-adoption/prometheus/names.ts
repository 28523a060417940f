import type { PodPeer } from '../../../src/kit/monitoring';
import { MONITORING_NAMESPACE } from '../monitoring/monitoring';

/** Where others reach Prometheus. */
export const PROMETHEUS = {
  namespace: MONITORING_NAMESPACE,
  /** Service over both servers; a client stays with one of them, since their samples differ by milliseconds. */
  service: 'prometheus',
  serviceAccount: 'prometheus',
  port: 9090,
  selector: { 'app.kubernetes.io/name': 'prometheus', 'app.kubernetes.io/instance': 'prometheus' },
} as const;

/** The servers' pods, for the policies of what they scrape. */
export const prometheusPods: PodPeer = { namespace: PROMETHEUS.namespace, podLabels: PROMETHEUS.selector };
