import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Fault } from '../kit/errors';
import { type Origin, placed } from './origin';
import { plain, type Tree } from './tree';
import { readYaml } from './yaml';

/** One file of a chain of `extends`, as it was read. */
export interface ConfigFile {
  /** As people wrote it: relative to where they are. */
  readonly path: string;
  readonly tree?: Tree;
}

export interface FileChain {
  /** The bundle's own file first, then what it extends, and so on. */
  readonly files: readonly ConfigFile[];
  readonly faults: readonly Fault[];
}

/** Reads a configuration file and every file it builds on. */
export function readChain(path: string): FileChain {
  const files: ConfigFile[] = [];
  const faults: Fault[] = [];
  const seen: string[] = [];
  let next: { path: string; from?: Origin } | undefined = { path };
  while (next) {
    const { path: current, from } = next;
    const real = resolve(current);
    if (seen.includes(real)) {
      faults.push(cycle(current, from));
      break;
    }
    seen.push(real);
    const file = readFile(current, from);
    faults.push(...file.faults);
    files.push({ path: current, tree: file.tree });
    const base: Base = file.tree ? extended(file.tree, current) : {};
    if (base.fault) faults.push(base.fault);
    next = base.path === undefined ? undefined : { path: base.path, from: base.from };
  }
  return { files, faults };
}

interface Base {
  readonly path?: string;
  readonly from?: Origin;
  readonly fault?: Fault;
}

/** The file a tree builds on; what is no text is left to the schema to refuse. */
function extended(tree: Tree, file: string): Base {
  const entry = tree.kind === 'map' ? tree.entries.get('extends') : undefined;
  if (!entry) return {};
  const target = plain(entry.value);
  const from = entry.value.origin;
  if (typeof target !== 'string' || target === '') return {};
  if (isAbsolute(target))
    return {
      fault: placed(
        {
          where: 'extends',
          what: 'is an absolute path, which no other machine has',
          got: target,
          allowed: `a path relative to ${file}`,
          next: 'make it relative',
        },
        from,
      ),
    };
  return { path: join(dirname(file), target), from };
}

function cycle(path: string, from: Origin | undefined): Fault {
  return placed(
    {
      where: 'extends',
      what: 'leads back to a file that is read already',
      got: path,
      allowed: 'a chain that ends',
      next: 'remove one extends of the chain',
    },
    from,
  );
}

function readFile(path: string, from: Origin | undefined): { tree?: Tree; faults: readonly Fault[] } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { faults: [unreadable(path, error as NodeJS.ErrnoException, from)] };
  }
  const text = decode(bytes);
  if (text === undefined) return { faults: [notText(path)] };
  const read = readYaml(text, path, (lines) => (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file: path, line, column: col };
  });
  if (!read.tree || read.tree.kind === 'map') return read;
  if (read.tree.kind === 'scalar' && read.tree.value === null) return { faults: read.faults };
  return { faults: [...read.faults, notMap(path, read.tree)] };
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EISDIR: 'is a directory',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
};

function unreadable(path: string, error: NodeJS.ErrnoException, from: Origin | undefined): Fault {
  const what = REASONS[error.code ?? ''] ?? `cannot be read (${error.code})`;
  if (from)
    return placed(
      {
        where: 'extends',
        what: `names a file that ${what}`,
        got: path,
        allowed: 'a file, relative to the one that names it',
        next: 'correct the path, or remove extends',
      },
      from,
    );
  return {
    where: path,
    what,
    got: path,
    allowed: 'the configuration of a bundle',
    next: `write one with: stagecraft generate ${dirname(path)} --stage 1`,
  };
}

function notText(path: string): Fault {
  return { file: path, where: path, what: 'is not UTF-8 text', allowed: 'UTF-8', next: 'save it as UTF-8' };
}

function notMap(path: string, tree: Tree): Fault {
  return placed(
    {
      where: path,
      what: 'must be a map of keys and values',
      got: plain(tree),
      allowed: 'lines such as stage: 1',
      next: 'see docs/reference/config.md',
    },
    tree.origin,
  );
}
