import type { ConfigFault, Context } from '../../../src/kit/contract';
import { type AlertmanagerConfig, HEARTBEAT, NOBODY } from './config';

/** What no schema can say of an Alertmanager configuration: every name that is used is one that is there. */
export function checkAlertmanager({ config, platform }: Context<AlertmanagerConfig>): ConfigFault[] {
  return [
    ...receiverFaults(config),
    ...routeFaults('routes', config.routes, config),
    ...Object.entries(config.teams).flatMap(([team, own]) => [
      ...teamFault(team, platform.teams),
      ...routeFaults(`teams.${team}`, own, config),
    ]),
    ...windowFaults(config),
  ];
}

function receiverFaults({ receivers }: AlertmanagerConfig): ConfigFault[] {
  return Object.entries(receivers).flatMap(([name, receiver]) => {
    if (name === NOBODY || name === HEARTBEAT)
      return [{ path: `receivers.${name}`, what: `${name} is a receiver of ours`, next: 'take another name' }];
    if (Object.values(receiver).every((channel) => channel === undefined))
      return [
        {
          path: `receivers.${name}`,
          what: 'a receiver reaches nobody',
          allowed: 'slack, pagerduty, email, webhook',
          next: `add one, or route to ${NOBODY}`,
        },
      ];
    return [];
  });
}

function routeFaults(
  path: string,
  routes: Readonly<Record<string, string | undefined>>,
  { receivers }: AlertmanagerConfig,
): ConfigFault[] {
  const known = [...new Set([NOBODY, ...Object.keys(receivers)])];
  return Object.entries(routes)
    .filter(([, receiver]) => receiver !== undefined && !known.includes(receiver))
    .map(([severity, receiver]) => ({
      path: `${path}.${severity}`,
      what: `there is no receiver ${receiver}`,
      allowed: known.join(', '),
      next: 'add it to alertmanager.receivers, or name another',
    }));
}

function teamFault(team: string, teams: Readonly<Record<string, string>>): ConfigFault[] {
  if (team in teams) return [];
  return [
    {
      path: `teams.${team}`,
      what: `there is no team ${team}`,
      allowed: Object.keys(teams).join(', '),
      next: 'add it to teams, so that alerts and files have an owner',
    },
  ];
}

function windowFaults({ muteWindows }: AlertmanagerConfig): ConfigFault[] {
  return Object.entries(muteWindows)
    .filter(([, { from, to }]) => from >= to)
    .map(([name, { from, to }]) => ({
      path: `muteWindows.${name}`,
      what: `a window from ${from} to ${to} is empty`,
      next: 'a window over midnight is two windows',
    }));
}
