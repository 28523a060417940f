import { threeWay } from '../../src/output/three-way';

const base = 'a\nb\nc\nd\ne\n';

test('takes both sides where they touch different lines', () => {
  expect(threeWay('A\nb\nc\nd\ne\n', base, 'a\nb\nc\nd\nE\nf\n')).toBe('A\nb\nc\nd\nE\nf\n');
});

test('takes one change both made', () => {
  expect(threeWay('a\nX\nc\nd\ne\n', base, 'a\nX\nc\nd\ne\n')).toBe('a\nX\nc\nd\ne\n');
});

test('gives up where both changed a line differently', () => {
  expect(threeWay('a\nX\nc\nd\ne\n', base, 'a\nY\nc\nd\ne\n')).toBeUndefined();
});

test('keeps a missing line break at the end', () => {
  expect(threeWay('A\nb\nc\nd\ne', 'a\nb\nc\nd\ne', 'a\nb\nc\nd\ne')).toBe('A\nb\nc\nd\ne');
});
