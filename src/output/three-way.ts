import { diff3Merge } from 'node-diff3';

interface Region {
  readonly ok?: readonly string[];
}

/** A team's text with what changed between two of ours laid into it, line by line; nothing if the two conflict. */
export function threeWay(mine: string, base: string, ours: string): string | undefined {
  const lines = (text: string) => text.split('\n');
  const regions: Region[] = diff3Merge(lines(mine), lines(base), lines(ours), { excludeFalseConflicts: true });
  if (regions.some(({ ok }) => !ok)) return undefined;
  return regions.flatMap(({ ok }) => ok ?? []).join('\n');
}
