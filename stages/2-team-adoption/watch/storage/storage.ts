import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { storageAlerts } from './alerts';

export const watchStorage = component({
  name: 'watch-storage',
  title: 'Storage alerts',
  summary: 'Alerts and dashboard of volumes: space, files, attachment',
  monitoring: () => watched({ name: 'volumes', rules: storageAlerts }),
});
