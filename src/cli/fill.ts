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
        value === undefined ? '(nothing)' : shortened(JSON.stringify(value)),
        meaning,
      ]),
    ),
  ];
}

const WIDEST = 48;

/** A value is there to be recognised; one long list must not push every meaning off the screen. */
function shortened(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}
