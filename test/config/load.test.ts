import { catalog } from '../../src/catalog';
import { load } from '../../src/config';
import { kinds, loadFiles, testLadder } from './support';

const read = (yaml: string, set: readonly string[] = []) => loadFiles({ 'stagecraft.yaml': yaml }, { set }).resolved;

describe('where values come from', () => {
  test('nothing gives the defaults: name demo, region us-east-1, stage 1', () => {
    const { platform } = load(testLadder, catalog, {}).resolved;
    expect(platform).toMatchObject({ stage: 1, name: 'demo', region: 'us-east-1', partition: 'aws' });
  });

  test('an empty file and one of comments are empty configurations', () => {
    expect(read('').platform.name).toBe('demo');
    expect(read('# nothing yet\n').platform.name).toBe('demo');
  });

  test('flags win over the file, --set over the short flags', () => {
    const files = { 'stagecraft.yaml': 'name: file\nregion: eu-west-1\nstage: 1\n' };
    const { platform } = loadFiles(files, { name: 'flag', stage: '2', set: ['stage=3'] }).resolved;
    expect(platform).toMatchObject({ name: 'flag', region: 'eu-west-1', stage: 3 });
  });

  test('a file wins over what it extends, and that over what it extends itself', () => {
    const files = {
      'stagecraft.yaml': 'extends: envs/prod.yaml\nname: own\n',
      'envs/prod.yaml': 'extends: base.yaml\nname: prod\nregion: eu-west-1\n',
      'envs/base.yaml': 'name: base\nregion: us-east-2\ndomain: base.io\n',
    };
    const loaded = loadFiles(files);
    expect(loaded.resolved.platform).toMatchObject({ name: 'own', region: 'eu-west-1', domain: 'base.io' });
    expect(loaded.files.map((path) => path.split('/').slice(-2).join('/'))).toEqual([
      expect.stringMatching(/stagecraft\.yaml$/),
      'envs/prod.yaml',
      'envs/base.yaml',
    ]);
  });

  test('the raw configuration names only its own extends', () => {
    const files = { 'stagecraft.yaml': 'extends: a.yaml\n', 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'name: acme\n' };
    expect(loadFiles(files).raw).toEqual({ extends: 'a.yaml', name: 'acme' });
  });

  test('the environment is not asked', () => {
    process.env.STAGECRAFT_NAME = 'env';
    process.env.AWS_REGION = 'eu-west-1';
    try {
      expect(read('').platform).toMatchObject({ name: 'demo', region: 'us-east-1' });
    } finally {
      delete process.env.STAGECRAFT_NAME;
      delete process.env.AWS_REGION;
    }
  });
});

describe('how values meet', () => {
  const meet = (own: string, base: string) =>
    loadFiles({ 'stagecraft.yaml': `extends: b.yaml\n${own}`, 'b.yaml': base });

  test('maps merge', () => {
    expect(meet('tags: {a: x, b: y}\n', 'tags: {b: z, c: w}\n').raw.tags).toEqual({ a: 'x', b: 'y', c: 'w' });
  });

  test('lists replace', () => {
    expect(meet('kinds: {zones: [a, b]}\n', 'kinds: {zones: [c, d, e]}\n').raw.kinds).toEqual({ zones: ['a', 'b'] });
  });

  test('another variant of a union replaces the whole map', () => {
    expect(meet('state: {type: local}\n', 'state: {type: s3, bucket: mine}\n').raw.state).toEqual({ type: 'local' });
  });

  test('the same variant merges', () => {
    const base = 'state: {type: s3, bucket: mine}\n';
    expect(meet('state: {type: s3, region: eu-west-1}\n', base).raw.state).toEqual({
      type: 's3',
      bucket: 'mine',
      region: 'eu-west-1',
    });
  });

  test('an anchor may be used as often as wanted', () => {
    expect(read('tags: {a: &who me, b: *who}\n').platform.tags).toMatchObject({ a: 'me', b: 'me' });
  });
});

describe('--set', () => {
  const config = (...set: string[]) => read('stage: 1\n', set).contextOf(kinds).config;

  test('reads the value as YAML', () => {
    expect(config('kinds.replicas=4', 'kinds.verbose=true', 'kinds.zones=[a, b]')).toMatchObject({
      replicas: 4,
      verbose: true,
      zones: ['a', 'b'],
    });
  });

  test('takes text where the key takes text, whatever it looks like', () => {
    expect(read('', ['account=012345678901', 'tags.build=007', 'tags.on=true']).platform).toMatchObject({
      account: '012345678901',
      tags: { build: '007', on: 'true' },
    });
  });

  test('later ones win, and maps grow', () => {
    expect(read('', ['name=one', 'name=two', 'tags.a=x', 'tags.b=y']).platform).toMatchObject({
      name: 'two',
      tags: { a: 'x', b: 'y' },
    });
  });

  test('a key that holds a dot stands in quotes', () => {
    expect(read('', ['tags."acme.io/team"=core']).platform.tags).toMatchObject({ 'acme.io/team': 'core' });
  });

  test('everything after the first = is the value', () => {
    expect(read('', ['tags.a=b=c']).platform.tags).toMatchObject({ a: 'b=c' });
  });

  test('a map may be set at once', () => {
    expect(config('kinds.target={type: s3, bucket: mine}').target).toEqual({ type: 's3', bucket: 'mine' });
  });
});

test('loading pollutes no prototype', () => {
  for (const yaml of ['__proto__: {polluted: 1}\n', 'constructor: {prototype: {polluted: 1}}\n'])
    expect(() => read(yaml)).toThrow('cannot be a key');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
