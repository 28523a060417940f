import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isNode, LineCounter, parseAllDocuments } from 'yaml';
import type { Fault } from '../kit/errors';
import { byCodePoint } from '../output/order';

/** Where in a file of the team's something stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Place of what a path inside a document leads to, or of the closest thing above it. */
export type Places = (path: readonly (string | number)[]) => Place;

/** One YAML document that is not empty. */
export interface ReadDocument {
  readonly value: unknown;
  readonly place: Places;
}

export interface ReadDocuments {
  readonly documents: readonly ReadDocument[];
  readonly faults: readonly Fault[];
}

/**
 * Every document of the YAML files of a directory of the bundle, in the order of their names; none if the directory is
 * not there. What cannot be read is collected, not thrown.
 */
export function readDocuments(bundle: string, directory: string): ReadDocuments {
  const documents: ReadDocument[] = [];
  const faults: Fault[] = [];
  const names = listed(join(bundle, directory), faults).filter((name) => /\.ya?ml$/.test(name));
  for (const name of names.sort(byCodePoint)) {
    const file = join(bundle, directory, name);
    const text = attempt(file, faults, () => new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)));
    if (text === undefined) continue;
    const lines = new LineCounter();
    const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
    for (const document of Array.isArray(parsed) ? parsed : []) {
      const place: Places = (path) => ({ file, ...position(document, lines, path) });
      const read = contentOf(document, place);
      if (read.fault) faults.push(read.fault);
      else if (read.value !== null && read.value !== undefined) documents.push({ value: read.value, place });
    }
  }
  return { documents, faults };
}

function listed(directory: string, faults: Fault[]): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') faults.push(unreadable(directory, error));
    return [];
  }
}

function attempt(file: string, faults: Fault[], read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    faults.push(unreadable(file, error));
    return undefined;
  }
}

const REASONS: Readonly<Record<string, readonly [what: string, next: string]>> = {
  EISDIR: ['is a directory', 'move it elsewhere, or give it a name that does not end in .yaml'],
  ENOTDIR: ['is no directory', 'move it elsewhere'],
  EACCES: ['may not be read', 'change its permissions'],
  EPERM: ['may not be read', 'change its permissions'],
  ENOENT: ['is a link that leads nowhere', 'remove it, or mend where it leads'],
  ERR_ENCODING_INVALID_ENCODED_DATA: ['is not UTF-8 text', 'save it as UTF-8'],
};

function unreadable(where: string, error: unknown): Fault {
  const { code = '' } = error as NodeJS.ErrnoException;
  const [what, next] = REASONS[code] ?? [`cannot be read (${code})`, 'mend that, or move it elsewhere'];
  return { where, what, allowed: 'YAML files, in UTF-8', next };
}

/** A document as a value; an unknown tag or alias is a fault, since it would otherwise be dropped or thrown. */
function contentOf(document: Document, place: Places): { value?: unknown; fault?: Fault } {
  const [syntax] = [...document.errors, ...document.warnings];
  if (syntax) return { fault: notYaml(syntax.message, place) };
  try {
    return { value: document.toJS() };
  } catch (error) {
    return { fault: notYaml((error as Error).message, place) };
  }
}

function notYaml(message: string, place: Places): Fault {
  const [first = message] = message.split('\n');
  return {
    ...place([]),
    where: 'document',
    what: `is not valid YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`,
    allowed: 'YAML 1.2, documents apart by ---',
    next: 'correct this line, or the one above it',
  };
}

function position(document: Document, lines: LineCounter, path: readonly (string | number)[]) {
  const offset = (document.errors[0] ?? document.warnings[0])?.pos[0] ?? closest(document, path);
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function closest(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
