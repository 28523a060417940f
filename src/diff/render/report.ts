import type { ChangeSet } from '../model';

/** A change set and what was compared, in words: `stage 1`, `nothing`, a directory. */
export interface Report extends ChangeSet {
  readonly from: string;
  readonly to: string;
}
