/**
 * A regular expression taken apart, for a place that has none. What Ruby and JavaScript agree on is understood; what they
 * read differently, or what needs memory of what matched before, is refused with the reason.
 */
export type PatternNode =
  /** One character of these ranges of code points, ends included: from, to, from, to. */
  | { readonly kind: 'set'; readonly ranges: readonly number[] }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternNode[] }
  | {
      readonly kind: 'rep';
      readonly part: PatternNode;
      readonly min: number;
      /** @default - without end */
      readonly max?: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'assertion'; readonly what: Assertion }
  | { readonly kind: 'ahead'; readonly part: PatternNode; readonly negated: boolean }
  /** `min` and `max` are bytes. */
  | {
      readonly kind: 'behind';
      readonly part: PatternNode;
      readonly negated: boolean;
      readonly min: number;
      readonly max: number;
    };

export type Assertion = 'lineStart' | 'lineEnd' | 'textStart' | 'textEnd' | 'word' | 'notWord';

type Ranges = readonly (readonly [from: number, to: number])[];

const LAST = 0x10ffff;
const MAX_REPEAT = 1000;
const DIGIT: Ranges = [[48, 57]];
const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: Ranges = [
  [9, 13],
  [32, 32],
];
const CLASSES: Readonly<Record<string, Ranges>> = {
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  b: 'word',
  B: 'notWord',
  A: 'textStart',
  z: 'textEnd',
};

/** Parts of a pattern; throws an error that says what in it cannot be done. */
export function parsePattern(source: string): PatternNode {
  return new Parser([...source]).whole();
}

class Parser {
  private at = 0;
  private ignoreCase = false;

  constructor(private readonly text: readonly string[]) {}

  whole(): PatternNode {
    const node = this.choice();
    if (this.at < this.text.length) throw new Error('a ) that closes nothing');
    return node;
  }

  private choice(): PatternNode {
    const before = this.ignoreCase;
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    this.ignoreCase = before;
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: 'choice', parts };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.at < this.text.length && !this.sees('|') && !this.sees(')')) {
      const node = this.atom();
      if (node) parts.push(this.repeated(node));
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: 'sequence', parts };
  }

  private atom(): PatternNode | undefined {
    const character = this.next();
    if (character === '(') return this.group();
    if (character === '[') return this.set(this.bracket());
    if (character === '.') return this.set(complement([[10, 10]]));
    if (character === '^') return { kind: 'assertion', what: 'lineStart' };
    if (character === '$') return { kind: 'assertion', what: 'lineEnd' };
    if (character === '\\') return this.escape();
    if ('*+?'.includes(character)) throw new Error(`a ${character} with nothing to repeat`);
    return this.set(single(character));
  }

  private group(): PatternNode | undefined {
    if (!this.take('?')) return this.closed(this.choice());
    if (this.take(':')) return this.closed(this.choice());
    for (const negated of [false, true]) {
      const mark = negated ? '!' : '=';
      if (this.take(mark)) return { kind: 'ahead', part: this.closed(this.choice()), negated };
      if (this.take(`<${mark}`)) return behind(this.closed(this.choice()), negated);
    }
    if (this.sees('<')) {
      while (!this.take('>')) this.next();
      return this.closed(this.choice());
    }
    return this.flags();
  }

  /** `(?i)` is for what follows in its group, `(?i:…)` for what is inside. */
  private flags(): PatternNode | undefined {
    if (this.take('i)')) {
      this.ignoreCase = true;
      return undefined;
    }
    if (!this.take('i:')) throw new Error(`(?${this.text[this.at] ?? ''}`);
    const before = this.ignoreCase;
    this.ignoreCase = true;
    const node = this.closed(this.choice());
    this.ignoreCase = before;
    return node;
  }

  private closed(node: PatternNode): PatternNode {
    if (!this.take(')')) throw new Error('a ( that is not closed');
    return node;
  }

  private escape(): PatternNode {
    const assertion = ASSERTIONS[this.text[this.at] ?? ''];
    if (!assertion) return this.set(this.escaped());
    this.at++;
    return { kind: 'assertion', what: assertion };
  }

  /** What stands behind a backslash, inside brackets and outside. */
  private escaped(): Ranges {
    const character = this.next();
    const known = CLASSES[character];
    if (known) return known;
    const control = CONTROLS[character];
    if (control !== undefined) return [[control, control]];
    if (character === 'x' || character === 'u') {
      const digits = this.text.slice(this.at, this.at + (character === 'x' ? 2 : 4)).join('');
      if (!/^(?:[0-9a-fA-F]{2}|[0-9a-fA-F]{4})$/.test(digits)) throw new Error(`\\${character}${digits}`);
      this.at += digits.length;
      const code = Number.parseInt(digits, 16);
      return [[code, code]];
    }
    if (/[A-Za-z0-9]/.test(character)) throw new Error(`\\${character}`);
    return single(character);
  }

  private bracket(): Ranges {
    const negated = this.take('^');
    const ranges: (readonly [number, number])[] = [];
    do {
      const item = this.item();
      if (this.sees('-') && this.text[this.at + 1] !== ']') {
        this.at++;
        ranges.push([one(item), one(this.item())]);
      } else ranges.push(...item);
    } while (!this.take(']'));
    const folded = this.ignoreCase ? fold(ranges) : ranges;
    return negated ? complement(folded) : folded;
  }

  private item(): Ranges {
    if (this.sees('[')) throw new Error('a [ inside brackets without a backslash, which Ruby takes for another set');
    if (this.sees('&&')) throw new Error('&& inside brackets, which Ruby takes for an intersection');
    const character = this.next();
    return character === '\\' ? this.escaped() : single(character);
  }

  private repeated(node: PatternNode): PatternNode {
    const times = this.times();
    if (!times) return node;
    const lazy = this.take('?');
    if (this.sees('+') || this.sees('*')) throw new Error(`a second ${this.text[this.at]} behind a repetition`);
    return this.repeated({ kind: 'rep', part: node, ...times, lazy });
  }

  private times(): { min: number; max?: number } | undefined {
    if (this.take('*')) return { min: 0 };
    if (this.take('+')) return { min: 1 };
    if (this.take('?')) return { min: 0, max: 1 };
    const [text, min, comma, max] = /^\{(\d+)(,?)(\d*)\}/.exec(this.text.slice(this.at, this.at + 12).join('')) ?? [];
    if (text === undefined) {
      if (this.sees('{')) throw new Error('a { that is no repetition, without a backslash');
      return undefined;
    }
    this.at += text.length;
    const least = Number(min);
    const most = comma ? (max ? Number(max) : undefined) : least;
    if (Math.max(least, most ?? 0) > MAX_REPEAT) throw new Error(`a repetition of more than ${MAX_REPEAT}`);
    return most === undefined ? { min: least } : { min: least, max: most };
  }

  private set(ranges: Ranges): PatternNode {
    return { kind: 'set', ranges: merged(this.ignoreCase ? fold(ranges) : ranges).flat() };
  }

  private next(): string {
    const character = this.text[this.at];
    if (character === undefined) throw new Error('an end too early');
    this.at++;
    return character;
  }

  private sees(text: string): boolean {
    return this.text.slice(this.at, this.at + text.length).join('') === text;
  }

  private take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }
}

