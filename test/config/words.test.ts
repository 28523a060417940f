import { allowedWords } from '../../src/config/words';

const text = { type: 'string' };

test.each([
  ['every key it must have', ['id', 'zone', 'cidr'], 'a map with id, zone and cidr'],
  ['what may be left out', ['id'], 'a map with id (optional: zone, cidr)'],
  ['what it may hold where nothing must be', [], 'a map with any of id, zone, cidr'],
])('a map is told by %s', (_, required, words) => {
  expect(allowedWords({ type: 'object', properties: { id: text, zone: text, cidr: text }, required })).toBe(words);
});
