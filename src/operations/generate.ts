import type { Catalog } from '../catalog';
import type { ConfigRequest, Placeholder } from '../config';
import type { StageNumber } from '../kit/contract';
import { UserError } from '../kit/errors';
import type { Ladder } from '../kit/ladder';

export interface GenerateRequest {
  /** Directory of the bundle; new, empty or ours unless `force`. */
  readonly directory: string;
  /** Flags only; the bundle is `directory`. */
  readonly config: ConfigRequest;
  readonly force: boolean;
}

export interface GenerateResult {
  readonly stage: StageNumber;
  readonly directory: string;
  /** Files written or changed, relative to the bundle. */
  readonly written: readonly string[];
  /** How many files were right already. */
  readonly unchanged: number;
  /** What a person should know, one line each: starter files merged or left, patches applied. */
  readonly notes: readonly string[];
  /** Values only the team knows that are still placeholders. */
  readonly fill: readonly Placeholder[];
}

/** Writes or updates a bundle. */
export async function generate(_: Ladder, __: Catalog, request: GenerateRequest): Promise<GenerateResult> {
  throw new UserError({ where: request.directory, what: 'this build has no generate', next: 'use synth' });
}
