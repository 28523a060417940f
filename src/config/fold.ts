import type { StageNumber } from '../kit/contract';
import { type Ladder, upTo } from '../kit/ladder';
import { dotted, isMap, type Path } from './path';
import { define } from './tree';

/** A configuration with what the stages raise laid under it. */
export interface Folded {
  readonly config: Record<string, unknown>;
  /** Stage that raised a value, by dotted path. */
  readonly raised: ReadonlyMap<string, StageNumber>;
}

/** Fills in what the stages in force raise: later stages win over earlier ones, the user over all; maps merge, lists replace. */
export function fold(ladder: Ladder, config: Record<string, unknown>): Folded {
  const raised = new Map<string, StageNumber>();
  const stage = typeof config.stage === 'number' ? (config.stage as StageNumber) : 1;
  for (const { number, raises } of [...upTo(ladder, stage)].reverse())
    for (const [path, value] of Object.entries(raises ?? {}))
      for (const leaf of fill(config, path.split('.'), value)) raised.set(leaf, number);
  return { config, raised };
}

/** Sets a value wherever nothing stands yet; gives the paths it set. */
function fill(root: Record<string, unknown>, path: readonly string[], value: unknown): string[] {
  let target = root;
  for (const key of path.slice(0, -1)) {
    if (!Object.hasOwn(target, key)) define(target, key, {});
    const below = target[key];
    if (!isMap(below)) return [];
    target = below;
  }
  return lay(target, path.at(-1) ?? '', structuredClone(value), path);
}

function lay(target: Record<string, unknown>, key: string, value: unknown, path: Path): string[] {
  if (!Object.hasOwn(target, key)) {
    define(target, key, value);
    return leaves(value, path);
  }
  const below = target[key];
  if (!isMap(value) || !isMap(below)) return [];
  return Object.entries(value).flatMap(([name, inner]) => lay(below, name, inner, [...path, name]));
}

function leaves(value: unknown, path: Path): string[] {
  if (!isMap(value)) return [dotted(path)];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
