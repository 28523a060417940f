import { closeSync, openSync, readFileSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../kit/errors';

/** A run takes seconds; a lock of another machine that is this old was left behind. */
const STALE_MS = 10 * 60_000;
const POLL_MS = 50;

/** How long a run waits for another one before it gives up. */
export const PATIENCE_MS = 10_000;

/**
 * Takes a lock file, waiting for whoever holds it; a lock whose process is gone is taken over.
 *
 * @returns what releases it
 * @throws UserError when it is still held after `patience` milliseconds
 */
export async function lock(file: string, where: string, patience = PATIENCE_MS): Promise<() => void> {
  for (let waited = 0; ; waited += POLL_MS) {
    if (take(file)) return () => remove(file);
    const holder = readLock(file);
    if (holder && isStale(file, holder)) {
      discard(file, holder);
      continue;
    }
    if (waited >= patience)
      throw new UserError({
        where,
        what: `another run of stagecraft${holder ? ` (process ${pidOf(holder)})` : ''} is writing there`,
        next: `wait for it; if it is gone, remove ${file}`,
      });
    await wait(POLL_MS);
  }
}

function take(file: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeSync(handle, `${process.pid} ${hostname()}\n`);
  closeSync(handle);
  return true;
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function pidOf(holder: string): number {
  return Number.parseInt(holder, 10);
}

function isStale(file: string, holder: string): boolean {
  const [pid, host] = holder.trim().split(' ');
  if (host === hostname()) return !isAlive(Number(pid));
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > STALE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Of several runs that find one stale lock, only one moves it away; a live lock moved by mistake is put back. */
function discard(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readLock(aside) === stale) remove(aside);
  else renameSync(aside, file);
}

/** Node reads a module of its own for `rmSync`. */
function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
