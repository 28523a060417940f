import { faultsOf } from './support';

// Every code the schema language has.
test('a list for a map', () => {
  expect(faultsOf('teams: [platform]\n')).toBe(`stagecraft.yaml:1:8: teams: must be a map, not a list
  got:     ["platform"]
  allowed: a map of keys and values
  next:    correct it; docs/reference/config.md describes teams`);
});

test('text for a map', () => {
  expect(faultsOf('kinds: yes please\n')).toBe(`stagecraft.yaml:1:8: kinds: must be a map, not text
  got:     "yes please"
  allowed: a map of its keys
  next:    correct it; docs/reference/config.md describes kinds`);
});

test('a map for text', () => {
  expect(faultsOf('name:\n  first: acme\n')).toBe(`stagecraft.yaml:2:3: name: must be text, not a map
  got:     {"first":"acme"}
  allowed: 3 to 24 lower-case letters, digits and dashes, a letter first and no dash last
  next:    correct it, or remove it for the default, "demo"`);
});

test('a reserved tag', () => {
  expect(faultsOf('tags:\n  "aws:owner": me\n')).toBe(`stagecraft.yaml:2:3: tags."aws:owner": cannot be a key here
  got:     "aws:owner"
  allowed: 1 to 128 letters, digits, spaces and _.:/=+-@, not starting with aws: or stagecraft:
  next:    give the key another name`);
});

test('a number for text', () => {
  expect(faultsOf('tags:\n  build: 007\n')).toBe(`stagecraft.yaml:2:10: tags.build: must be text, not a number
  got:     7
  allowed: up to 256 letters, digits, spaces and _.:/=+-@, not starting with aws:
  next:    put it in quotes: "007"`);
});

test('a boolean for text', () => {
  expect(faultsOf('tags:\n  build: true\n')).toBe(`stagecraft.yaml:2:10: tags.build: must be text, not true or false
  got:     true
  allowed: up to 256 letters, digits, spaces and _.:/=+-@, not starting with aws:
  next:    put it in quotes: "true"`);
});

test('text for a boolean', () => {
  expect(
    faultsOf('kinds:\n  verbose: "yes"\n'),
  ).toBe(`stagecraft.yaml:2:12: kinds.verbose: must be true or false, not text
  got:     "yes"
  allowed: true or false
  next:    correct it, or remove it for the default, false`);
});

test('a boolean in quotes', () => {
  expect(
    faultsOf('kinds:\n  verbose: "true"\n'),
  ).toBe(`stagecraft.yaml:2:12: kinds.verbose: must be true or false, not text
  got:     "true"
  allowed: true or false
  next:    take the quotes away: true`);
});

test('a choice that is none', () => {
  expect(faultsOf('kinds:\n  mode: saef\n')).toBe(`stagecraft.yaml:2:9: kinds.mode: is not one of the values there are
  got:     "saef"
  allowed: fast or safe
  next:    did you mean safe?`);
});

test('a number that is too small', () => {
  expect(faultsOf('kinds:\n  replicas: 0\n')).toBe(`stagecraft.yaml:2:13: kinds.replicas: is too small
  got:     0
  allowed: a whole number from 1 to 9
  next:    correct it, or remove it for the default, 2`);
});

test('a number out of an open range', () => {
  expect(faultsOf('kinds:\n  ratio: 1\n')).toBe(`stagecraft.yaml:2:10: kinds.ratio: is too big
  got:     1
  allowed: a number above 0 and below 1
  next:    correct it; docs/reference/config.md describes kinds.ratio`);
});

test('not a multiple', () => {
  expect(faultsOf('kinds:\n  step: 7\n')).toBe(`stagecraft.yaml:2:9: kinds.step: is not a multiple of what is asked for
  got:     7
  allowed: a whole number, a multiple of 5
  next:    correct it; docs/reference/config.md describes kinds.step`);
});

test('a range of addresses that is none', () => {
  expect(
    faultsOf('kinds:\n  range: 10.0.0.0/33\n'),
  ).toBe(`stagecraft.yaml:2:10: kinds.range: does not have the form that is asked for
  got:     "10.0.0.0/33"
  allowed: an IPv4 range such as 10.0.0.0/16
  next:    correct it; docs/reference/config.md describes kinds.range`);
});

