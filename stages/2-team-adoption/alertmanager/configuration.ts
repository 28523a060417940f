import type { Inhibition } from '../../../src/kit/monitoring';
import type { AlertmanagerConfig } from './config';
import { receiverList } from './receivers';
import { routeTree, timeIntervals } from './routes';

/**
 * Labels that say what an alert is about. The more urgent alert silences the less urgent one only about the same thing: a label that
 * both lack counts as the same, so the list may be long.
 */
const SUBJECT = [
  'cluster',
  'namespace',
  'node',
  'instance',
  'pod',
  'container',
  'persistentvolumeclaim',
  'device',
  'mountpoint',
  'service',
  'job_name',
] as const;

/** alertmanager.yml, as data. */
export function alertmanagerConfiguration(
  config: AlertmanagerConfig,
  inhibitions: readonly Inhibition[],
): Readonly<Record<string, unknown>> {
  const intervals = timeIntervals(config);
  return {
    global: { resolve_timeout: '5m', smtp_require_tls: true },
    templates: ['/etc/alertmanager/templates/*.tmpl'],
    route: routeTree(config),
    receivers: receiverList(config),
    inhibit_rules: [
      severity('critical', 'warning|info'),
      severity('warning', 'info'),
      ...inhibitions.map(({ cause, consequences, equal }) => ({
        source_matchers: [`alertname="${cause}"`],
        target_matchers: [`alertname=~"${consequences.join('|')}"`],
        equal: ['cluster', ...equal.filter((label) => label !== 'cluster')],
      })),
    ],
    ...(intervals.length > 0 ? { time_intervals: intervals } : {}),
  };
}

function severity(source: string, targets: string) {
  return {
    source_matchers: [`severity="${source}"`],
    target_matchers: [`severity=~"${targets}"`],
    equal: ['alertname', ...SUBJECT],
  };
}
