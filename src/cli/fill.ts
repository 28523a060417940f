import type { Placeholder } from '../config';
import { columns } from './text';

/** The values only the team knows, as `validate` and `generate` name them. */
export function fillBeforeApply(placeholders: readonly Placeholder[]): string[] {
  if (placeholders.length === 0) return [];
  return [
    'fill before apply:',
    ...columns(
      placeholders.map(({ path, value, meaning }) => [
        path,
        value === undefined ? '(nothing)' : JSON.stringify(value),
        meaning,
      ]),
    ),
  ];
}