test('a pattern without words', () => {
  expect(
    faultsOf('kinds:\n  code: abc\n'),
  ).toBe(`stagecraft.yaml:2:9: kinds.code: does not have the form that is asked for
  got:     "abc"
  allowed: text that matches ^[A-Z]{3}$
  next:    correct it; docs/reference/config.md describes kinds.code`);
});

test("a pattern with the author's words", () => {
  expect(faultsOf('kinds:\n  vpc: subnet-1\n')).toBe(`stagecraft.yaml:2:8: kinds.vpc: is no VPC id
  got:     "subnet-1"
  allowed: an id such as vpc-0a1b
  next:    correct it; docs/reference/config.md describes kinds.vpc`);
});

test('text that is too short', () => {
  expect(faultsOf('kinds:\n  title: x\n')).toBe(`stagecraft.yaml:2:10: kinds.title: is too short
  got:     "x"
  allowed: text of 2 to 5 characters
  next:    correct it; docs/reference/config.md describes kinds.title`);
});

test('text that is too long', () => {
  expect(faultsOf('kinds:\n  title: much too long\n')).toBe(`stagecraft.yaml:2:10: kinds.title: is too long
  got:     "much too long"
  allowed: text of 2 to 5 characters
  next:    correct it; docs/reference/config.md describes kinds.title`);
});

test('too few items', () => {
  expect(faultsOf('kinds:\n  zones: [a]\n')).toBe(`stagecraft.yaml:2:10: kinds.zones: has too few items
  got:     ["a"]
  allowed: a list of 2 to 3 items, each text
  next:    correct it; docs/reference/config.md describes kinds.zones`);
});

test('too many items', () => {
  expect(faultsOf('kinds:\n  zones: [a, b, c, d]\n')).toBe(`stagecraft.yaml:2:10: kinds.zones: has too many items
  got:     ["a","b","c","d"]
  allowed: a list of 2 to 3 items, each text
  next:    correct it; docs/reference/config.md describes kinds.zones`);
});

test('a wrong item of a list', () => {
  expect(
    faultsOf('kinds:\n  zones:\n    - a\n    - 2\n'),
  ).toBe(`stagecraft.yaml:4:7: kinds.zones.1: must be text, not a number
  got:     2
  allowed: text
  next:    put it in quotes: "2"`);
});

test('none of several types', () => {
  expect(faultsOf('kinds:\n  size: [1]\n')).toBe(`stagecraft.yaml:2:9: kinds.size: cannot be a list of this form
  got:     [1]
  allowed: a whole number, small or large
  next:    correct it; docs/reference/config.md describes kinds.size`);
});

test('a wrong key of a record', () => {
  expect(
    faultsOf('kinds:\n  owners:\n    Ann: {mail: ann@acme.io}\n'),
  ).toBe(`stagecraft.yaml:3:5: kinds.owners.Ann: cannot be a key here
  got:     "Ann"
  allowed: text that matches ^[a-z]+$
  next:    give the key another name`);
});

test('a wrong value in a record', () => {
  expect(
    faultsOf('kinds:\n  owners:\n    ann: {mail: ann at acme}\n'),
  ).toBe(`stagecraft.yaml:3:17: kinds.owners.ann.mail: does not have the form that is asked for
  got:     "ann at acme"
  allowed: an e-mail address
  next:    correct it; docs/reference/config.md describes kinds.owners.ann.mail`);
});

test('more tags than AWS takes, and keys IAM takes for one', () => {
  const many = Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`t${i}`, 'x']));
  expect(faultsOf(JSON.stringify({ tags: many }))).toMatch(
    /^stagecraft\.yaml:1:9: tags: has more than 40 tags, and AWS takes 50 with ours\n {2}got: .*\n {2}next: /,
  );
  expect(
    faultsOf('tags: {Owner: a, owner: b}\n'),
  ).toBe(`stagecraft.yaml:1:7: tags: has keys that differ in case alone, which IAM takes for one
  got:     {"Owner":"a","owner":"b"}
  next:    correct it; docs/reference/config.md describes tags`);
});

test('one value for a list', () => {
  expect(faultsOf('kinds:\n  zones: a\n')).toBe(`stagecraft.yaml:2:10: kinds.zones: must be a list, not text
  got:     "a"
  allowed: a list of 2 to 3 items, each text
  next:    make it a list: [a]`);
});
