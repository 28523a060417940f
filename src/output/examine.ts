import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byCodePoint } from './order';
import { sha256 } from './owned';
import type { Target } from './target';

export type EditKind = 'changed' | 'deleted' | 'added';

/** A rendered file that is not as stagecraft left it. */
export interface Edit {
  readonly path: string;
  /** `added`: not ours, but where a file of ours would go. */
  readonly kind: EditKind;
  /** What stands there now. */
  readonly text?: string;
}

/**
 * Rendered files that somebody else changed, deleted or added, by path. A file that already holds what would be written
 * is none of them.
 */
export function findEdits(target: Target, rendered: ReadonlyMap<string, string>): Edit[] {
  if (!target.exists) return [];
  const known = target.owned?.known ?? new Map<string, ReadonlySet<string>>();
  const ours = [...(target.owned?.files ?? [])].filter(([, { kind }]) => kind === 'rendered').map(([path]) => path);
  const paths = [...new Set([...ours, ...rendered.keys()])].sort(byCodePoint);
  return paths.flatMap((path): Edit[] => {
    const text = textAt(join(target.path, path));
    const hashes = known.get(path);
    if (text === undefined) return hashes && rendered.has(path) ? [{ path, kind: 'deleted' }] : [];
    if (text === rendered.get(path) || hashes?.has(sha256(text))) return [];
    return [{ path, kind: hashes ? 'changed' : 'added', text }];
  });
}

/** Text of a regular file; nothing for anything else, which the writer refuses by itself. */
export function textAt(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined;
}
