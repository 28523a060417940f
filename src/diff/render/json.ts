import type { Report } from './report';

/** Name and version of the shape; it changes when a field is removed or means something else, not when one is added. */
export const SHAPE = 'stagecraft.diff/v1';

/**
 * The result itself, for programs: `shape`, `from`, `to`, `summary` (counts by side and action, and by class) and
 * `changes` in order, each with `side`, `action`, `identity`, `name`, `class`, `verdicts`, `why` and `paths`.
 */
export function toData({ from, to, summary, changes }: Report) {
  return { shape: SHAPE, from, to, summary, changes };
}

export function renderJson(report: Report): string {
  return `${JSON.stringify(toData(report), null, 2)}\n`;
}
