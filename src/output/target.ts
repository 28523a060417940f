import { accessSync, constants, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type Fault, UserError } from '../kit/errors';
import { type FoundOwnership, isDirectory, MARKER, readOwnership } from './owned';

/** A directory we may write into. */
export interface Target {
  /** As the user gave it. */
  readonly given: string;
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  /** Whether it is there already. */
  readonly exists: boolean;
  /** What of it is ours; nothing for a new, an empty or a forced foreign directory. */
  readonly owned?: FoundOwnership;
}

export interface TargetOptions {
  /** How messages name it: a flag or an argument. */
  readonly where: string;
  readonly kind: 'synth' | 'bundle';
  /** Also a directory that is neither empty nor ours. */
  readonly force: boolean;
}

const ALLOWED = 'a directory that is new, empty, or was written by stagecraft';

/** What force does to files that are there. */
const FORCED = { synth: '; files of the same names are then replaced', bundle: '; what is there stays' } as const;

/** Directories of a bundle that no other output may be written into. */
const RESERVED = ['terraform', 'kubernetes', 'patches', 'extensions', MARKER];

/**
 * Looks at an output directory without touching it.
 *
 * @throws UserError when it is not one we may write into
 */
export function inspectTarget(given: string, options: TargetOptions): Target {
  const fault = (what: string, rest: Partial<Fault> = {}) =>
    new UserError({ where: options.where, what, got: given, allowed: ALLOWED, ...rest });
  if (given === '') throw fault('is empty', { next: 'name a directory' });
  const { path, exists } = locate(given, fault);
  const inside = enclosingBundle(path);
  const within = inside && relative(inside, path).split(sep)[0];
  if (inside && within && RESERVED.includes(within))
    throw fault(`lies in ${within}/ of the bundle ${basename(inside)}`, { next: 'name a directory outside of it' });
  if (!exists) return { given, path, exists };
  const owned = readOwnership(path);
  if (owned && owned.kind !== options.kind) throw fault(...otherKind(options.kind));
  if (!owned && !options.force && !isDirectory(join(path, MARKER)) && holdsFiles(path))
    throw fault('is neither empty nor written by stagecraft', {
      next: `name another directory, or add --force to write into this one${FORCED[options.kind]}`,
    });
  return { given, path, exists, owned };
}

/** A fresh repository is as good as empty. */
function holdsFiles(path: string): boolean {
  return readdirSync(path).some((name) => name !== '.git');
}

type MakeFault = (what: string, rest?: Partial<Fault>) => UserError;

function otherKind(wanted: 'synth' | 'bundle'): [string, Partial<Fault>] {
  return wanted === 'synth'
    ? ['is a bundle', { next: 'run stagecraft generate to update it, or name another directory' }]
    : ['was written by stagecraft synth and is no bundle', { next: 'name another directory' }];
}

function locate(given: string, fault: MakeFault): { path: string; exists: boolean } {
  const absolute = resolve(given);
  const ancestor = nearest(absolute);
  if (isLink(absolute) && !statSync(absolute, { throwIfNoEntry: false }))
    throw fault('is a symbolic link that leads nowhere', { next: 'remove the link, or name another directory' });
  if (!statSync(ancestor).isDirectory())
    throw ancestor === absolute
      ? fault('is a file', { next: 'name another directory' })
      : fault(`cannot be made: ${ancestor} is a file`, { next: 'name another directory' });
  if (!writable(ancestor))
    throw ancestor === absolute
      ? fault('cannot be written to', { next: 'change its permissions, or name another directory' })
      : fault(`cannot be made: ${ancestor} cannot be written to`, {
          next: 'change the permissions there, or name another directory',
        });
  const real = realpathSync(ancestor);
  return { path: join(real, relative(ancestor, absolute)), exists: ancestor === absolute };
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return false;
  }
}

/** The path itself, or the closest one above it that is there. */
function nearest(path: string): string {
  for (let at = path; ; at = dirname(at)) {
    try {
      if (statSync(at, { throwIfNoEntry: false })) return at;
    } catch (error) {
      // A file stands where a directory should: it is an ancestor further up.
      if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
    }
    if (dirname(at) === at) return at;
  }
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The bundle a path lies in, itself excluded. */
function enclosingBundle(path: string): string | undefined {
  for (let at = dirname(path); ; at = dirname(at)) {
    if (isDirectory(join(at, MARKER)) && readOwnership(at)?.kind === 'bundle') return at;
    if (dirname(at) === at) return undefined;
  }
}
