import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { type Fault, UserError } from '../kit/errors';
import type { Target } from './target';

/**
 * Refuses what stands where a file of ours or a directory on the way to it should: through a symbolic link we would write
 * or remove somewhere else.
 *
 * @throws UserError with every obstacle
 */
export function refuseObstacles(target: Target, where: string, paths: readonly string[]): void {
  const files = new Set(paths);
  const directories = new Set(paths.flatMap(ancestors));
  const faults: Fault[] = [];
  for (const path of new Set([...directories, ...files])) {
    const stat = lstatSync(join(target.path, path), { throwIfNoEntry: false });
    const what = stat && obstacle(stat, directories.has(path));
    if (what) faults.push(fault(where, join(target.given, path), what));
  }
  if (faults.length > 0) throw new UserError(faults);
}

/** `a` and `a/b` for `a/b/c`. */
function ancestors(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

function obstacle(stat: Stats, wantsDirectory: boolean): string | undefined {
  if (stat.isSymbolicLink()) return 'a symbolic link';
  if (stat.isDirectory()) return wantsDirectory ? undefined : 'a directory';
  if (stat.isFile()) return wantsDirectory ? 'a file' : undefined;
  return 'neither file nor directory';
}

function fault(where: string, path: string, what: string): Fault {
  return {
    where,
    what: `${path} is ${what}; writing there could reach or hide something else`,
    allowed: 'regular files and directories',
    next: `remove ${path}, or name another directory`,
  };
}
