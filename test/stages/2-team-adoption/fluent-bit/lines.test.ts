import { load } from 'js-yaml';
import { readLines } from '../../../support/log-lines';
import { object, synth } from '../../../support/synth';

type Fields = Record<string, string>;
interface Rule {
  readonly state: string;
  readonly regex: string;
  readonly next_state: string;
}

/** Largest part containerd writes at once: 16 KiB, https://github.com/containerd/containerd (max_container_log_line_size). */
const PART = 16 * 1024;
const TIME = '2026-11-21T12:00:00.000000001Z';

let configuration: any;
let expression: RegExp;

beforeAll(async () => {
  const logging = {
    collector: 'fluent-bit',
    collection: { multiline: [{ namespaces: ['shop'], start: '^\\d{4}-' }, { start: 'BEGIN' }] },
  };
  configuration = load(object(await synth({ stage: 2, logging }), 'ConfigMap', 'fluent-bit').data['fluent-bit.yaml']);
  expression = new RegExp(configuration.parsers.find(({ name }: Fields) => name === 'cri_line').regex);
});

const line = (stream: string, tag: string, text: string) => `${TIME} ${stream} ${tag} ${text}`;
const parse = (text: string): Fields | undefined => expression.exec(text)?.groups;
const multiline = (name: string) => configuration.multiline_parsers.find((parser: Fields) => parser.name === name);

/** What Fluent Bit does with a parser of type `equal`: package_content in src/multiline/flb_ml.c, v5.1.1. */
function joined(records: readonly Fields[]): Fields[] {
  const { key_group, key_pattern, key_content, match_string } = multiline('cri_parts');
  const waiting = new Map<string, Fields>();
  return records.flatMap((record) => {
    const group = record[key_group] ?? '';
    const first = waiting.get(group) ?? { ...record, [key_content]: '' };
    const whole = { ...first, [key_content]: `${first[key_content]}${record[key_content]}` };
    waiting.set(group, whole);
    if (record[key_pattern] !== match_string) return [];
    waiting.delete(group);
    return [whole];
  });
}

/** What it does with rules: flb_ml_rule_process in src/multiline/flb_ml_rule.c, and a flush of everything where no rule matches. */
function entries(name: string, records: readonly Fields[]): Fields[] {
  const { key_group, key_content, rules } = multiline(name) as {
    key_group: string;
    key_content: string;
    rules: Rule[];
  };
  const matches = ({ regex }: Rule, text: string) => new RegExp(regex.slice(1, -1)).test(text);
  const open = new Map<string, { record: Fields; state: string }>();
  const out: Fields[] = [];
  const flush = (group: string) => {
    const entry = open.get(group);
    if (entry) out.push(entry.record);
    open.delete(group);
  };
  for (const record of records) {
    const group = record[key_group] ?? '';
    const text = record[key_content] ?? '';
    const entry = open.get(group);
    const more = rules.find(
      (rule) => rule.state !== 'start_state' && rule.state === entry?.state && matches(rule, text),
    );
    const start = rules.find((rule) => rule.state === 'start_state' && matches(rule, text));
    if (entry && more) {
      entry.record = { ...entry.record, [key_content]: `${entry.record[key_content]}\n${text}` };
    } else if (start) {
      flush(group);
      open.set(group, { record, state: start.next_state });
    } else {
      for (const waiting of [...open.keys()]) flush(waiting);
      out.push(record);
    }
  }
  for (const waiting of [...open.keys()]) flush(waiting);
  return out;
}

const read = (lines: readonly string[]) => readLines(lines, parse, joined);

test('a plain line, an empty one, one of spaces and one that looks like another line', () => {
  const texts = ['hello', '', '  ', line('stderr', 'F', 'inner'), 'F P F'];
  expect(read(texts.map((text) => line('stdout', 'F', text)))).toEqual(
    texts.map((message) => ({ stream: 'stdout', message })),
  );
  expect(configuration.parsers[0].skip_empty_values).toBe(false);
});

test('what no runtime writes is not taken for a record', () => {
  for (const text of ['', 'hello', `${TIME} stdout hello`, `${TIME} stdin F hello`, `${TIME} stdout X hello`])
    expect(parse(text)).toBeUndefined();
});

