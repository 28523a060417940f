import { z } from 'zod';
import type { ConfigFault } from '../../../src/kit/contract';
import type { LoggingConfig } from './config';

/** Both stores and both interfaces fill in `${…}` in their settings from the environment, so none may stand there. */
export const httpsAddress = z
  .url({ protocol: /^https$/ })
  .regex(/^[^$\s]+$/)
  .meta({ allowed: 'an https address without $ or spaces' });

export const word = z
  .string()
  .regex(/^[A-Za-z0-9._~:/@-]{1,200}$/)
  .meta({ allowed: 'letters, digits and . _ ~ : / @ -' });

/** Not a pattern to either store, to which `*`, `?`, `\` and a text between two slashes are. */
const group = z
  .string()
  .regex(/^[A-Za-z0-9 _.:@/-]{0,199}[A-Za-z0-9 _.:@-]$/)
  .meta({ allowed: 'the name of a group: letters, digits, spaces and _ . : @ / -, no slash at the end' });

/** Groups of an identity provider that may do something. */
export const groups = (who: string) =>
  z.array(group).default([]).describe(`Groups whose members ${who}. Default: none.`);

/** What the button of single sign-on says. */
export const buttonName = z
  .string()
  .regex(/^[A-Za-z0-9 ._-]{1,60}$/)
  .meta({ allowed: 'letters, digits, spaces and . _ -' })
  .default('Single sign-on')
  .describe('What the button says. Default: Single sign-on.');

export const scopes = z
  .array(word)
  .default(['openid', 'profile', 'email'])
  .describe('Scopes asked for. Default: openid, profile, email. Some providers give groups only for a further one.');

/** Claims both stores read. */
export const claims = {
  principal: word
    .default('sub')
    .describe('Claim that is the name of the user. Default: sub, the only one no provider gives away again.'),
  groups: word.default('groups').describe('Claim that holds the groups. Default: groups.'),
};

export const tenantGroups = z
  .record(z.string(), z.array(group).min(1))
  .default({})
  .describe('Groups whose members read the logs of a tenant, by the tenant’s name. Default: none.');

/** Groups by what they may do; those of tenants by the tenant's name. */
export interface GroupsConfig {
  readonly tenants: Readonly<Record<string, readonly string[]>>;
  readonly [may: string]: readonly string[] | Readonly<Record<string, readonly string[]>>;
}

/** What no schema can say of the groups of a sign-in. */
export function groupFaults(config: GroupsConfig, tenants: LoggingConfig['tenants']): ConfigFault[] {
  const kinds = Object.keys(config).filter((kind) => kind !== 'tenants');
  const nobody = [...kinds, 'tenants'].every((kind) => Object.values(config[kind] ?? []).length === 0);
  return [
    ...Object.keys(config.tenants)
      .filter((name) => !(name in tenants))
      .map((name) => ({
        path: `oidc.groups.tenants.${name}`,
        what: 'logging has no tenant of that name',
        allowed: Object.keys(tenants).join(', ') || 'nothing, as long as logging.tenants is empty',
        next: `add logging.tenants.${name}, or remove it here`,
      })),
    ...(nobody
      ? [
          {
            path: 'oidc.groups',
            what: 'no group may see anything, so whoever signs in sees nothing',
            next: `name a group under ${kinds.join(', ')} or tenants`,
          },
        ]
      : []),
  ];
}
