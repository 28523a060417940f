import { formatFault, UserError } from '../../src/kit/errors';

const fault = { where: 'region', what: 'is not one of the values there are' };

test('a fault is a place and a problem', () => {
  expect(formatFault(fault)).toBe('region: is not one of the values there are');
});

test('with value, what is allowed and the next step in lines of their own', () => {
  expect(
    formatFault({ ...fault, got: 'x', allowed: 'a or b', next: 'did you mean a?' }),
  ).toBe(`region: is not one of the values there are
  got:     "x"
  allowed: a or b
  next:    did you mean a?`);
});

test('with file, line and column in front, or the flag', () => {
  expect(formatFault({ ...fault, file: 'a.yaml', line: 3, column: 7 })).toMatch(/^a\.yaml:3:7: region: /);
  expect(formatFault({ ...fault, file: 'a.yaml' })).toMatch(/^a\.yaml: region: /);
  expect(formatFault({ ...fault, flag: '--region' })).toMatch(/^--region: region: /);
});

test('a place that says it all is not said twice', () => {
  expect(formatFault({ where: 'a.yaml', what: 'is gone', file: 'a.yaml', line: 1 })).toBe('a.yaml:1:1: is gone');
  expect(formatFault({ where: '--set', what: 'is odd', flag: '--set a' })).toBe('--set a: is odd');
});

test('a long value is cut', () => {
  expect(formatFault({ ...fault, got: 'x'.repeat(200) })).toBe(
    `${formatFault(fault)}\n  got:     "${'x'.repeat(119)}…`,
  );
});

test('control characters reach no terminal', () => {
  const text = formatFault({ where: 'a\u001b[2J', what: 'b\u009b', got: '\u0007', next: 'one\ntwo\r' });
  expect(text).toBe('a\\u001b[2J: b\\u009b\n  got:     "\\u0007"\n  next:    one\ntwo\\u000d');
});

test('an error carries every fault', () => {
  const error = new UserError([fault, { where: 'name', what: 'is missing' }]);
  expect(error.faults).toHaveLength(2);
  expect(error.message).toBe('region: is not one of the values there are\nname: is missing');
});
