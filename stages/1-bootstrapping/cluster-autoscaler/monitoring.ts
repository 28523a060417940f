import { watched } from '../../../src/kit/alert';
import type { Monitoring } from '../../../src/kit/monitoring';
import { autoscalerAlerts } from './alerts';
import { CLUSTER_AUTOSCALER_POD } from './names';

/** Cluster Autoscaler as Prometheus sees it. */
export function monitoring(): Monitoring {
  const { name, namespace, port, labels } = CLUSTER_AUTOSCALER_POD;
  return {
    scrapes: [
      {
        job: name,
        namespace,
        service: name,
        port: 'http-metrics',
        sampleLimit: 5_000,
        targetLimit: 5,
        podLabels: labels.selector,
        containerPort: port,
      },
    ],
    ...watched({ name, rules: autoscalerAlerts }),
  };
}
