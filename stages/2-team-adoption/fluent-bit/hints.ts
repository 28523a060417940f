import { merged, type PatternNode } from './pattern';

/** What a match must have, found without trying one: where it can begin, and text it cannot be without. */
export interface PatternHints {
  /** Ranges of code points a match can begin with. @default - any */
  readonly first?: readonly number[];
  /** Text, in small letters, that is somewhere in what matches or beside it. @default - none that is known */
  readonly needs?: string;
}

export function hintsOf(node: PatternNode): PatternHints {
  const start = begin(node);
  const needs = required(node);
  return { ...(start.empty ? {} : { first: start.first }), ...(needs ? { needs } : {}) };
}

interface Begin {
  readonly first: readonly number[];
  /** Whether it can match without taking anything. */
  readonly empty: boolean;
}

function begin(node: PatternNode): Begin {
  if (node.kind === 'set') return { first: node.ranges, empty: false };
  if (node.kind === 'rep') {
    const { first, empty } = begin(node.part);
    return { first, empty: empty || node.min === 0 };
  }
  if (node.kind === 'choice') {
    const all = node.parts.map(begin);
    return { first: union(all), empty: all.some(({ empty }) => empty) };
  }
  if (node.kind !== 'sequence') return { first: [], empty: true };
  const reached: Begin[] = [];
  for (const part of node.parts) {
    const next = begin(part);
    reached.push(next);
    if (!next.empty) break;
  }
  return { first: union(reached), empty: reached.every(({ empty }) => empty) };
}

function union(all: readonly Begin[]): readonly number[] {
  return merged(all.flatMap(({ first }) => pairs(first))).flat();
}

function pairs(ranges: readonly number[]): [number, number][] {
  return ranges.flatMap((low, index) => (index % 2 === 0 ? [[low, ranges[index + 1] ?? low] as [number, number]] : []));
}

function required(node: PatternNode): string {
  if (node.kind === 'rep') return node.min > 0 ? required(node.part) : '';
  if (node.kind === 'behind' || node.kind === 'ahead') return node.negated ? '' : required(node.part);
  if (node.kind === 'set') return letter(node);
  if (node.kind !== 'sequence') return '';
  const runs = [''];
  for (const part of node.parts) {
    const next = letter(part);
    if (next) runs[runs.length - 1] += next;
    else runs.push(required(part), '');
  }
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** The one character a node stands for, in small letters, whichever case it takes. */
function letter(node: PatternNode): string {
  if (node.kind !== 'set') return '';
  const codes = pairs(node.ranges).flatMap(([low, high]) => (high - low > 1 ? [-1] : [low, high]));
  const letters = new Set(
    codes.map((code) => (code >= 0 && code < 128 ? String.fromCharCode(code).toLowerCase() : '')),
  );
  const [only] = letters;
  return letters.size === 1 && only ? only : '';
}
