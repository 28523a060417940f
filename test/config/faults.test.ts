import { faultsOf } from './support';

// What people get wrong most: the whole text, place, value, what is allowed and the next step.
test('an unknown key', () => {
  expect(faultsOf('nmae: acme\n')).toBe(`stagecraft.yaml:1:1: nmae: is not a known key
  got:     "nmae"
  allowed: extends, stage, name, account, region, domain, repository, registry, permissionsBoundary, tags, teams, state, kinds, base or top
  next:    did you mean name?`);
});

test('an unknown key like none there is', () => {
  expect(faultsOf('zzzzzzzz: 1\n')).toBe(`stagecraft.yaml:1:1: zzzzzzzz: is not a known key
  got:     "zzzzzzzz"
  allowed: extends, stage, name, account, region, domain, repository, registry, permissionsBoundary, tags, teams, state, kinds, base or top
  next:    remove zzzzzzzz`);
});

test('an unknown key that stands elsewhere', () => {
  expect(faultsOf('replicas: 3\n')).toBe(`stagecraft.yaml:1:1: replicas: is not a known key
  got:     "replicas"
  allowed: extends, stage, name, account, region, domain, repository, registry, permissionsBoundary, tags, teams, state, kinds, base or top
  next:    did you mean kinds.replicas?`);
});

test('an unknown key inside', () => {
  expect(faultsOf('kinds:\n  replica: 3\n')).toBe(`stagecraft.yaml:2:3: kinds.replica: is not a known key
  got:     "replica"
  allowed: replicas, ratio, step, verbose, mode, range, code, vpc, title, zones, target, size, owners or receiver
  next:    did you mean replicas?`);
});

test('a switch where there is none', () => {
  expect(faultsOf('kinds:\n  enabled: false\n')).toBe(`stagecraft.yaml:2:3: kinds.enabled: is not a known key
  got:     "enabled"
  allowed: replicas, ratio, step, verbose, mode, range, code, vpc, title, zones, target, size, owners or receiver
  next:    remove kinds.enabled: this cannot be switched off`);
});

test('a duplicate key', () => {
  expect(
    faultsOf('name: acme\nregion: eu-west-1\nname: other\n'),
  ).toBe(`stagecraft.yaml:3:1: name: stands here a second time, first in line 1
  got:     "name"
  allowed: each key once, as plain text
  next:    keep one of the two`);
});

test('stage 9', () => {
  expect(faultsOf('stage: 9\n')).toBe(`stagecraft.yaml:1:8: stage: is too big
  got:     9
  allowed: a whole number from 1 to 5
  next:    correct it, or remove it for the default, 1`);
});

test('stage 0', () => {
  expect(faultsOf('stage: 0\n')).toBe(`stagecraft.yaml:1:8: stage: is too small
  got:     0
  allowed: a whole number from 1 to 5
  next:    correct it, or remove it for the default, 1`);
});

test('a stage in quotes', () => {
  expect(faultsOf('stage: "2"\n')).toBe(`stagecraft.yaml:1:8: stage: must be a number, not text
  got:     "2"
  allowed: a whole number from 1 to 5
  next:    take the quotes away: 2`);
});

test('a fraction of a stage', () => {
  expect(faultsOf('stage: 1.5\n')).toBe(`stagecraft.yaml:1:8: stage: must be a whole number, not a fraction
  got:     1.5
  allowed: a whole number from 1 to 5
  next:    correct it, or remove it for the default, 1`);
});

test('a name with a slash', () => {
  expect(faultsOf('name: acme/prod\n')).toBe(`stagecraft.yaml:1:7: name: does not have the form that is asked for
  got:     "acme/prod"
  allowed: 3 to 24 lower-case letters, digits and dashes, a letter first and no dash last
  next:    correct it, or remove it for the default, "demo"`);
});

test('a name with a template', () => {
  expect(faultsOf('name: acme-${env}\n')).toBe(`stagecraft.yaml:1:7: name: does not have the form that is asked for
  got:     "acme-\${env}"
  allowed: 3 to 24 lower-case letters, digits and dashes, a letter first and no dash last
  next:    correct it, or remove it for the default, "demo"`);
});

test('a name that is too long for AWS', () => {
  expect(
    faultsOf('name: a-name-that-is-much-too-long\n'),
  ).toBe(`stagecraft.yaml:1:7: name: does not have the form that is asked for
  got:     "a-name-that-is-much-too-long"
  allowed: 3 to 24 lower-case letters, digits and dashes, a letter first and no dash last
  next:    correct it, or remove it for the default, "demo"`);
});

