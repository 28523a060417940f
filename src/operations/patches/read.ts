import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isNode, LineCounter, parseAllDocuments } from 'yaml';
import type { Fault } from '../../kit/errors';
import { byCodePoint } from '../../output/order';
import { documentSchema, type ObjectTarget, type PatchOperation, type TerraformTarget } from './schema';

/** Where in a file of the team's something stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One document of `patches/*.yaml`. */
export interface Patch {
  readonly target: ObjectTarget | TerraformTarget;
  readonly merge?: Readonly<Record<string, unknown>>;
  readonly patch?: readonly PatchOperation[];
  /** Place of what a path inside the document leads to, or of the closest thing above it. */
  readonly place: (path: readonly (string | number)[]) => Place;
}

export interface ReadPatches {
  readonly patches: readonly Patch[];
  readonly faults: readonly Fault[];
}

/** YAML files of a directory of the bundle, in the order of their names; none if the directory is not there. */
export function yamlFiles(bundle: string, directory: string): string[] {
  let names: string[];
  try {
    names = readdirSync(join(bundle, directory));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort(byCodePoint)
    .map((name) => `${directory}/${name}`);
}

/** Reads every patch of a bundle; what is wrong with them is collected, not thrown. */
export function readPatches(bundle: string): ReadPatches {
  const patches: Patch[] = [];
  const faults: Fault[] = [];
  for (const file of yamlFiles(bundle, 'patches')) {
    for (const { document, place } of readDocuments(bundle, file)) {
      const [syntax] = document.errors;
      const value = syntax ? undefined : document.toJS();
      if (syntax) faults.push({ where: 'syntax', what: syntax.code, ...place([]), next: firstLine(syntax.message) });
      else if (value !== null && value !== undefined) collect(value, place, patches, faults);
    }
  }
  return { patches, faults };
}

function collect(value: unknown, place: Patch['place'], patches: Patch[], faults: Fault[]): void {
  const parsed = documentSchema(value).safeParse(value);
  if (parsed.success) {
    patches.push({ ...parsed.data, place });
    return;
  }
  for (const issue of parsed.error.issues) {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    const at = issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path;
    faults.push({
      ...place(at),
      where: at.join('.') || 'document',
      what: issue.message,
      allowed: 'target with kind and name, or with terraform; and either merge or patch',
    });
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

/** Documents of a YAML file, each with a way to find places in it. */
export function readDocuments(bundle: string, file: string): { document: Document; place: Patch['place'] }[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(readFileSync(join(bundle, file), 'utf8'), { lineCounter: lines });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => ({
    document,
    place: (path) => ({ file: join(bundle, file), ...position(document, lines, path) }),
  }));
}

function position(document: Document, lines: LineCounter, path: readonly (string | number)[]) {
  const offset = document.errors[0]?.pos[0] ?? closest(document, path);
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
