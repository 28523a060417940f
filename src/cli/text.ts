/** Lines as one text that ends with a line break; an empty list is an empty text. */
export function lines(...all: readonly string[]): string {
  return all.length === 0 ? '' : `${all.join('\n')}\n`;
}

/** `1 file`, `2 files`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** Rows as columns, padded to the widest cell; the last column is left as it is. */
export function columns(rows: readonly (readonly string[])[], indent = '  '): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  return rows.map((row) => indent + row.map((c, i) => (i < row.length - 1 ? c.padEnd(widths[i] ?? 0) : c)).join('  '));
}

const WIDTH = 100;

/** A paragraph broken into lines. */
export function wrap(text: string): string[] {
  const all: string[] = [];
  for (const word of text.split(' ')) {
    const line = all.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= WIDTH) all[all.length - 1] = `${line} ${word}`;
    else all.push(word);
  }
  return all;
}
