import { component } from '../../../src/kit/contract';
import { type AlertmanagerConfig, alertmanagerConfig } from './config';

export const alertmanager = component<AlertmanagerConfig>({
  name: 'alertmanager',
  title: 'Alertmanager',
  summary: 'Routes alerts by severity and team, groups, inhibits and mutes them',
  config: { key: 'alertmanager', schema: alertmanagerConfig },
  optional: true,
  needs: ['monitoring'],
});
