import { load } from 'js-yaml';
import { parse } from 'yaml';
import { carefully, toYaml } from '../../src/kit/yaml';
import { HARD_STRINGS, SCRIPT } from '../support/hard-strings';

const readers = {
  'js-yaml': (text: string) => load(text),
  'yaml 1.1': (text: string) => parse(text, { version: '1.1' }),
  'yaml 1.2': (text: string) => parse(text, { version: '1.2' }),
};

describe.each(Object.entries(readers))('%s reads back', (_, read) => {
  test('every hard string as value, item and deep inside', () => {
    const value = { plain: HARD_STRINGS, deep: [{ list: [{ text: HARD_STRINGS }] }] };
    expect(read(toYaml(value))).toEqual(value);
    for (const text of [...HARD_STRINGS, SCRIPT])
      expect([text, read(toYaml({ a: text, b: [text] }))]).toEqual([text, { a: text, b: [text] }]);
  });

  test('every hard string as key', () => {
    // The merge key of YAML 1.1 is a key of its own meaning, and nothing of ours is called so.
    for (const text of HARD_STRINGS.filter((t) => t !== '<<'))
      expect([text, read(toYaml({ a: { [text]: 1 } }))]).toEqual([text, { a: { [text]: 1 } }]);
  });

  test('numbers, booleans and empty collections as they are', () => {
    const value = { a: 1, b: 0.5, c: true, d: null, e: [], f: {}, g: -1, h: 1e21, i: [[1], [{}]] };
    expect(read(toYaml(value))).toEqual(value);
  });
});

describe('people read', () => {
  test('scripts as literal blocks, tabs and trailing spaces included', () => {
    expect(toYaml({ data: { 'run.sh': SCRIPT } })).toBe(`data:\n  run.sh: |\n${SCRIPT.replace(/^(?=.)/gm, '    ')}`);
  });

  test('long lines in one piece', () => {
    const line = 'word '.repeat(60).trim();
    expect(toYaml({ a: line, b: `${line}\n${line}\n` })).toBe(`a: ${line}\nb: |\n  ${line}\n  ${line}\n`);
  });

  test('one value twice as two values', () => {
    const shared = { a: 1 };
    expect(toYaml({ b: shared, c: shared })).toBe('b:\n  a: 1\nc:\n  a: 1\n');
  });
});

test('the quick writer writes what the careful one does', () => {
  const texts = [
    ...HARD_STRINGS,
    SCRIPT,
    'a b',
    'a: b',
    'a:b c',
    'e3',
    'x/y',
    '/a',
    'a@b',
    'nan',
    'inf',
    'infinity',
    'sum(rate(x{a="b"}[5m])) by (c) > 1',
    "it's: so",
    'a, b',
    '$x',
    '\\d+',
    '(a)',
    '^a$',
    '{{ $labels.a }}: {{ b }}',
    '"q"',
    '10m',
    '7d',
    '512Mi',
    '../../a',
    '..',
    '__name__',
    '--a',
    '---a',
    '1Gi',
    '1',
    '8080',
    '-Xms1g',
    '--flag=a',
    '.5x',
    '_x',
    '~x',
    'ends:',
    'a #b',
    'a# b',
    '?x',
    ':x',
    '-x',
    '%',
    '@x',
    'é: a',
  ];
  const numbers = [0, -0, 1, -1, 0.5, 1e21, 1e-7, 2 ** 53];
  for (const text of [...texts, ...numbers, true, false, null, [], {}, [[]], [{}], [[1, [2]], { a: [{ b: [] }] }]]) {
    const value = { key: text, list: [text, text], deep: [{ a: text, b: { c: [text] } }, [text, [text]]] };
    expect([text, toYaml(value)]).toEqual([text, carefully(value)]);
  }
  for (const text of texts)
    expect([text, toYaml({ a: { [text]: 1 } })]).toEqual([text, carefully({ a: { [text]: 1 } })]);
  for (const root of [[], [1], {}, 'a', 1, null]) expect(toYaml(root)).toBe(carefully(root));
});