test('a tag with more behind it is read by its first letter, bytes that are no text are carried through', () => {
  expect(parse(line('stdout', 'P:more', 'x'))).toMatchObject({ logtag: 'P', message: 'x' });
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x1b, 0x80, 0x41]).toString('latin1');
  expect(read([line('stdout', 'F', bytes)])).toEqual([{ stream: 'stdout', message: bytes }]);
});

test('a line of a megabyte in its parts is one record, with lines of the other stream between them', () => {
  const text = 'abcdefghijklmno '.repeat(64 * 1024);
  const parts = Array.from({ length: text.length / PART }, (_, index) => text.slice(index * PART, (index + 1) * PART));
  const lines = parts.flatMap((part, index) => [
    line('stdout', index === parts.length - 1 ? 'F' : 'P', part),
    line('stderr', 'F', 'between'),
  ]);
  const records = read(lines);
  expect(records.filter(({ stream }) => stream === 'stderr')).toHaveLength(64);
  expect(records.filter(({ stream }) => stream === 'stdout').map(({ message }) => message === text)).toEqual([true]);
});

test('a part fits into what is read at once, and a line into its buffer', () => {
  const { buffer_chunk_size, buffer_max_size } = configuration.pipeline.inputs[0];
  const header = line('stdout', 'P', '').length;
  expect(Number.parseInt(buffer_chunk_size, 10) * 1000).toBeGreaterThan(PART + header);
  expect(buffer_max_size).toBe('2M');
});

test('the time of a line is read whole', () => {
  expect(parse(line('stdout', 'F', 'x'))?.time).toBe(TIME);
  expect(configuration.parsers[0].time_format).toBe('%Y-%m-%dT%H:%M:%S.%L%z');
});

describe('entries of several lines', () => {
  const of = (name: string, ...texts: readonly string[]) =>
    entries(
      name,
      texts.map((text) => {
        const [, stream = '', message = ''] = /^(\w+): (.*)$/s.exec(text) ?? [];
        return { stream, message };
      }),
    ).map(({ message }) => message);

  test('begin where the pattern says, whatever the other stream writes between', () => {
    expect(
      of('entry_0', 'out: 2026-11 one', 'out:   at a', 'err: other', 'out:   at b', 'err: more', 'out: 2026-11 two'),
    ).toEqual(['other', '2026-11 one\n  at a\n  at b', 'more', '2026-11 two']);
  });

  test('lines before the first entry stand alone', () => {
    expect(of('entry_0', 'out: a', 'out: b', 'out: 2026-11 one', 'out: c')).toEqual(['a', 'b', '2026-11 one\nc']);
  });

  test('a pattern without ^ is looked for in the whole line', () => {
    expect(of('entry_1', 'out: x BEGIN', 'out: y', 'out: z BEGIN')).toEqual(['x BEGIN\ny', 'z BEGIN']);
  });
});

describe('the tag', () => {
  const tagOf = (path: string) => {
    const { tag, tag_regex } = configuration.pipeline.inputs[0];
    const groups = new RegExp(tag_regex).exec(path)?.groups ?? {};
    return tag.replaceAll(/<(\w+)>/g, (_: string, name: string) => groups[name] ?? '_');
  };
  const podOf = (tag: string) =>
    new RegExp(configuration.parsers.find(({ name }: Fields) => name === 'pod_of_tag').regex).exec(
      tag.slice(configuration.pipeline.filters.at(-2).kube_tag_prefix.length),
    )?.groups;

  test.each(['0.log', '12.log.20261121-120000'])('says namespace, pod and container of %s', (file) => {
    const tag = tagOf(`/var/log/pods/shop_cart.v2-1_0a-1b/app/${file}`);
    expect(tag).toBe('kube.shop.cart.v2-1.app.0a-1b');
    expect(podOf(tag)).toEqual({
      namespace_name: 'shop',
      pod_name: 'cart.v2-1',
      container_name: 'app',
      docker_id: '0a-1b',
    });
  });

  test('live files and the newest rotated one are read, compressed ones are not', () => {
    const patterns: RegExp[] = configuration.pipeline.inputs[0].path
      .split(',')
      .map(
        (glob: string) =>
          new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`),
      );
    const isRead = (file: string) => patterns.some((pattern) => pattern.test(`/var/log/pods/a_b_c/app/${file}`));
    expect(
      ['0.log', '0.log.20261121-120000', '0.log.20261121-120000.gz', '0.log.20261121-120000.tmp'].map(isRead),
    ).toEqual([true, true, false, false]);
  });
});
