import { watched } from '../../../../src/kit/alert';
import { component } from '../../../../src/kit/contract';
import { runbookBase } from '../../prometheus/rule-file';
import { storageAlerts } from './alerts';

export const watchStorage = component({
  name: 'watch-storage',
  title: 'Storage alerts',
  summary: 'Alerts and dashboard of volumes: space, files, attachment',
  monitoring: ({ platform }) => ({
    ...watched({ name: 'volumes', rules: storageAlerts }),
    inhibitions: [
      {
        name: 'a volume that is nearly full is no longer a forecast',
        cause: 'VolumeNearlyFull',
        consequences: ['VolumeFillsUp'],
        equal: ['namespace', 'persistentvolumeclaim'],
      },
    ],
    dashboards: async () => [(await import('./dashboard')).storageDashboard(runbookBase(platform.repository))],
  }),
});
