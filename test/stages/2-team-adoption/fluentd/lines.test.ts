import { everySection, parseFluentd } from '../../../support/fluentd-config';
import { type Fields, Joiner } from '../../../support/fluentd-tail';
import { readLines } from '../../../support/log-lines';
import { object, synth } from '../../../support/synth';

/** Largest part containerd writes at once: 16 KiB, https://github.com/containerd/containerd (max_container_log_line_size). */
const PART = 16 * 1024;
const TIME = '2026-11-21T12:00:00.000000001Z';

let expression: RegExp;
let options: Record<string, unknown>;

beforeAll(async () => {
  const text = object(await synth({ stage: 2 }), 'ConfigMap', 'fluentd').data['fluent.conf'];
  const all = everySection(parseFluentd(text));
  const written = String(all.find(({ name }) => name === 'parse')?.parameters.expression);
  // Ruby's `.` and `$` mean the same for a single line.
  expression = new RegExp(written.slice(1, -1));
  options = all.find(({ parameters }) => parameters['@id'] === 'partial_lines')?.parameters ?? {};
});

/** A line of a file as the kubelet's runtime writes it: bytes, each a character, as Fluentd reads them. */
const line = (stream: string, tag: string, text: string) => `${TIME} ${stream} ${tag} ${text}`;
const parse = (text: string): Fields | undefined => expression.exec(text)?.groups;

const joined = (records: readonly Fields[]): Fields[] => {
  const joiner = new Joiner(options);
  return records.flatMap((record) => joiner.add('tag', record));
};

const read = (lines: readonly string[]) => readLines(lines, parse, joined);

test('a plain line, an empty one, one of spaces and one that looks like another line', () => {
  const texts = ['hello', '', '  ', line('stderr', 'F', 'inner'), 'F P F'];
  expect(read(texts.map((text) => line('stdout', 'F', text)))).toEqual(
    texts.map((message) => ({ stream: 'stdout', message })),
  );
});

test('what no runtime writes is not taken for a record', () => {
  for (const text of ['', 'hello', `${TIME} stdout hello`, `${TIME} stdin F hello`, `${TIME} stdout X hello`])
    expect(parse(text)).toBeUndefined();
});

test('a tag with more behind it is read by its first letter', () => {
  expect(parse(line('stdout', 'P:more', 'x'))).toMatchObject({ logtag: 'P', message: 'x' });
});

test('bytes that are no text are carried through', () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x1b, 0x80, 0x41]).toString('latin1');
  expect(read([line('stdout', 'F', bytes)])).toEqual([{ stream: 'stdout', message: bytes }]);
});

test('a line of a megabyte in its parts is one record, with nothing between them', () => {
  const text = 'abcdefghijklmno '.repeat(64 * 1024);
  const parts = Array.from({ length: text.length / PART }, (_, index) => text.slice(index * PART, (index + 1) * PART));
  const lines = parts.map((part, index) => line('stdout', index === parts.length - 1 ? 'F' : 'P', part));
  expect(parts).toHaveLength(64);
  const [record, ...others] = read(lines);
  expect([record?.message === text, others]).toEqual([true, []]);
});

test('a long line that ends in an empty part is whole', () => {
  expect(read([line('stdout', 'P', 'long'), line('stdout', 'F', '')])).toEqual([{ stream: 'stdout', message: 'long' }]);
});

test('parts of the two streams that stand between each other are not mixed, and the stream stays known', () => {
  const lines = [
    line('stdout', 'P', 'out '),
    line('stderr', 'P', 'err '),
    line('stderr', 'F', 'end'),
    line('stdout', 'F', 'end'),
  ];
  expect(read(lines)).toEqual([
    { stream: 'stderr', message: 'err end' },
    { stream: 'stdout', message: 'out end' },
  ]);
});

test('the time of a line is read to the nanosecond', () => {
  expect(parse(line('stdout', 'F', 'x'))?.time).toBe(TIME);
});
