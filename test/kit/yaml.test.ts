import { load } from 'js-yaml';
import { parse } from 'yaml';
import { toYaml } from '../../src/kit/yaml';
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
