import { matches } from '../../../support/filter-pattern';

/** What the user guide of CloudWatch Logs says of its own examples. */
const event = {
  eventType: 'UpdateTrail',
  sourceIPAddress: '111.111.111.111',
  arrayKey: ['value', 'another value'],
  objectList: [
    { name: 'a', id: 1 },
    { name: 'b', id: 2 },
  ],
  user: { id: 1, email: 'John.Stiles@example.com' },
  users: [
    { id: 2, email: 'John.Doe@example.com' },
    { id: 3, email: 'Jane.Doe@example.com' },
  ],
  actions: ['GET', 'PUT', 'DELETE'],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
  ],
};

test.each([
  ['{ $.eventType = "UpdateTrail" }', true],
  ['{ $.eventType = "Update*" }', true],
  ['{ $.eventType = "*Trail" }', true],
  ['{ $.eventType = "*dateTr*" }', true],
  // An asterisk in the middle is an asterisk.
  ['{ $.eventType = "Up*Trail" }', false],
  ['{ $.sourceIPAddress != 123.123.* }', true],
  ['{ $.arrayKey[0] = "value" }', true],
  ['{ $.objectList[1].id = 2 }', true],
  ['{ $.SomeOtherObject NOT EXISTS }', true],
  ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', true],
  ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', false],
  ['{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }', true],
  ['{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }', false],
  // Neither holds where the selector points to an array, or to nothing.
  ['{ $.users = 1 }', false],
  ['{ $.users != 1 }', false],
  ['{ $.nobody != 1 }', false],
  ['{ $.user.id < 2 }', true],
])('%s: %s', (pattern, expected) => {
  expect(matches(pattern, event)).toBe(expected);
});

test.each(['$.a = 1', '{ $.a = }', '{ ($.a = 1 }', '{ $.a ~ 1 }', '{ $.a = %x% }', '{ $.a[*] = 1 }'])(
  '%s is refused',
  (pattern) => {
    expect(() => matches(pattern, { a: 1 })).toThrow();
  },
);
