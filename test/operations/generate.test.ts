import { rmSync, statSync } from 'node:fs';
import type { ConfigRequest } from '../../src/config';
import type { Component } from '../../src/kit/contract';
import type { Ladder } from '../../src/kit/ladder';
import { generate } from '../../src/operations/generate';
import { synth } from '../../src/operations/synth';
import { Scratch } from '../support/directory';
import { toyCatalog, toyLadder } from '../support/toy';

const scratch = new Scratch();
afterAll(() => scratch.remove());

let next = 0;
const fresh = () => `bundle-${next++}`;

function run(directory: string, config: ConfigRequest = {}, more: { ladder?: Ladder; force?: boolean } = {}) {
  const { ladder = toyLadder, force = false } = more;
  return generate(ladder, toyCatalog, { directory: scratch.path(directory), config, force });
}

/** The toy ladder with other starter files. */
function withFiles(files: Component['files']): Ladder {
  return toyLadder.map((stage) => ({
    ...stage,
    components: stage.components.map((c) => (c.name === 'store' ? { ...c, files } : c)),
  }));
}

async function refused(promise: Promise<unknown>, directory: string): Promise<string> {
  const before = scratch.tree(directory);
  const error = await promise.then(
    () => new Error('nothing was refused'),
    (e) => e,
  );
  expect(scratch.tree(directory)).toEqual(before);
  return error.message.replaceAll(scratch.path(directory), 'B');
}

const edit = (path: string, from: string | RegExp, to: string) => {
  const text = scratch.read(path);
  expect(text).toMatch(from);
  scratch.write(path, text.replace(from, to));
};

function rendered(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => /^(terraform|kubernetes)\//.test(path)));
}

