import { fillBeforeApply } from '../../src/cli/fill';

test('a long value is cut, so that the meanings stay in sight', () => {
  const long = { pager: { channel: 'a'.repeat(100) } };
  expect(fillBeforeApply([{ path: 'receivers', value: long, meaning: 'Receivers' } as never])).toEqual([
    'fill before apply:',
    `  receivers  {"pager":{"channel":"${'a'.repeat(26)}…  Receivers`,
  ]);
});

test('nothing to fill is no list', () => {
  expect(fillBeforeApply([])).toEqual([]);
});
