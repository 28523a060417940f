import { templateText } from '../../../src/kit/templates';
import type { CollectorTask } from '../logging/collector';
import { routes } from '../logging/logging';
import { redactions } from '../logging/redactions';
import { hintsOf } from './hints';
import { parsePattern } from './pattern';

/** What stands instead of a message that could not be searched for secrets. */
export const WITHHELD = '[withheld: looking for secrets in it took too long]';

export interface ShapeProps extends Pick<CollectorTask, 'redact' | 'streams'> {
  /** Steps that looking for secrets in one message may take, beside 200 for each byte of it. @default 200000 */
  readonly steps?: number;
}

/** The script that redacts and routes, with the rules of this platform in it. */
export function shapeScript({ redact, streams, steps = 200_000 }: ShapeProps): string {
  const rules = { redactions: redact.map(toRule), ...routes(streams), withheld: WITHHELD, steps };
  return `local rules = ${toLua(rules)}\n\n${templateText('cluster/fluent-bit', 'shape.lua')}`;
}

function toRule(redaction: CollectorTask['redact'][number]) {
  const { pattern, by } = patternOf(redaction);
  const node = parsePattern(pattern);
  return { pattern, node, by, ...hintsOf(node) };
}

/** Pattern and replacement of a redaction, by name or in full. */
export function patternOf(redaction: CollectorTask['redact'][number]): { pattern: string; by: string } {
  return typeof redaction === 'string' ? { pattern: redactions[redaction] ?? '', by: `[${redaction}]` } : redaction;
}

/** A value as a Lua table constructor: lists and maps of texts, numbers and truths; what is short stands on one line. */
function toLua(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => toLua(item, inner))
    : Object.entries(value).map(([key, item]) => `${keyOf(key)} = ${toLua(item, inner)}`);
  const line = `{ ${items.join(', ')} }`;
  if (items.length === 0) return '{}';
  return line.length <= 100 && !line.includes('\n')
    ? line
    : `{\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}}`;
}

function keyOf(key: string): string {
  return /^[a-zA-Z_]+$/.test(key) && !KEYWORDS.has(key) ? key : `[${quote(key)}]`;
}

/** Names Lua 5.1 to 5.4 keep for themselves; a namespace may be called so. */
const KEYWORDS = new Set(
  'and break do else elseif end false for function goto if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
);

/** A text in double quotes; what is no printable ASCII as decimal bytes. */
function quote(text: string): string {
  const escaped = [...Buffer.from(text, 'utf8')].map((byte) =>
    byte < 32 || byte > 126 || byte === 34 || byte === 92
      ? `\\${String(byte).padStart(3, '0')}`
      : String.fromCharCode(byte),
  );
  return `"${escaped.join('')}"`;
}
