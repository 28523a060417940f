import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { capacityAlerts } from './alerts';
import { autoscalerAlerts } from './autoscaler';

export const watchCapacity = component({
  name: 'watch-capacity',
  title: 'Capacity alerts',
  summary: 'Alerts about room for pods: requests, quotas, pods that fit nowhere, the autoscaler',
  // The autoscaler's own alerts stand only where it is: an alert about what nobody installed can never be ended.
  monitoring: (context) =>
    watched(
      { name: 'capacity', rules: capacityAlerts },
      ...(context.has('cluster-autoscaler') ? [{ name: 'cluster-autoscaler', rules: autoscalerAlerts }] : []),
    ),
});
