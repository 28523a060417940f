import type { Change, ChangedPath, Verdict, Why } from './model';
import type { Difference } from './values';

/** Where a change of a component comes from. */
export type Explain = (component: string | undefined) => Why | undefined;

export interface Draft extends Omit<Change, 'class' | 'paths' | 'verdicts'> {
  /** Worst first. */
  readonly verdicts: readonly Verdict[];
  readonly differences: readonly Difference[];
}

/** A change as it is handed out. */
export function finish({ differences, ...draft }: Draft): Change {
  return { ...draft, class: draft.verdicts[0]?.class ?? 'safe', paths: differences.map(pathOf) };
}

function pathOf({ fields: _, ...rest }: Difference): ChangedPath {
  return rest;
}
