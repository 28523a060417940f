import type { Catalog } from '../catalog';
import { type ConfigRequest, type Placeholder, placeholdersIn } from '../config';
import type { StageNumber } from '../kit/contract';
import type { Fault } from '../kit/errors';
import type { Ladder } from '../kit/ladder';
import { build } from './build';
import { checkReferences } from './references';

export interface ValidateRequest {
  readonly config: ConfigRequest;
}

export interface ValidateResult {
  readonly stage: StageNumber;
  /** What is wrong with what the configuration renders. */
  readonly problems: readonly Fault[];
  /** What is likely a slip, but may be meant. */
  readonly warnings: readonly Fault[];
  /** Values only the team knows that are still placeholders. */
  readonly fill: readonly Placeholder[];
}

/** Checks a configuration and what it renders, patches and extensions included; a configuration that cannot be read is a UserError. */
export async function validate(ladder: Ladder, catalog: Catalog, request: ValidateRequest): Promise<ValidateResult> {
  const wanted = { terraform: true, kubernetes: true, files: false };
  const { loaded, synthesis } = await build(ladder, catalog, request.config, wanted);
  const { resolved } = loaded;
  const { problems, warnings } = checkReferences(resolved, synthesis);
  return {
    stage: resolved.platform.stage,
    problems,
    warnings: [...resolved.advice(), ...warnings],
    fill: placeholdersIn(resolved),
  };
}
