import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** A temporary directory of a test file, removed at its end. Everything below refuses to leave it. */
export class Scratch {
  readonly root = mkdtempSync(join(tmpdir(), 'stagecraft-'));

  path(...parts: string[]): string {
    const full = resolve(this.root, ...parts);
    if (relative(this.root, full).startsWith('..')) throw new Error(`${full} lies outside of ${this.root}`);
    return full;
  }

  write(path: string, text: string): string {
    const full = this.path(path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  /** Text of every file by path; a link or a directory without files stands there as a note. */
  tree(path = '.'): Record<string, string> {
    const found: Record<string, string> = {};
    const walk = (at: string) => {
      for (const name of readdirSync(this.path(path, at)).sort()) {
        const inner = at ? `${at}/${name}` : name;
        const stat = lstatSync(this.path(path, inner));
        if (stat.isDirectory()) walk(inner);
        else found[inner] = stat.isFile() ? readFileSync(this.path(path, inner), 'utf8') : '(not a file)';
      }
    };
    walk('');
    return found;
  }

  remove(): void {
    chmodSync(this.root, 0o755);
    rmSync(this.root, { recursive: true, force: true });
  }
}
