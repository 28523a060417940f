import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { capacityAlerts } from './alerts';

export const watchCapacity = component({
  name: 'watch-capacity',
  title: 'Capacity alerts',
  summary: 'Alerts about room for pods: requests, quotas, pods that fit nowhere',
  monitoring: () => watched({ name: 'capacity', rules: capacityAlerts }),
});
