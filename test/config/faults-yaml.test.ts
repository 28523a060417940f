import { faultsOf } from './support';

// What is wrong before any schema looks: the file, YAML itself, and text nobody should see.
test('a YAML syntax error', () => {
  expect(
    faultsOf('name: acme\n  region: [eu-west-1\n'),
  ).toBe(`stagecraft.yaml:1:7: is not valid YAML: nested mappings are not allowed in compact mappings
  got:     "name: acme"
  allowed: YAML 1.2, one document
  next:    correct this line, or the one above it
stagecraft.yaml:3:1: is not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]
  allowed: YAML 1.2, one document
  next:    correct this line, or the one above it`);
});

test('a tab for indentation', () => {
  expect(
    faultsOf('kinds:\n\treplicas: 3\n'),
  ).toBe(`stagecraft.yaml:2:1: is not valid YAML: tabs are not allowed as indentation
  got:     "replicas: 3"
  allowed: YAML 1.2, one document
  next:    correct this line, or the one above it`);
});

test('two documents', () => {
  expect(
    faultsOf('name: acme\n---\nname: other\n'),
  ).toBe(`stagecraft.yaml:2:1: is not valid YAML: a second document begins
  got:     "---"
  allowed: YAML 1.2, one document
  next:    correct this line, or the one above it`);
});

test('an unknown tag', () => {
  expect(faultsOf('name: !secret acme\n')).toBe(`stagecraft.yaml:1:7: is not valid YAML: unresolved tag: !secret
  got:     "name: !secret acme"
  allowed: YAML 1.2, one document
  next:    correct this line, or the one above it`);
});

test('a list for the file', () => {
  expect(faultsOf('- name: acme\n')).toBe(`stagecraft.yaml:1:1: must be a map of keys and values
  got:     [{"name":"acme"}]
  allowed: lines such as stage: 1
  next:    see docs/reference/config.md`);
});

test('a key that is no text', () => {
  expect(faultsOf('? [a, b]\n: 1\n')).toBe(`stagecraft.yaml:1:3: configuration: has a key that is not plain text
  allowed: each key once, as plain text
  next:    give it a plain key`);
});

test('an alias that holds itself', () => {
  expect(
    faultsOf('tags: &a\n  again: *a\n'),
  ).toBe(`stagecraft.yaml:2:10: tags: is deeper or larger than any configuration can be
  got:     "tags.again.again"
  allowed: 40 levels and 20000 values
  next:    look for an alias that holds itself`);
});

test('an alias without its anchor', () => {
  expect(faultsOf('tags: *gone\n')).toBe(`stagecraft.yaml:1:7: tags: names an anchor that is not there
  got:     "*gone"
  allowed: an alias of an anchor above it
  next:    put &gone before the value that is meant`);
});

test('not UTF-8', () => {
  expect(
    faultsOf({ 'stagecraft.yaml': Buffer.from([0x6e, 0x3a, 0x20, 0xff]) }),
  ).toBe(`stagecraft.yaml: is not UTF-8 text
  allowed: UTF-8
  next:    save it as UTF-8`);
});

test('no file', () => {
  expect(faultsOf({})).toBe(`stagecraft.yaml: is not there
  got:     "stagecraft.yaml"
  allowed: the configuration of a bundle
  next:    write one with: stagecraft generate DIR --stage 1`);
});

test('a number no double holds', () => {
  expect(
    faultsOf('kinds:\n  step: 123456789012345678901\n'),
  ).toBe(`stagecraft.yaml:2:9: kinds.step: is not a number that can be kept exactly
  got:     "123456789012345680000"
  allowed: a number up to 9007199254740991
  next:    put it in quotes if it is text`);
});

test('not a number', () => {
  expect(
    faultsOf('kinds:\n  ratio: .nan\n'),
  ).toBe(`stagecraft.yaml:2:10: kinds.ratio: is not a number that can be kept exactly
  got:     "NaN"
  allowed: a number up to 9007199254740991
  next:    put it in quotes if it is text`);
});

test('a prototype', () => {
  expect(
    faultsOf('tags:\n  __proto__: {polluted: "yes"}\n  constructor: x\n'),
  ).toBe(`stagecraft.yaml:2:3: tags.__proto__: cannot be a key
  got:     "__proto__"
  allowed: any key but __proto__, constructor and prototype
  next:    rename it
stagecraft.yaml:3:3: tags.constructor: cannot be a key
  got:     "constructor"
  allowed: any key but __proto__, constructor and prototype
  next:    rename it`);
});

test('a token of cdktf', () => {
  expect(
    faultsOf('tags:\n  owner: "${TfToken[TOKEN.0]}"\n'),
  ).toBe(`stagecraft.yaml:2:10: tags.owner: contains a mark that cdktf keeps for itself
  got:     "\${TfToken[TOKEN.0]}"
  allowed: text without TfToken[
  next:    remove TfToken[`);
});

test('a control character', () => {
  expect(
    faultsOf('tags:\n  owner: "a\\u001b[31mb"\n'),
  ).toBe(`stagecraft.yaml:2:10: tags.owner: contains a control character
  got:     "a\\u001b[31mb"
  allowed: text without control characters
  next:    remove it, it shows as \\u above`);
});

test('a control character in a key', () => {
  expect(faultsOf('"na\\u0007me": acme\n')).toBe(`stagecraft.yaml:1:1: "na\\u0007me": contains a control character
  got:     "na\\u0007me"
  allowed: text without control characters
  next:    remove it, it shows as \\u above`);
});

test('half a character', () => {
  expect(faultsOf('tags:\n  owner: "\\ud800"\n')).toBe(`stagecraft.yaml:2:10: tags.owner: contains half a character
  got:     "\\ud800"
  allowed: well-formed Unicode
  next:    write the text again`);
});
