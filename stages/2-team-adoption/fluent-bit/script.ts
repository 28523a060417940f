import { templateText } from '../../../src/kit/templates';
import type { CollectorTask } from '../logging/collector';
import { routes } from '../logging/logging';
import { redactions } from '../logging/redactions';
import { hintsOf } from './hints';
import { parsePattern } from './pattern';

/** What stands instead of a message that could not be searched for secrets. */
export const WITHHELD = '[withheld: looking for secrets in it took too long]';

/** The script that redacts and routes, with the rules of this platform in it. */
export function shapeScript({ redact, streams }: Pick<CollectorTask, 'redact' | 'streams'>): string {
  const rules = { redactions: redact.map(toRule), ...routes(streams), withheld: WITHHELD };
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

/** A value as a Lua table constructor; lists and maps of texts, numbers and truths. */
function toLua(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return `{ ${value.map((item) => toLua(item)).join(', ')} }`;
  const items = Array.isArray(value)
    ? value.map((item) => `${inner}${toLua(item, inner)},\n`)
    : Object.entries(value).map(([key, item]) => `${inner}[${quote(key)}] = ${toLua(item, inner)},\n`);
  return items.length > 0 ? `{\n${items.join('')}${indent}}` : '{}';
}

/** A text in double quotes; what is no printable ASCII as decimal bytes. */
function quote(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')];
  return `"${bytes.map((byte) => (byte < 32 || byte > 126 || byte === 34 || byte === 92 ? `\\${String(byte).padStart(3, '0')}` : String.fromCharCode(byte))).join('')}"`;
}
