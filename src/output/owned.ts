import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../kit/errors';
import { byCodePoint } from './order';

/** Directory that marks another as ours. */
export const MARKER = '.stagecraft';
const MANIFEST = `${MARKER}/owned.json`;
/** The manifest a run is about to arrive at; it stays behind only if that run was cut off. */
const NEXT = `${MARKER}/owned.next.json`;

/** `conflict`: a new version of a starter file, beside one it could not be merged into. */
export type FileKind = 'rendered' | 'starter' | 'conflict';

export interface OwnedFile {
  readonly kind: FileKind;
  /** Of the text we wrote, hexadecimal. */
  readonly sha256: string;
}

/** What stagecraft wrote into a directory and may therefore rewrite or remove. */
export interface Ownership {
  /** Version of stagecraft that wrote it last. */
  readonly generator: string;
  /** A directory `synth` wrote, or a bundle. */
  readonly kind: 'synth' | 'bundle';
  readonly files: ReadonlyMap<string, OwnedFile>;
}

/** Ownership as it was found: after a run that was cut off, a file may be of the old or of the new list. */
export interface FoundOwnership extends Ownership {
  /** Hashes a file may have without having been edited. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
}

export function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Text of the manifest. */
export function renderOwnership({ generator, kind, files }: Ownership): string {
  const sorted = [...files].sort(([a], [b]) => byCodePoint(a, b));
  return `${JSON.stringify({ generator, kind, files: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/**
 * What is ours in a directory; nothing if there is no list of it.
 *
 * @throws UserError when the manifest cannot be read
 */
export function readOwnership(directory: string): FoundOwnership | undefined {
  if (!isDirectory(join(directory, MARKER))) return undefined;
  const now = readManifest(directory, MANIFEST);
  const next = readManifest(directory, NEXT);
  const manifest = now ?? next;
  if (!manifest) return undefined;
  const known = new Map<string, Set<string>>();
  for (const [path, { sha256: hash }] of [...(now?.files ?? []), ...(next?.files ?? [])])
    known.set(path, (known.get(path) ?? new Set()).add(hash));
  const files = new Map([...(now?.files ?? []), ...(next?.files ?? [])]);
  return { ...manifest, files, known };
}

function readManifest(directory: string, name: string): Ownership | undefined {
  const file = join(directory, name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(file, (error as Error).message);
  }
  try {
    const { generator, kind, files } = JSON.parse(text);
    if ((kind !== 'synth' && kind !== 'bundle') || typeof files !== 'object') throw new Error('not a list of files');
    return { generator, kind, files: new Map(Object.entries<OwnedFile>(files).filter(([path]) => isInside(path))) };
  } catch (error) {
    throw unreadable(file, (error as Error).message);
  }
}

/** A manifest that was tampered with must not make us remove a file elsewhere. */
function isInside(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.split('/').some((part) => part === '..' || part === '');
}

function unreadable(file: string, why: string): UserError {
  return new UserError({
    where: file,
    what: `the list of files stagecraft wrote cannot be read: ${why}`,
    allowed: 'the file as stagecraft wrote it',
    next: 'restore it from version control, or choose another directory',
  });
}

export function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

export const manifestNames = { now: MANIFEST, next: NEXT } as const;
