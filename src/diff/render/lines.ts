export interface LineDifference {
  /** `- line` and `+ line`, in reading order. */
  readonly lines: readonly string[];
  readonly added: number;
  readonly removed: number;
}

/** Above this many cells the middle of two texts is shown as removed and added whole: the table would not pay. */
const CELLS = 4_000_000;

/** Lines that differ between two texts, by their longest common subsequence. */
export function lineDifference(before: string, after: string): LineDifference {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const lines = middle(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const added = lines.filter((line) => line.startsWith('+')).length;
  return { lines, added, removed: lines.length - added };
}

function middle(a: readonly string[], b: readonly string[]): string[] {
  if (a.length * b.length > CELLS) return [...a.map((line) => `- ${line}`), ...b.map((line) => `+ ${line}`)];
  const lengths = commonLengths(a, b);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(lengths, i + 1, j) >= at(lengths, i, j + 1)))
      lines.push(`- ${a[i++]}`);
    else lines.push(`+ ${b[j++]}`);
  }
  return lines;
}

/** Length of the longest common subsequence from each pair of positions on. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i] ?? new Uint32Array(0);
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
  }
  return table;
}

function at(table: readonly Uint32Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
