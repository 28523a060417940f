import type { Resolved } from '../../config';
import type { Fault } from '../../kit/errors';
import type { Synthesis } from '../../kit/synthesis';
import { checkIdentities } from './identities';
import { inventory } from './inventory';
import { checkNames } from './names';
import { checkObjects } from './objects';
import { checkPodSecurity } from './pod-security';
import { checkPods } from './pods';
import { checkSelectors, emptyPeers } from './selectors';
import { checkTerraform } from './terraform';

export interface Findings {
  /** What would fail at apply or afterwards. */
  readonly problems: readonly Fault[];
  /** What is likely a slip, but may be meant. */
  readonly warnings: readonly Fault[];
}

/** Everything in a synthesis that leads nowhere or contradicts itself. */
export function checkReferences(resolved: Resolved, synthesis: Synthesis): Findings {
  const all = inventory(synthesis.kubernetes);
  return {
    problems: [
      ...checkTerraform(synthesis.terraform),
      ...checkNames(all),
      ...checkObjects(all),
      ...checkPods(all, synthesis.images),
      ...checkSelectors(all),
      ...checkPodSecurity(all),
      ...checkIdentities(resolved, synthesis, all),
    ],
    warnings: emptyPeers(all),
  };
}
