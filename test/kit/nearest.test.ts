import { byCloseness, nearest, or } from '../../src/kit/nearest';

test.each([
  ['nmae', 'name'],
  ['regoin', 'region'],
  ['eu-wst-1', 'eu-west-1'],
  ['rep', 'replicas'],
  ['NAME', 'name'],
])('%s was meant to be %s', (typed, meant) => {
  expect(nearest(typed, ['eu-west-1', 'name', 'region', 'replicas'])).toBe(meant);
});

test('nothing is near to everything', () => {
  expect(nearest('zzzzzzzz', ['name', 'region'])).toBeUndefined();
  expect(nearest('name', [])).toBeUndefined();
});

test('the nearest come first, ties by name', () => {
  expect(byCloseness('b', ['ccc', 'c', 'a'])).toEqual(['a', 'c', 'ccc']);
});

test('words join as people write them', () => {
  expect([or([]), or(['a']), or(['a', 'b']), or(['a', 'b', 'c'])]).toEqual(['', 'a', 'a or b', 'a, b or c']);
});
