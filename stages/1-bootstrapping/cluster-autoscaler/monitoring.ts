import { watched } from '../../../src/kit/alert';
import type { Context } from '../../../src/kit/contract';
import type { Monitoring } from '../../../src/kit/monitoring';
import { cluster } from '../cluster';
import { autoscalerAlerts } from './alerts';
import { CLUSTER_AUTOSCALER_POD } from './names';

/** Cluster Autoscaler as Prometheus sees it; nothing where another kind of compute is chosen. */
export function monitoring({ contextOf }: Context): Monitoring {
  if (contextOf(cluster).config.compute.type !== 'managed') return {};
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
