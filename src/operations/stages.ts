import type { StageNumber } from '../kit/contract';
import type { Ladder } from '../kit/ladder';

/** A stage, as `stages` shows it. */
export interface StageView {
  readonly number: StageNumber;
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly components: readonly { readonly name: string; readonly title: string; readonly summary: string }[];
}

export function describeStages(ladder: Ladder, only?: string): readonly StageView[] {
  return ladder
    .filter(({ number }) => only === undefined || String(number) === only)
    .map(({ number, name, title, summary, components }) => ({
      number,
      name,
      title,
      summary,
      components: components.map((c) => ({ name: c.name, title: c.title, summary: c.summary })),
    }));
}
