import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

export interface Import {
  /** What is imported: a path from the repository's root for our own, a package otherwise. */
  readonly target: string;
  /** Erased by the compiler. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface Source {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comments and without what stands in quotes, line by line as before. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** Every TypeScript file below some directories. */
export function sources(...directories: readonly string[]): Source[] {
  return filesBelow(...directories)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, code: codeOf(text), imports: importsOf(path, text) };
    });
}

/** Every file below some directories, from the repository's root. */
export function filesBelow(...directories: readonly string[]): string[] {
  return directories
    .flatMap((directory) => readdirSync(join(ROOT, directory), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** `src/a/b.ts:12`, as editors open it. */
export function place({ path }: Pick<Source, 'path'>, line: number): string {
  return `${path}:${line}`;
}

const IMPORT =
  /^\s*(?:import|export)\b(\s+type\b)?[^'";]*?\bfrom\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)|^\s*import\s*['"]([^'"]+)['"]/gm;

function importsOf(path: string, text: string): Import[] {
  const bare = withoutComments(text);
  return [...bare.matchAll(IMPORT)].map((match) => ({
    target: resolved(path, match[2] ?? match[3] ?? match[4] ?? ''),
    typeOnly: match[1] !== undefined,
    line: bare.slice(0, match.index + match[0].length).split('\n').length,
  }));
}

function resolved(path: string, target: string): string {
  return target.startsWith('.') ? posix.normalize(posix.join(dirname(path), target)) : target;
}

const TOKEN = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

/** The text with spaces where comments stand, line by line as before. */
export function withoutComments(text: string): string {
  return text.replace(TOKEN, (token) => (/^\/[/*]/.test(token) ? blank(token) : token));
}

function codeOf(text: string): string {
  return text.replace(TOKEN, blank);
}

function blank(token: string): string {
  return token.replace(/[^\n]/g, ' ');
}
