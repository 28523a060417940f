import { type AlertmanagerConfig, HEARTBEAT } from './config';

type Severity = 'critical' | 'warning' | 'info';
const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

/** Name of the alert that always fires. */
export const WATCHDOG = 'Watchdog';

/**
 * The routing tree: the heartbeat first, then each team that has receivers of its own, then severities. What has neither team nor
 * severity ends at the root, with the warnings: nothing is lost for want of a label.
 */
export function routeTree(config: AlertmanagerConfig): Readonly<Record<string, unknown>> {
  const { routes, teams, heartbeat } = config;
  return {
    receiver: routes.warning,
    group_by: ['alertname', 'cluster', 'namespace'],
    group_wait: `${config.groupWaitSeconds}s`,
    group_interval: `${config.groupIntervalMinutes}m`,
    repeat_interval: `${config.repeatHours.warning}h`,
    routes: [
      {
        receiver: HEARTBEAT,
        matchers: [`alertname="${WATCHDOG}"`],
        group_wait: '0s',
        group_interval: `${heartbeat.intervalMinutes}m`,
        // A little less than the group's interval: the time of the last call is noted after it was answered, so with the same
        // interval every second call would come too early and be left out.
        repeat_interval: `${heartbeat.intervalMinutes * 60 - 15}s`,
      },
      ...Object.entries(teams).map(([team, own]) => ({
        receiver: own.warning ?? routes.warning,
        matchers: [`team="${team}"`],
        routes: severityRoutes(config, { ...routes, ...defined(own) }),
      })),
      ...severityRoutes(config, routes),
    ],
  };
}

function severityRoutes(config: AlertmanagerConfig, receivers: Readonly<Record<Severity, string>>) {
  return SEVERITIES.map((severity) => {
    const muted = muteWindowsOf(config, severity);
    return {
      receiver: receivers[severity],
      matchers: [`severity="${severity}"`],
      ...(severity === 'critical' ? { repeat_interval: `${config.repeatHours.critical}h` } : {}),
      ...(muted.length > 0 ? { mute_time_intervals: muted } : {}),
    };
  });
}

function muteWindowsOf({ muteWindows }: AlertmanagerConfig, severity: Severity): string[] {
  return Object.entries(muteWindows)
    .filter(([, { severities }]) => (severities as readonly string[]).includes(severity))
    .map(([name]) => name);
}

/** Time intervals of the mute windows. */
export function timeIntervals({ muteWindows }: AlertmanagerConfig): Readonly<Record<string, unknown>>[] {
  return Object.entries(muteWindows).map(([name, { weekdays, from, to, location }]) => ({
    name,
    time_intervals: [
      { times: [{ start_time: from, end_time: to }], ...(weekdays ? { weekdays: [...weekdays] } : {}), location },
    ],
  }));
}

function defined<T extends object>(value: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
}
