import { parse } from 'yaml';
import { PLACEHOLDERS } from '../../config';
import type { Platform } from '../../kit/contract';
import { type Fault, UserError } from '../../kit/errors';

/** What stands in names, tags and state keys of everything that was applied. */
const IDENTITY = ['name', 'account', 'region'] as const;

/**
 * A flag that would turn a bundle into another cluster's is refused: the next apply would build a second cluster beside the
 * first, or destroy it. Whoever has applied nothing yet edits the file.
 *
 * @throws UserError with one fault a key
 */
export function refuseAnotherIdentity(text: string, platform: Platform): void {
  const before = (parse(text) ?? {}) as Partial<Record<string, unknown>>;
  const faults = IDENTITY.flatMap((key): Fault[] => {
    const old = before[key];
    if (old === undefined || old === platform[key] || (key === 'account' && old === PLACEHOLDERS.account)) return [];
    return [
      {
        where: key,
        what: 'cannot change later: it stands in names, tags and states of what was applied',
        got: platform[key],
        allowed: `${old}, as in stagecraft.yaml`,
        next: `generate into another directory for another cluster; if nothing was applied yet, edit ${key} in stagecraft.yaml`,
      },
    ];
  });
  if (faults.length > 0) throw new UserError(faults);
}
