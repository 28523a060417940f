/** A text this writer leaves to the careful one, because how it is written depends on where it stands. */
export class TooHard extends Error {}

/** Plain in every parser: begins harmlessly (a flag, a path, a duration, a quantity), and holds nothing that ends a plain scalar. */
const EASY = /^(?:[A-Za-z/($\\^]|--[a-z]|\.\.\/|__[a-z]|\d+[smhd]$|\d+[KMG]i$)(?:(?!: |:$| #| $)[\x20-\x7E])*$/;
/** Never plain, and nothing in it needs an escape: begins with an indicator, or holds what ends a plain scalar. */
const QUOTED =
  /^(?:[[\]{},#&*!|>'"%@`][\x20-\x7E]*|[\x21-\x7E](?:[\x20-\x7E]*(?:: | #)[\x20-\x7E]*|[\x20-\x7E]*[: ]))$/;
/** Words some parser reads as a boolean or null; what one reads as a number begins with a digit, a sign or a dot. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** A longer key needs a question mark before it. */
const LONGEST_KEY = 120;
/** Characters of which every line of a literal block may consist. */
const PRINTABLE = /^[\t\n\x20-\x7E\u00A1-\u1FFF\u2010-\u2027\u2030-\uD7FF\uE000-\uFDFF]*$/;

/**
 * Writes maps, lists, scripts and easy words itself, and asks `scalar` for the text of any other scalar: a fraction of what
 * a writer costs that weighs every style for every word. The bytes are the same.
 *
 * @throws TooHard where the careful writer has to write the whole document
 */
export function writeBlocks(value: unknown, scalar: (value: unknown) => string): string {
  if (!isMap(value) || isEmpty(value)) throw new TooHard();
  const writer = new Writer(scalar);
  writer.map(value, '', false);
  return writer.parts.join('');
}

/** Text of scalars that were asked for; the same ones come again and again. */
const known = new Map<string, string>();
const MOST_KNOWN = 10_000;

/** `indent` is that of the lines of a collection; it `continues` the line of the dash it stands behind. */
class Writer {
  readonly parts: string[] = [];

  constructor(private readonly scalar: (value: unknown) => string) {}

  map(value: Record<string, unknown>, indent: string, continues: boolean): void {
    for (const [i, key] of Object.keys(value).entries()) {
      if (key.includes('\n') || key.length > LONGEST_KEY) throw new TooHard();
      this.parts.push(i === 0 && continues ? '' : indent, this.text(key), ':');
      this.below(value[key], `${indent}  `, false);
    }
  }

  private list(items: readonly unknown[], indent: string, continues: boolean): void {
    for (const [i, item] of items.entries()) {
      this.parts.push(i === 0 && continues ? '-' : `${indent}-`);
      this.below(item, `${indent}  `, true);
    }
  }

  /** What stands behind a key or a dash. */
  private below(value: unknown, indent: string, continues: boolean): void {
    const isList = Array.isArray(value);
    if (!isList && !isMap(value)) this.leaf(value, indent);
    else if (isEmpty(value)) this.parts.push(isList ? ' []\n' : ' {}\n');
    else {
      this.parts.push(continues ? ' ' : '\n');
      if (isList) this.list(value, indent, continues);
      else this.map(value, indent, continues);
    }
  }

  private leaf(value: unknown, indent: string): void {
    if (typeof value === 'string' && value.includes('\n')) this.literal(value, indent);
    else if (typeof value === 'string') this.parts.push(' ', this.text(value), '\n');
    else if (value === null || typeof value === 'boolean' || isPlainInteger(value)) this.parts.push(` ${value}\n`);
    else if (typeof value === 'number') this.parts.push(' ', this.scalar(value), '\n');
    else throw new TooHard();
  }

  private literal(value: string, indent: string): void {
    if (/^\s/.test(value) || value.endsWith('\n\n') || !PRINTABLE.test(value)) throw new TooHard();
    const ends = value.endsWith('\n');
    this.parts.push(ends ? ' |\n' : ' |-\n', value.replaceAll(/^(?=[^\n])/gm, indent), ends ? '' : '\n');
  }

  private text(value: string): string {
    if (EASY.test(value) && !WORD.test(value)) return value;
    if (QUOTED.test(value)) return `'${value.replaceAll("'", "''")}'`;
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = this.scalar(value);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(value, text);
    return text;
  }
}

function isPlainInteger(value: unknown): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return Object.prototype.toString.call(value) === '[object Object]';
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
