import { distance } from 'fastest-levenshtein';

/** Names by closeness to what was typed, nearest first; ties in alphabetical order. */
export function byCloseness(typed: string, names: readonly string[]): string[] {
  return [...names]
    .map((name) => ({ name, far: distance(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

/** Slips a name of this length may have: two letters swapped count as two. */
function allowance(name: string): number {
  return Math.max(1, Math.min(3, Math.floor(name.length / 2)));
}

/** The name that was most likely meant; `undefined` when none is close enough to be a slip of the keyboard. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const ordered = byCloseness(typed, names);
  const begun = ordered.find((name) => typed.length >= 3 && name.toLowerCase().startsWith(typed.toLowerCase()));
  if (begun !== undefined) return begun;
  const [name] = ordered;
  return name !== undefined && distance(typed.toLowerCase(), name.toLowerCase()) <= allowance(name) ? name : undefined;
}

/** `a, b or c`. */
export function or(words: readonly string[]): string {
  return listed(words, 'or');
}

/** `a, b and c`. */
export function and(words: readonly string[]): string {
  return listed(words, 'and');
}

function listed(words: readonly string[], last: string): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
