import type { Catalog } from '../catalog';
import type { ConfigRequest } from '../config';
import { UserError } from '../kit/errors';
import type { Ladder } from '../kit/ladder';

export interface DiffRequest {
  readonly config: ConfigRequest;
  /** Stage of the old side, as typed; 0 is nothing. @default - one below the new side's */
  readonly from?: string;
  /** Directory that is the old side. */
  readonly against?: string;
  /** Classes of change that make `failing` non-empty, as typed. */
  readonly failOn: readonly string[];
}

export interface DiffResult {
  readonly different: boolean;
  /** Changes of a class in `failOn`. */
  readonly failing: readonly unknown[];
  /** What `--json` prints. */
  readonly data: unknown;
  readonly render: (format: 'text' | 'json' | 'markdown' | 'html', color: boolean) => string;
}

/** Compares two renderings of one configuration. */
export async function diff(_: Ladder, __: Catalog, ___: DiffRequest): Promise<DiffResult> {
  throw new UserError({ where: 'diff', what: 'this build has no diff' });
}
