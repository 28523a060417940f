import type { ChangedPath, Why } from '../model';
import { lineDifference } from './lines';

const SHOWN = 100;
const LINES = 12;

/** How one changed path reads: one line, or a line and the lines of a text that differ. */
export interface ShownPath {
  readonly path: string;
  /** Absent on the side that has none, and for a text that is shown by lines. */
  readonly old?: string;
  readonly new?: string;
  /** `+ line` and `- line`, shortened. */
  readonly lines?: readonly string[];
  readonly note?: string;
}

/** A changed path for people; whole values stand in the JSON. */
export function showPath(changed: ChangedPath): ShownPath {
  const path = changed.path === '' ? 'text' : changed.path;
  const { old, new: now } = changed;
  if (typeof old === 'string' && typeof now === 'string' && (old.includes('\n') || now.includes('\n'))) {
    const { lines, added, removed } = lineDifference(old, now);
    const rest = lines.length - LINES;
    const more = rest > 0 ? [`… ${rest} more`] : [];
    return { path, lines: [...lines.slice(0, LINES).map(shorten), ...more], note: `+${added} -${removed} lines` };
  }
  return {
    path,
    ...(changed.action === 'added' ? {} : { old: showValue(old) }),
    ...(changed.action === 'removed' ? {} : { new: showValue(now) }),
    ...(changed.reordered ? { note: 'order only' } : {}),
  };
}

/** A value on one line, shortened. */
export function showValue(value: unknown): string {
  return shorten(JSON.stringify(value) ?? String(value));
}

function shorten(text: string): string {
  const points = Array.from(text);
  return points.length > SHOWN ? `${points.slice(0, SHOWN).join('')}… (${points.length} characters)` : text;
}

/** Where a change comes from, in words. */
export function showWhy(why: Why | undefined): string | undefined {
  if (!why?.component) return undefined;
  const brought = why.stage === undefined ? '' : ` (stage ${why.stage})`;
  const raised = (why.raised ?? []).map(({ path, stage }) => `${path} raised by stage ${stage}`);
  return [`component ${why.component}${brought}`, ...raised].join('; ');
}

/** Control characters of a value must not reach a terminal as such. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (c) =>
    c === '\t' ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