describe('a first run', () => {
  test('writes configuration, rendered and starter files', async () => {
    const dir = fresh();
    const result = await run(dir, { name: 'acme', region: 'eu-west-1' });
    expect(Object.keys(scratch.tree(dir)).filter((path) => !/^(terraform|kubernetes)\//.test(path))).toEqual([
      '.gitattributes',
      '.gitignore',
      '.stagecraft/bases/.gitattributes',
      '.stagecraft/bases/.gitignore',
      '.stagecraft/bases/README.md',
      '.stagecraft/bases/extensions/README.md',
      '.stagecraft/bases/patches/README.md',
      '.stagecraft/bases/scripts/apply',
      '.stagecraft/owned.json',
      '.stagecraft/stagecraft.schema.json',
      'README.md',
      'extensions/README.md',
      'patches/README.md',
      'scripts/apply',
      'stagecraft.yaml',
    ]);
    expect(result).toMatchObject({ stage: 1, unchanged: 0, removed: [], notes: [] });
    expect(result.fill.map(({ path }) => path)).toEqual(expect.arrayContaining(['account', 'domain', 'repository']));
    expect(statSync(scratch.path(dir, 'scripts/apply')).mode & 0o111).toBe(0o111);
    expect(statSync(scratch.path(dir, 'README.md')).mode & 0o111).toBe(0);
  });

  test('makes explicit what can never change and what only the team knows', async () => {
    const dir = fresh();
    await run(dir, { name: 'acme', set: ['tags.owner=me', 'store.note=hello'] });
    const text = scratch.read(`${dir}/stagecraft.yaml`);
    expect(text).toMatch(/^# yaml-language-server: \$schema=.stagecraft\/stagecraft.schema.json\n/);
    for (const line of [
      'stage: 1',
      'name: acme',
      'account: "111122223333"',
      'region: us-east-1',
      '  owner: me',
      '  note: hello',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toContain('Cannot change later.\nname: acme\n');
  });

  test('into a directory with nothing but a repository', async () => {
    const dir = fresh();
    scratch.write(`${dir}/.git/HEAD`, 'ref: refs/heads/main\n');
    await run(dir);
    expect(scratch.read(`${dir}/.git/HEAD`)).toBe('ref: refs/heads/main\n');
  });

  test('is refused in a directory that is not ours, unless forced; then nothing there is replaced', async () => {
    const dir = fresh();
    scratch.write(`${dir}/README.md`, 'mine\n');
    expect(await refused(run(dir), dir)).toBe(
      'DIR: is neither empty nor written by stagecraft\n  got:     "B"\n' +
        '  allowed: a directory that is new, empty, or was written by stagecraft\n' +
        '  next:    name another directory, or add --force to write into this one; what is there stays',
    );
    const { notes } = await run(dir, {}, { force: true });
    expect(notes).toEqual(['README.md: was there before, left as it is; ours is .stagecraft/bases/README.md']);
    expect(scratch.read(`${dir}/README.md`)).toBe('mine\n');
  });

  test('is refused in what synth wrote', async () => {
    const dir = fresh();
    await synth(toyLadder, toyCatalog, { config: {}, to: 'all', out: scratch.path(dir), force: false });
    expect(await refused(run(dir, {}, { force: true }), dir)).toContain(
      'DIR: was written by stagecraft synth and is no bundle',
    );
  });
});

describe('synth', () => {
  test('of a bundle gives its rendered files, and so do the same flags', async () => {
    const [dir, out, flags] = [fresh(), fresh(), fresh()];
    const config = { stage: '2', name: 'acme', set: ['tags.owner=me', "store.script='a: ${x}'"] };
    await run(dir, config);
    await synth(toyLadder, toyCatalog, {
      config: { bundle: scratch.path(dir) },
      to: 'all',
      out: scratch.path(out),
      force: false,
    });
    await synth(toyLadder, toyCatalog, { config, to: 'all', out: scratch.path(flags), force: false });
    expect(rendered(scratch.tree(out))).toEqual(rendered(scratch.tree(dir)));
    expect(rendered(scratch.tree(flags))).toEqual(rendered(scratch.tree(dir)));
  });

  test('never writes into a bundle', async () => {
    const dir = fresh();
    await run(dir);
    const into = (out: string) =>
      refused(synth(toyLadder, toyCatalog, { config: {}, to: 'all', out: scratch.path(dir, out), force: true }), dir);
    expect(await into('.')).toContain('--out: is a bundle\n');
    expect(await into('terraform')).toContain(`--out: lies in terraform/ of the bundle ${dir}\n`);
    expect(await into('kubernetes/store/deep')).toContain(`--out: lies in kubernetes/ of the bundle ${dir}\n`);
    await synth(toyLadder, toyCatalog, { config: {}, to: 'yaml', out: scratch.path(dir, 'out'), force: false });
  });
});

describe('a later run', () => {
  test('changes nothing when nothing changed', async () => {
    const dir = fresh();
    await run(dir);
    const before = scratch.tree(dir);
    expect(await run(dir)).toMatchObject({ written: [], removed: [], notes: [] });
    expect(scratch.tree(dir)).toEqual(before);
  });

  test('takes flags into the file and keeps its comments', async () => {
    const dir = fresh();
    await run(dir, { name: 'acme' });
    edit(`${dir}/stagecraft.yaml`, /^stage: 1$/m, 'stage: 1 # we start small\ntags: {a: b} # ours');
    const { written } = await run(dir, { stage: 2, set: ['tags.c=d'] });
    const text = scratch.read(`${dir}/stagecraft.yaml`);
    expect(text).toContain('stage: 2 # we start small\n');
    expect(text).toContain('tags: { a: b, c: d } # ours\n');
    expect(text).toContain('name: acme\n');
    expect(written).toContain('kubernetes/extra/configmap-extra.yaml');
    expect((await run(dir)).stage).toBe(2);
  });

  test('going down removes what the stage brought', async () => {
    const dir = fresh();
    await run(dir, { stage: 2 });
    const { removed } = await run(dir, { stage: 1 });
    expect([...removed].sort()).toEqual([
      'kubernetes/extra/configmap-extra.yaml',
      'kubernetes/extra/kustomization.yaml',
    ]);
    expect(Object.keys(scratch.tree(dir))).not.toContain('kubernetes/extra/kustomization.yaml');
  });

  test('of another cluster is refused, each key with what it is; the account may be filled in', async () => {
    const dir = fresh();
    await run(dir, { name: 'acme', region: 'eu-west-1' });
    const next = (key: string) =>
      `  next:    generate into another directory for another cluster; if nothing was applied yet, edit ${key} in stagecraft.yaml`;
    const what = 'cannot change later: it stands in names, tags and states of what was applied';
    expect(await refused(run(dir, { name: 'other', region: 'eu-west-3' }), dir)).toBe(
      [
        `name: ${what}\n  got:     "other"\n  allowed: acme, as in stagecraft.yaml\n${next('name')}`,
        `region: ${what}\n  got:     "eu-west-3"\n  allowed: eu-west-1, as in stagecraft.yaml\n${next('region')}`,
      ].join('\n'),
    );
    await run(dir, { set: ['account="222233334444"'] });
    expect(scratch.read(`${dir}/stagecraft.yaml`)).toContain('222233334444');
    expect(await refused(run(dir, { set: ['account="555566667777"'] }), dir)).toContain('account: cannot change later');
  });

  test('is refused when stagecraft.yaml is gone', async () => {
    const dir = fresh();
    await run(dir);
    rmSync(scratch.path(dir, 'stagecraft.yaml'));
    expect(await refused(run(dir), dir)).toBe(
      'B/stagecraft.yaml: is gone; without it every value would fall back to its default\n' +
        '  allowed: the file this bundle was generated from\n  next:    restore it from version control',
    );
  });

  test('applies patches and says so', async () => {
    const dir = fresh();
    await run(dir);
    scratch.write(`${dir}/patches/a.yaml`, 'target: {kind: Deployment, name: store}\nmerge: {spec: {replicas: 4}}\n');
    expect((await run(dir)).notes).toEqual(['patches applied: 1']);
    expect(scratch.read(`${dir}/kubernetes/store/deployment-store.yaml`)).toContain('replicas: 4\n');
  });
});

describe('a hand edit of a rendered file', () => {
  const deployment = 'kubernetes/store/deployment-store.yaml';
  const stack = 'terraform/storage/cdk.tf.json';

  /** Pastes what a refusal printed, as a person would. */
  async function paste(dir: string): Promise<string> {
    const error = await run(dir).catch((e) => e);
    for (const { paste: text } of error.faults) {
      const [, file = ''] = /^# (patches\/\S+)\n/.exec(text) ?? [];
      scratch.write(`${dir}/${file}`, text);
    }
    await run(dir);
    return error.message.replaceAll(scratch.path(dir), 'B');
  }

  test('is refused with the patch that says the same', async () => {
    const dir = fresh();
    await run(dir);
    edit(`${dir}/${deployment}`, 'replicas: 2', 'replicas: 5');
    edit(`${dir}/${deployment}`, 'image: registry.test/side:1.0', 'image: mirror.test/side:9');
    expect(await refused(run(dir), dir)).toBe(
      `B/${deployment}: was changed by hand\n` +
        '  allowed: rendered files as they were written; changes of them live in patches/\n' +
        '  next:    put the text below into patches/store-deployment-store.yaml of the bundle, and run generate again\n\n' +
        '# patches/store-deployment-store.yaml\ntarget:\n  apiVersion: apps/v1\n  kind: Deployment\n  name: store\n' +
        '  namespace: store\nmerge:\n  spec:\n    replicas: 5\n    template:\n      spec:\n        containers:\n' +
        '          - name: side\n            image: mirror.test/side:9\n',
    );
    await paste(dir);
    expect(scratch.read(`${dir}/${deployment}`)).toContain('replicas: 5\n');
    expect(scratch.read(`${dir}/kubernetes/images.txt`)).toContain('mirror.test/side:9\n');
    expect(await run(dir)).toMatchObject({ written: [] });
  });

  const cases: [string, string, (dir: string) => void][] = [
    ['a key added', deployment, (d) => edit(`${d}/${deployment}`, /^spec:\n/m, 'spec:\n  minReadySeconds: 7\n')],
    ['a list item removed', deployment, (d) => edit(`${d}/${deployment}`, / +- name: side\n(.*\n)*/, '')],
    ['a list turned round', deployment, (d) => edit(`${d}/${deployment}`, /( +- name: side\n(?: .*\n)*?)(?=$)/, '$1')],
    ['a null', deployment, (d) => edit(`${d}/${deployment}`, 'replicas: 2', 'replicas: null')],
    ['an object deleted', deployment, (d) => rmSync(scratch.path(d, deployment))],
    ['an argument changed', stack, (d) => edit(`${d}/${stack}`, '"demo-store"', '"other-store"')],
    ['an argument removed', stack, (d) => edit(`${d}/${stack}`, /,\n *"force_destroy": false/, '')],
    [
      'a provider changed',
      stack,
      (d) => edit(`${d}/${stack}`, '"us-east-1",\n        "default', '"x",\n        "default'),
    ],
    ['a resource renamed', stack, (d) => edit(`${d}/${stack}`, '"store": {', '"shop": {')],
    ['a section added', stack, (d) => edit(`${d}/${stack}`, /^\{/, '{"moved": [{"from": "a.b", "to": "a.c"}],')],
  ];
  test.each(cases.filter(([name]) => !/turned|provider/.test(name)))(
    '%s is carried by what is printed',
    async (_, path, change) => {
      const dir = fresh();
      await run(dir);
      change(dir);
      const tree = scratch.tree(dir);
      await paste(dir);
      const after = scratch.tree(dir)[path];
      const { parse } = await import('yaml');
      expect(after === undefined ? undefined : parse(after)).toEqual(
        tree[path] === undefined ? undefined : parse(tree[path] ?? ''),
      );
      expect(await run(dir)).toMatchObject({ written: [] });
    },
  );

  test('of layout or comments alone is refused without a patch', async () => {
    const dir = fresh();
    await run(dir);
    edit(`${dir}/${deployment}`, /$/, '# a note\n');
    expect(await refused(run(dir), dir)).toBe(
      `B/${deployment}: was changed by hand, but only its layout or comments\n` +
        '  allowed: comments in stagecraft.yaml, in patches/ and in extensions/\n  next:    restore it from version control',
    );
  });

  test('of a file no patch reaches, of one that is no YAML any more, and one of theirs in the way', async () => {
    const dir = fresh();
    await run(dir);
    edit(`${dir}/kubernetes/store/kustomization.yaml`, /$/, '  - mine.yaml\n');
    scratch.write(`${dir}/${deployment}`, 'a: [\n');
    scratch.write(`${dir}/kubernetes/extra/configmap-extra.yaml`, 'mine\n');
    const text = await refused(run(dir, { stage: 2 }), dir);
    expect(text).toContain(
      'B/kubernetes/store/kustomization.yaml: was changed by hand\n' +
        '  allowed: the file as rendered: no patch reaches it\n  next:    restore it from version control',
    );
    expect(text).toContain(`B/${deployment}: was changed by hand and cannot be read: `);
    expect(text).toContain(
      'B/kubernetes/extra/configmap-extra.yaml: is not ours, and a rendered file would go there\n',
    );
  });

  test('of a file that changes in this run too says so', async () => {
    const dir = fresh();
    await run(dir);
    edit(`${dir}/${stack}`, '"force_destroy": false', '"force_destroy": true');
    expect(await refused(run(dir, { set: ['tags.x=y'] }), dir)).toContain(
      '(the configuration changed this file too since it was written: keep of the patch only what you meant)',
    );
  });
});

describe('a starter file', () => {
  const page = (note: string, second = 'two') =>
    withFiles(() => [{ path: 'PAGE.md', text: `one\n${second}\nthree\n\n${note}\n` }]);

  test('that was not edited follows ours', async () => {
    const dir = fresh();
    await run(dir, {}, { ladder: page('a') });
    expect(await run(dir, {}, { ladder: page('b') })).toMatchObject({ written: ['PAGE.md'], notes: [] });
    expect(scratch.read(`${dir}/PAGE.md`)).toBe('one\ntwo\nthree\n\nb\n');
  });

  test('that was edited stays when ours did not change, and is merged when it did', async () => {
    const dir = fresh();
    await run(dir, {}, { ladder: page('a') });
    edit(`${dir}/PAGE.md`, 'one', 'ONE');
    expect(await run(dir, {}, { ladder: page('a') })).toMatchObject({ written: [], notes: [] });
    expect((await run(dir, {}, { ladder: page('b') })).notes).toEqual(['PAGE.md: merged with your changes']);
    expect(scratch.read(`${dir}/PAGE.md`)).toBe('ONE\ntwo\nthree\n\nb\n');
    expect(await run(dir, {}, { ladder: page('b') })).toMatchObject({ written: [], notes: [] });
  });

  test('that does not merge stays, with ours beside it until that is removed', async () => {
    const dir = fresh();
    await run(dir, {}, { ladder: page('a') });
    edit(`${dir}/PAGE.md`, 'two', 'mine');
    const note =
      'PAGE.md: your changes and ours touch the same lines; take what you want of PAGE.md.stagecraft-new, then remove that file';
    for (let i = 0; i < 2; i++) {
      expect((await run(dir, {}, { ladder: page('a', 'ours') })).notes).toEqual([note]);
      expect(scratch.read(`${dir}/PAGE.md`)).toBe('one\nmine\nthree\n\na\n');
      expect(scratch.read(`${dir}/PAGE.md.stagecraft-new`)).toBe('one\nours\nthree\n\na\n');
    }
    rmSync(scratch.path(dir, 'PAGE.md.stagecraft-new'));
    expect(await run(dir, {}, { ladder: page('a', 'ours') })).toMatchObject({ written: [], notes: [] });
    expect((await run(dir, {}, { ladder: page('b', 'ours') })).notes).toEqual(['PAGE.md: merged with your changes']);
    expect(scratch.read(`${dir}/PAGE.md`)).toBe('one\nmine\nthree\n\nb\n');
  });

  test('that was deleted stays deleted', async () => {
    const dir = fresh();
    await run(dir, {}, { ladder: page('a') });
    rmSync(scratch.path(dir, 'PAGE.md'));
    await run(dir, {}, { ladder: page('b') });
    expect(Object.keys(scratch.tree(dir))).not.toContain('PAGE.md');
  });

  test('that is no longer made goes if nobody touched it, and stays otherwise', async () => {
    const [dir, other] = [fresh(), fresh()];
    const none = withFiles(() => []);
    await run(dir, {}, { ladder: page('a') });
    await run(other, {}, { ladder: page('a') });
    edit(`${other}/PAGE.md`, 'two', 'mine');
    expect((await run(dir, {}, { ladder: none })).removed).toEqual(['PAGE.md']);
    expect((await run(other, {}, { ladder: none })).notes).toEqual([
      'PAGE.md: is no longer part of the bundle; yours from now on',
    ]);
    expect(Object.keys(scratch.tree(other))).toContain('PAGE.md');
  });

  test('keeps the mode people gave it', async () => {
    const dir = fresh();
    await run(dir, {}, { ladder: page('a') });
    const { chmodSync } = await import('node:fs');
    chmodSync(scratch.path(dir, 'PAGE.md'), 0o755);
    await run(dir, {}, { ladder: page('b') });
    expect(statSync(scratch.path(dir, 'PAGE.md')).mode & 0o111).toBe(0o111);
  });

  test('made twice is our mistake', async () => {
    const file = { path: 'a', text: '' };
    const promise = run(fresh(), {}, { ladder: withFiles(() => [file, file]) });
    await expect(promise).rejects.toThrow('file a of the bundle is made twice');
  });
});
