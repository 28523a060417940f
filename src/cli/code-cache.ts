import { createHash } from 'node:crypto';
import { readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { Script } from 'node:vm';

/** A script that was compiled, from the cache beside it or from its text. */
export interface Compiled {
  readonly script: Script;
  /** Writes what V8 has compiled of the script by now beside it; there where no sound cache is. Never throws. */
  readonly keep?: () => void;
}

/**
 * Length of the digest in front of the data. It is over script and data: V8 only compares the length of the script, and that
 * of Node 22 and later runs damaged data without a word.
 */
const DIGEST = 32;

/**
 * Compiles a script from V8's code cache. The cache is a file beside the script, written by a run on the machine that uses
 * it: whoever can change it can change the script as well. One that is missing, damaged, of another script or of another V8
 * is not used. No cache makes any difference but in time.
 */
export function compile(file: string): Compiled {
  const bytes = readFileSync(file);
  const source = bytes.toString('latin1');
  const cache = `${file.replace(/\.js$/, '')}-${process.versions.v8}-${process.arch}.cache`;
  const cachedData = read(cache, bytes);
  const script = new Script(source, { filename: file, cachedData });
  // Sound data that was refused belongs to other flags of Node; both would write it by turns.
  return cachedData ? { script } : { script, keep: () => write(cache, bytes, script) };
}

function read(cache: string, source: Buffer): Buffer | undefined {
  try {
    const bytes = readFileSync(cache);
    const data = bytes.subarray(DIGEST);
    return digest(source, data).equals(bytes.subarray(0, DIGEST)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function digest(source: Buffer, data: Buffer): Buffer {
  return createHash('sha256').update(source).update(data).digest();
}

/** A package that lies where nobody may write stays as it is. */
function write(cache: string, source: Buffer, script: Script): void {
  const unfinished = `${cache}.${process.pid}`;
  try {
    const data = script.createCachedData();
    writeFileSync(unfinished, Buffer.concat([digest(source, data), data]), { flag: 'wx' });
    renameSync(unfinished, cache);
  } catch {
    remove(unfinished);
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Not there, or not ours to remove.
  }
}
