import type { Fault } from '../kit/errors';
import type { Path } from './path';

/** Where a value was written: a place in a file, or a flag. */
export interface Origin {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The flag as typed, for example `--region` or `--set a.b=1`. */
  readonly flag?: string;
  /** The value as it was written, where that is a plain scalar. */
  readonly source?: string;
}

/** Finds where the value (or the key) at a path was written. */
export type Origins = (path: Path, what?: 'value' | 'key') => Origin | undefined;

/** A fault with the place it stands at. */
export function placed(fault: Fault, origin: Origin | undefined): Fault {
  if (!origin) return fault;
  const { file, line, column, flag } = origin;
  return { ...fault, ...(file === undefined ? {} : { file, line, column }), ...(flag === undefined ? {} : { flag }) };
}

/** Order a person works through: file by file, line by line; flags last. */
export function inReadingOrder(faults: readonly Fault[]): Fault[] {
  const files = [...new Set(faults.map(({ file }) => file))];
  const rank = ({ file, flag }: Fault) => (flag === undefined ? files.indexOf(file) : files.length);
  return [...faults].sort(
    (a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}