function behind(part: PatternNode, negated: boolean): PatternNode {
  const [min, max] = bytes(part);
  if (max === Number.POSITIVE_INFINITY) throw new Error('a look behind without end');
  return { kind: 'behind', part, negated, min, max };
}

/** Least and most bytes a node takes. */
function bytes(node: PatternNode): [min: number, max: number] {
  if (node.kind === 'set') return [size(Math.min(...node.ranges)), size(Math.max(...node.ranges))];
  if (node.kind === 'rep') {
    const [min, max] = bytes(node.part);
    return [min * node.min, node.max === undefined ? Number.POSITIVE_INFINITY : max * node.max];
  }
  if (node.kind === 'sequence')
    return node.parts.map(bytes).reduce<[number, number]>(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  if (node.kind === 'choice') {
    const all = node.parts.map(bytes);
    return [Math.min(...all.map(([min]) => min)), Math.max(...all.map(([, max]) => max))];
  }
  return [0, 0];
}

/** Bytes of a code point in UTF-8. */
function size(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

function single(character: string): Ranges {
  const code = character.codePointAt(0) ?? 0;
  return [[code, code]];
}

function one(ranges: Ranges): number {
  const [range] = ranges;
  if (!range || ranges.length > 1 || range[0] !== range[1]) throw new Error('a range that ends in a set');
  return range[0];
}

/** With the other case of every ASCII letter. */
function fold(ranges: Ranges): Ranges {
  const shifted = (from: number, to: number, by: number): Ranges =>
    ranges
      .map(([low, high]) => [Math.max(low, from) + by, Math.min(high, to) + by] as const)
      .filter(([low, high]) => low <= high);
  return merged([...ranges, ...shifted(65, 90, 32), ...shifted(97, 122, -32)]);
}

export function merged(ranges: Ranges): Ranges {
  const sorted = [...ranges].sort(([a], [b]) => a - b);
  const out: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = out.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else out.push([low, high]);
  }
  return out;
}

function complement(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  let from = 0;
  for (const [low, high] of merged(ranges)) {
    if (low > from) out.push([from, low - 1]);
    from = high + 1;
  }
  return from <= LAST ? [...out, [from, LAST]] : out;
}
