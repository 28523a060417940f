import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../src/cli/code-cache';

let work: string;
let file: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'stagecraft-code-cache-'));
  file = join(work, 'x.main.js');
  built('one');
});
afterEach(() => rmSync(work, { recursive: true }));

const CACHE = `x.main-${process.versions.v8}-${process.arch}.cache`;

function built(answer: string) {
  writeFileSync(file, `(function (exports) { exports.answer = () => '${answer}'; })\n`);
}

/** What the script says, and what `keep` was offered. */
function run() {
  const { script, keep } = compile(file);
  const exports: { answer?: () => string } = {};
  script.runInThisContext()(exports);
  return { answer: exports.answer?.(), keep, rejected: script.cachedDataRejected };
}

const caches = () => readdirSync(work).filter((name) => name !== 'x.main.js');
const cache = () => join(work, caches()[0] ?? '');

test('it is beside the script, named after V8 and processor, and used from then on', () => {
  const first = run();
  expect(first).toMatchObject({ answer: 'one', keep: expect.any(Function) });
  expect(caches()).toEqual([]);
  first.keep?.();
  expect(caches()).toEqual([CACHE]);
  expect(run()).toEqual({ answer: 'one', keep: undefined, rejected: false });
});

test.each([
  ['cut short', () => truncateSync(cache(), 100)],
  ['empty', () => truncateSync(cache(), 0)],
  ['text', () => writeFileSync(cache(), 'no cache')],
  [
    'of one other bit',
    () =>
      writeFileSync(
        cache(),
        readFileSync(cache()).map((byte, i) => (i === 200 ? byte ^ 1 : byte)),
      ),
  ],
])('one that is %s is not read, and written anew', (_, damage) => {
  run().keep?.();
  const sound = readFileSync(cache());
  damage();
  const { answer, keep } = run();
  expect(answer).toBe('one');
  keep?.();
  expect(readFileSync(cache()).length).toBe(sound.length);
  expect(run()).toEqual({ answer: 'one', keep: undefined, rejected: false });
});

test.each([
  ['another build of the same length', 'two'],
  ['a script that was changed by hand', 'changed by hand'],
])('that of %s is not read, and takes its place', (_, answer) => {
  run().keep?.();
  built(answer);
  const { keep, ...first } = run();
  expect(first.answer).toBe(answer);
  keep?.();
  expect(caches()).toEqual([CACHE]);
  expect(run()).toEqual({ answer, keep: undefined, rejected: false });
});

test('where it cannot be written, nothing is left behind and nobody hears of it', () => {
  const { keep } = run();
  mkdirSync(join(work, CACHE, 'full'), { recursive: true });
  keep?.();
  expect(caches()).toEqual([CACHE]);
  expect(readdirSync(join(work, CACHE))).toEqual(['full']);
  rmSync(work, { recursive: true });
  expect(() => keep?.()).not.toThrow();
  mkdirSync(work);
});
