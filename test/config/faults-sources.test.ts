import { faultsOf } from './support';

// Faults stand where the value was written: in a file that was extended, or in a flag.
test('an extended file that is not there', () => {
  expect(faultsOf('extends: base/gone.yaml\n')).toBe(`stagecraft.yaml:1:10: extends: names a file that is not there
  got:     "base/gone.yaml"
  allowed: a file, relative to the one that names it
  next:    correct the path, or remove extends`);
});

test('an extended directory', () => {
  expect(
    faultsOf({ 'stagecraft.yaml': 'extends: base\n', 'base/x': '' }),
  ).toBe(`stagecraft.yaml:1:10: extends: names a file that is a directory
  got:     "base"
  allowed: a file, relative to the one that names it
  next:    correct the path, or remove extends`);
});

test('an absolute path', () => {
  expect(
    faultsOf('extends: /etc/base.yaml\n'),
  ).toBe(`stagecraft.yaml:1:10: extends: is an absolute path, which no other machine has
  got:     "/etc/base.yaml"
  allowed: a path relative to stagecraft.yaml
  next:    make it relative`);
});

test('a cycle', () => {
  expect(
    faultsOf({ 'stagecraft.yaml': 'extends: a/b.yaml\n', 'a/b.yaml': 'extends: ../stagecraft.yaml\n' }),
  ).toBe(`a/b.yaml:1:10: extends: leads back to a file that is read already
  got:     "stagecraft.yaml"
  allowed: a chain that ends
  next:    remove one extends of the chain`);
});

test('a fault in an extended file', () => {
  expect(
    faultsOf({
      'stagecraft.yaml': 'extends: a/b.yaml\nname: acme\n',
      'a/b.yaml': 'extends: c.yaml\n',
      'a/c.yaml': '# base\nregion: eu-west-9\n',
    }),
  ).toBe(`a/c.yaml:2:9: region: is not one of the values there are
  got:     "eu-west-9"
  allowed: one of 38, such as eu-west-1, eu-west-2 or eu-west-3
  next:    did you mean eu-west-1?`);
});

test('a syntax error in an extended file', () => {
  expect(
    faultsOf({ 'stagecraft.yaml': 'extends: b.yaml\nstage: 9\n', 'b.yaml': 'name: [\n' }),
  ).toBe(`b.yaml:2:1: is not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]
  allowed: YAML 1.2, one document
  next:    correct this line, or the one above it`);
});

test('extends that is no text', () => {
  expect(faultsOf('extends: [a.yaml]\n')).toBe(`stagecraft.yaml:1:10: extends: must be text, not a list
  got:     ["a.yaml"]
  allowed: text
  next:    correct it; docs/reference/config.md describes extends`);
});

test('a flag with a wrong value', () => {
  expect(faultsOf('stage: 1\n', { stage: 'nine' })).toBe(`--stage: stage: must be a number, not text
  got:     "nine"
  allowed: a whole number from 1 to 5
  next:    correct it, or remove it for the default, 1`);
});

test('a flag with a region that is none', () => {
  expect(faultsOf('', { region: 'us-east-9' })).toBe(`--region: region: is not one of the values there are
  got:     "us-east-9"
  allowed: one of 38, such as us-east-1, us-east-2 or ap-east-1
  next:    did you mean us-east-1?`);
});

test('--set without =', () => {
  expect(faultsOf('', { set: ['kinds.replicas'] })).toBe(`--set kinds.replicas: is not of the form path=value
  got:     "kinds.replicas"
  allowed: path=value, for example tags.owner=me
  next:    put the dotted path of a key before the =`);
});

test('--set without a path', () => {
  expect(faultsOf('', { set: ['=3'] })).toBe(`--set =3: is not of the form path=value
  got:     "=3"
  allowed: path=value, for example tags.owner=me
  next:    put the dotted path of a key before the =`);
});

test('--set with an empty part of a path', () => {
  expect(faultsOf('', { set: ['kinds..replicas=3'] })).toBe(`--set kinds..replicas=3: is not of the form path=value
  got:     "kinds..replicas=3"
  allowed: path=value, for example tags.owner=me
  next:    put the dotted path of a key before the =`);
});

test('--set of an unknown path', () => {
  expect(faultsOf('', { set: ['kinds.replcas=3'] })).toBe(`--set kinds.replcas=3: kinds.replcas: is not a known key
  got:     "replcas"
  allowed: replicas, ratio, step, verbose, mode, range, code, vpc, title, zones, target, size, owners or receiver
  next:    did you mean replicas?`);
});

test('--set with broken YAML', () => {
  expect(
    faultsOf('', { set: ['kinds.zones=[a'] }),
  ).toBe(`--set kinds.zones=[a: kinds.zones: is not valid YAML: flow sequence must end with a ]
  got:     "[a"
  allowed: YAML 1.2, one document
  next:    correct this line, or the one above it`);
});

test('--set of extends', () => {
  expect(faultsOf('', { set: ['extends=x.yaml'] })).toBe(`--set extends=x.yaml: cannot set extends
  got:     "extends=x.yaml"
  allowed: every key but extends
  next:    write it in stagecraft.yaml`);
});

test('--set of a prototype', () => {
  expect(faultsOf('', { set: ['tags.__proto__=x'] })).toBe(`--set tags.__proto__=x: tags.__proto__: cannot be a key
  got:     "__proto__"
  allowed: any key but __proto__, constructor and prototype
  next:    rename it`);
});

test('several faults, file by file, flags last', () => {
  expect(
    faultsOf(
      { 'stagecraft.yaml': 'extends: b.yaml\nstage: 9\nnmae: x\n', 'b.yaml': 'region: nowhere\n' },
      { set: ['kinds.mode=slow', 'a'], name: 'A' },
    ),
  ).toBe(`stagecraft.yaml:2:8: stage: is too big
  got:     9
  allowed: a whole number from 1 to 5
  next:    correct it, or remove it for the default, 1
stagecraft.yaml:3:1: nmae: is not a known key
  got:     "nmae"
  allowed: extends, stage, name, account, region, domain, repository, registry, permissionsBoundary, tags, teams, state, kinds, base or top
  next:    did you mean name?
b.yaml:1:9: region: is not one of the values there are
  got:     "nowhere"
  allowed: one of 38, such as ca-west-1, cn-north-1 or eu-north-1
  next:    correct it, or remove it for the default, "us-east-1"
--set a: is not of the form path=value
  got:     "a"
  allowed: path=value, for example tags.owner=me
  next:    put the dotted path of a key before the =
--name: name: does not have the form that is asked for
  got:     "A"
  allowed: 3 to 24 lower-case letters, digits and dashes, a letter first and no dash last
  next:    correct it, or remove it for the default, "demo"
--set kinds.mode=slow: kinds.mode: is not one of the values there are
  got:     "slow"
  allowed: fast or safe
  next:    correct it, or remove it for the default, "safe"`);
});
