import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { lock } from '../../src/output/lock';
import { Scratch } from '../support/directory';

const scratch = new Scratch();
afterAll(() => scratch.remove());
const file = scratch.path('lock');
/** No process has it: Linux counts to 4194304 at most. */
const NOBODY = 99_999_999;

test('is held until it is released', async () => {
  const release = await lock(file, '--out');
  expect(readFileSync(file, 'utf8')).toBe(`${process.pid} ${hostname()}\n`);
  await expect(lock(file, '--out', 0)).rejects.toThrow(
    `--out: another run of stagecraft (process ${process.pid}) is writing there\n` +
      `  next:    wait for it; if it is gone, remove ${file}`,
  );
  release();
  expect(existsSync(file)).toBe(false);
});

test('is waited for', async () => {
  const release = await lock(file, '--out');
  const second = lock(file, '--out');
  release();
  (await second)();
});

test('is taken over from a process that is gone', async () => {
  scratch.write('lock', `${NOBODY} ${hostname()}\n`);
  (await lock(file, '--out', 0))();
  expect(existsSync(file)).toBe(false);
});

test('of another machine is only taken over when it is old', async () => {
  scratch.write('lock', `${NOBODY} elsewhere\n`);
  await expect(lock(file, '--out', 0)).rejects.toThrow(
    `another run of stagecraft (process ${NOBODY}) is writing there`,
  );
  utimesSync(file, 1, 1);
  (await lock(file, '--out', 0))();
});
