import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix } from 'node:path';
import { Eta } from 'eta';
import type { StarterFile } from './contract';

/** The language of a file decides how `<%= %>` quotes a value. */
export type TemplateLanguage = 'shell' | 'markdown' | 'yaml' | 'plain';

export interface TemplateOptions {
  /** Directory of the bundle the files go to. @default - its top */
  readonly into?: string;
  /** Which files, by their path in the bundle before `into`. @default - all */
  readonly select?: (path: string) => boolean;
}

/**
 * Renders every file below `templates/<folder>`, sorted by path.
 *
 * In a path `_github` stands for `.github` (npm and tools that copy folders drop dotfiles), and two underscores for one.
 * In a text `<%= value %>` inserts a value quoted for the file's language, `<%~ value %>` inserts it as it is, and
 * `<% code -%>` is code. `sh`, `md`, `code` and `yaml` quote for a language other than the file's. A value that was not
 * given is an error. A file that begins with `#!` is executable.
 */
export function templates(
  folder: string,
  values: Readonly<Record<string, unknown>>,
  { into = '', select = () => true }: TemplateOptions = {},
): StarterFile[] {
  const root = join(templateRoot(), folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .map((source) => ({ source, path: source.split(/[\\/]/).map(bundleName).join('/') }))
    .filter(({ path }) => select(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ source, path }) => {
      const text = renderText(
        readFileSync(join(root, source), 'utf8'),
        values,
        languageOf(path),
        `${folder}/${source}`,
      );
      return { path: posix.join(into, path), text, ...(text.startsWith('#!') ? { executable: true } : {}) };
    });
}

/** Text of one file below `templates/<folder>`, as it is. */
export function templateText(folder: string, path: string): string {
  return readFileSync(join(templateRoot(), folder, path), 'utf8');
}

/** Renders one template text. `name` is what an error calls it. */
export function renderText(
  text: string,
  values: Readonly<Record<string, unknown>>,
  language: TemplateLanguage,
  name: string,
): string {
  try {
    return engines[language].renderString(text, known({ ...quoting, ...values }));
  } catch (error) {
    throw new Error(`template ${name}: ${(error as Error).message}`);
  }
}

/** One word of a POSIX shell, whatever it holds. */
export function shellWord(value: unknown): string {
  const text = scalar(value);
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Text that Markdown shows as it is, on one line; a table cell can hold it. */
export function markdownText(value: unknown): string {
  return scalar(value)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>|#~&]/g, (character) =>
      /[<>&]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`,
    );
}

/** A code span, with as many backticks around it as its text needs. */
export function markdownCode(value: unknown): string {
  const text = scalar(value).replaceAll(/\s+/g, ' ');
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A YAML scalar that reads back as the same value; JSON is YAML. */
export function yamlScalar(value: unknown): string {
  return JSON.stringify(typeof value === 'object' ? value : (value ?? scalar(value)));
}

const quoting = { sh: shellWord, md: markdownText, code: markdownCode, yaml: yamlScalar };

const engines: Readonly<Record<TemplateLanguage, Eta>> = {
  shell: engine(shellWord),
  markdown: engine(markdownText),
  yaml: engine(yamlScalar),
  plain: engine(scalar),
};

function engine(escapeFunction: (value: unknown) => string): Eta {
  return new Eta({
    autoEscape: true,
    autoTrim: false,
    cache: false,
    escapeFunction,
    functionHeader: 'const { sh, md, code, yaml } = it;',
  });
}

/** A name the template asks for and nobody gave is a mistake, never the word `undefined`. */
function known(values: Record<string, unknown>): Record<string, unknown> {
  return new Proxy(values, {
    get(target, key) {
      if (typeof key === 'string' && !(key in target)) throw new Error(`no value for ${key}`);
      return Reflect.get(target, key);
    },
  });
}

function scalar(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`cannot insert ${value === null ? 'null' : typeof value}`);
}

function languageOf(path: string): TemplateLanguage {
  const extension = extname(path);
  if (extension === '.sh') return 'shell';
  if (extension === '.md') return 'markdown';
  return extension === '.yaml' || extension === '.yml' ? 'yaml' : 'plain';
}

function bundleName(name: string): string {
  if (name.startsWith('__')) return name.slice(1);
  return name.startsWith('_') ? `.${name.slice(1)}` : name;
}

/** `templates/` of this package, nearest first: from the one-file command line in dist, from src/kit, from dist/src/kit. */
function templateRoot(): string {
  const found = ['../templates', '../../templates', '../../../templates']
    .map((path) => join(__dirname, path))
    .find((path) => existsSync(path));
  if (!found) throw new Error(`the package has no templates beside ${__dirname}`);
  return found;
}