test('an account of eleven digits', () => {
  expect(
    faultsOf('account: "12345678901"\n'),
  ).toBe(`stagecraft.yaml:1:10: account: does not have the form that is asked for
  got:     "12345678901"
  allowed: twelve digits, in quotes
  next:    correct it, or remove it for the default, "111122223333"`);
});

test('an account without quotes', () => {
  expect(faultsOf('account: 123456789012\n')).toBe(`stagecraft.yaml:1:10: account: must be text, not a number
  got:     123456789012
  allowed: twelve digits, in quotes
  next:    put it in quotes: "123456789012"`);
});

test('an account without quotes, a zero first', () => {
  expect(faultsOf('account: 012345678901\n')).toBe(`stagecraft.yaml:1:10: account: must be text, not a number
  got:     12345678901
  allowed: twelve digits, in quotes
  next:    put it in quotes: "012345678901"`);
});

test('a region that is none', () => {
  expect(faultsOf('region: eu-wst-1\n')).toBe(`stagecraft.yaml:1:9: region: is not one of the values there are
  got:     "eu-wst-1"
  allowed: one of 38, such as eu-west-1, eu-west-2 or eu-west-3
  next:    did you mean eu-west-1?`);
});

test('a domain with a scheme', () => {
  expect(
    faultsOf('domain: https://acme.io\n'),
  ).toBe(`stagecraft.yaml:1:9: domain: does not have the form that is asked for
  got:     "https://acme.io"
  allowed: a lower-case DNS name such as platform.acme.io
  next:    correct it, or remove it for the default, "example.com"`);
});

test('a repository over ssh', () => {
  expect(
    faultsOf('repository: git@github.com:acme/platform.git\n'),
  ).toBe(`stagecraft.yaml:1:13: repository: does not have the form that is asked for
  got:     "git@github.com:acme/platform.git"
  allowed: an https URL such as https://github.com/acme/platform
  next:    correct it, or remove it for the default, "https://github.com/example/platform"`);
});

test('a bucket S3 would refuse', () => {
  expect(
    faultsOf('state:\n  type: s3\n  bucket: Acme_State\n'),
  ).toBe(`stagecraft.yaml:3:11: state.bucket: does not have the form that is asked for
  got:     "Acme_State"
  allowed: 3 to 63 lower-case letters, digits and dashes, no dash at either end
  next:    correct it; docs/reference/config.md describes state.bucket`);
});

test('a variant that is none', () => {
  expect(faultsOf('state:\n  type: s4\n')).toBe(`stagecraft.yaml:2:9: state.type: is not one of the values there are
  got:     "s4"
  allowed: s3, local or hcp
  next:    did you mean s3?`);
});

test('a variant without its tag', () => {
  expect(faultsOf('kinds:\n  target:\n    bucket: mine\n')).toBe(`stagecraft.yaml:3:5: kinds.target.type: is missing
  allowed: s3 or none
  next:    add kinds.target.type`);
});

test('a key of another variant', () => {
  expect(
    faultsOf('state:\n  type: local\n  bucket: mine\n'),
  ).toBe(`stagecraft.yaml:3:3: state.bucket: is not a known key
  got:     "bucket"
  allowed: type
  next:    remove state.bucket, or choose the variant that has it`);
});

test('a required value that is missing', () => {
  expect(faultsOf('kinds:\n  target:\n    type: s3\n')).toBe(`stagecraft.yaml:3:5: kinds.target.bucket: is missing
  allowed: text
  next:    add kinds.target.bucket`);
});

test('a key without a value', () => {
  expect(faultsOf('domain:\n')).toBe(`stagecraft.yaml:1:8: domain: has no value
  got:     null
  allowed: a lower-case DNS name such as platform.acme.io
  next:    give it a value, or remove it for the default, "example.com"`);
});

test('an impossible combination', () => {
  expect(
    faultsOf('kinds:\n  mode: safe\n  replicas: 7\n'),
  ).toBe(`stagecraft.yaml:3:13: kinds.replicas: more than five cannot be safe
  got:     7
  allowed: up to 5 with mode safe
  next:    set kinds.mode: fast`);
});

test('a component that another one needs', () => {
  expect(
    faultsOf('stage: 2\nbase:\n  enabled: false\n'),
  ).toBe(`stagecraft.yaml:3:12: base.enabled: switches base off, which top needs
  got:     false
  allowed: true, as long as top is there
  next:    remove base.enabled, or set top.enabled: false as well`);
});
