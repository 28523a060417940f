import { chmodSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { type SynthRequest, synth } from '../../src/operations/synth';
import { Scratch } from '../support/directory';
import { toyCatalog, toyLadder } from '../support/toy';

const scratch = new Scratch();
afterAll(() => scratch.remove());

let next = 0;
const fresh = () => `case-${next++}`;

function run(out: string, more: Partial<SynthRequest> = {}) {
  return synth(toyLadder, toyCatalog, { config: {}, to: 'all', out: scratch.path(out), force: false, ...more });
}

describe('layout', () => {
  test('both sides stand side by side', async () => {
    const out = fresh();
    const result = await run(out);
    expect(Object.keys(scratch.tree(out))).toEqual([
      '.stagecraft/owned.json',
      'kubernetes/images.txt',
      'kubernetes/kustomization.yaml',
      'kubernetes/layers/controllers/kustomization.yaml',
      'kubernetes/layers/crds/kustomization.yaml',
      'kubernetes/layers/platform/kustomization.yaml',
      'kubernetes/store/configmap-store.yaml',
      'kubernetes/store/deployment-store.yaml',
      'kubernetes/store/kustomization.yaml',
      'kubernetes/store/namespace-store.yaml',
      'terraform/manifest.json',
      'terraform/storage/cdk.tf.json',
    ]);
    expect(result).toMatchObject({ stage: 1, stacks: ['storage'], components: ['store'], removed: [] });
    expect(result.written).toEqual(result.files);
  });

  test('one side stands in the directory itself', async () => {
    const [tf, yaml] = [fresh(), fresh()];
    await run(tf, { to: 'terraform' });
    await run(yaml, { to: 'yaml' });
    expect(Object.keys(scratch.tree(tf))).toEqual(['.stagecraft/owned.json', 'manifest.json', 'storage/cdk.tf.json']);
    expect(scratch.tree(yaml)['store/kustomization.yaml']).toBe(
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n' +
        '  - namespace-store.yaml\n  - configmap-store.yaml\n  - deployment-store.yaml\n',
    );
  });

  test('every image is listed once, those in arguments too', async () => {
    const out = fresh();
    await run(out, { to: 'yaml' });
    expect(scratch.read(`${out}/images.txt`)).toBe(
      'registry.test/helper:1.0\nregistry.test/side:1.0\nregistry.test/store:1.0\n',
    );
  });
});

describe('a second run', () => {
  test('writes nothing when nothing changed, and the same bytes elsewhere', async () => {
    const [a, b] = [fresh(), fresh()];
    await run(a);
    await run(b);
    expect(scratch.tree(a)).toEqual(scratch.tree(b));
    expect(await run(a)).toMatchObject({ written: [], removed: [] });
  });

  test('removes what it no longer produces and nothing else', async () => {
    const out = fresh();
    await run(out, { config: { stage: 2 } });
    scratch.write(`${out}/terraform/storage/terraform.tfstate`, 'state');
    scratch.write(`${out}/kubernetes/extra/note.txt`, 'mine');
    const result = await run(out, { config: { stage: 1 } });
    expect([...result.removed].sort()).toEqual([
      'kubernetes/extra/configmap-extra.yaml',
      'kubernetes/extra/kustomization.yaml',
    ]);
    expect(scratch.tree(out)).toMatchObject({
      'terraform/storage/terraform.tfstate': 'state',
      'kubernetes/extra/note.txt': 'mine',
    });
    expect(Object.keys(scratch.tree(out))).not.toContain('kubernetes/extra/configmap-extra.yaml');
  });

  test('writes a deleted file again', async () => {
    const out = fresh();
    await run(out, { to: 'terraform' });
    rmSync(scratch.path(out, 'manifest.json'));
    expect((await run(out, { to: 'terraform' })).written).toEqual(['manifest.json']);
  });

  test('finishes one that was cut off', async () => {
    const out = fresh();
    await run(out, { to: 'terraform' });
    const before = scratch.read(`${out}/.stagecraft/owned.json`);
    await run(out, { to: 'terraform', config: { name: 'other' } });
    scratch.write(`${out}/.stagecraft/owned.next.json`, scratch.read(`${out}/.stagecraft/owned.json`));
    scratch.write(`${out}/.stagecraft/owned.json`, before);
    scratch.write(`${out}/.stagecraft/staging/storage/cdk.tf.json`, 'half');
    await run(out, { to: 'terraform', config: { name: 'third' } });
    expect(Object.keys(scratch.tree(out))).toEqual(['.stagecraft/owned.json', 'manifest.json', 'storage/cdk.tf.json']);
  });

  test('at the same time corrupts nothing', async () => {
    const [out, alone] = [fresh(), fresh()];
    const all = await Promise.all([run(out), run(out), run(out)]);
    expect(all.map(({ written }) => written.length).sort((a, b) => a - b)).toEqual([0, 0, all[0]?.files.length]);
    await run(alone);
    expect(scratch.tree(out)).toEqual(scratch.tree(alone));
  });
});

describe('refused, with nothing written', () => {
  async function refused(out: string, more?: Partial<SynthRequest>): Promise<string> {
    const before = scratch.tree();
    const error = await run(out, more).then(
      () => new Error('nothing was refused'),
      (e) => e,
    );
    expect(scratch.tree()).toEqual(before);
    return error.message.replaceAll(scratch.root, '/tmp');
  }
  const allowed = '  allowed: a directory that is new, empty, or was written by stagecraft\n';

  test('a file', async () => {
    scratch.write('file', 'x');
    expect(await refused('file')).toBe(
      `--out: is a file\n  got:     "/tmp/file"\n${allowed}  next:    name another directory`,
    );
  });

  test('a directory below a file', async () => {
    expect(await refused('file/a/b')).toBe(
      `--out: cannot be made: /tmp/file is a file\n  got:     "/tmp/file/a/b"\n${allowed}  next:    name another directory`,
    );
  });

  test('no name at all', async () => {
    const error = await synth(toyLadder, toyCatalog, { config: {}, to: 'all', out: '', force: false }).catch((e) => e);
    expect(error.message).toBe(`--out: is empty\n  got:     ""\n${allowed}  next:    name a directory`);
  });

  test('a directory that cannot be made', async () => {
    const error = await synth(toyLadder, toyCatalog, { config: {}, to: 'all', out: '/proc/x', force: false }).catch(
      (e) => e,
    );
    expect(error.name).toBe('UserError');
    expect(error.message).toContain('--out: cannot be ');
  });

  // Root may write everywhere, so there is nothing for it to be refused.
  (process.getuid?.() === 0 ? test.skip : test)('one that cannot be written to', async () => {
    chmodSync(scratch.write('locked-up/x', '').replace('/x', ''), 0o555);
    expect(await refused('locked-up')).toBe(
      `--out: cannot be written to\n  got:     "/tmp/locked-up"\n${allowed}` +
        '  next:    change its permissions, or name another directory',
    );
    expect(await refused('locked-up/new')).toBe(
      `--out: cannot be made: /tmp/locked-up cannot be written to\n  got:     "/tmp/locked-up/new"\n${allowed}` +
        '  next:    change the permissions there, or name another directory',
    );
    chmodSync(scratch.path('locked-up'), 0o755);
  });

  test('one that is neither empty nor ours', async () => {
    scratch.write('foreign/a.txt', 'x');
    expect(await refused('foreign')).toBe(
      `--out: is neither empty nor written by stagecraft\n  got:     "/tmp/foreign"\n${allowed}` +
        '  next:    name another directory, or add --force to write into this one; files of the same names are then replaced',
    );
  });

  test('unless forced, which still removes nothing', async () => {
    scratch.write('forced/a.txt', 'x');
    scratch.write('forced/manifest.json', 'x');
    await run('forced', { to: 'terraform', force: true });
    expect(Object.keys(scratch.tree('forced'))).toEqual([
      '.stagecraft/owned.json',
      'a.txt',
      'manifest.json',
      'storage/cdk.tf.json',
    ]);
  });

  test('a link that leads nowhere', async () => {
    symlinkSync('/nonexistent/target', scratch.path('dangling'));
    expect(await refused('dangling')).toBe(
      `--out: is a symbolic link that leads nowhere\n  got:     "/tmp/dangling"\n${allowed}` +
        '  next:    remove the link, or name another directory',
    );
  });

  test('a link where a directory of ours would be', async () => {
    await run('trap', { to: 'terraform' });
    scratch.write('elsewhere/keep', 'precious');
    rmSync(scratch.path('trap/storage'), { recursive: true });
    symlinkSync(scratch.path('elsewhere'), scratch.path('trap/storage'));
    const text =
      '--out: /tmp/trap/storage is a symbolic link; writing there could reach or hide something else\n' +
      '  allowed: regular files and directories\n  next:    remove /tmp/trap/storage, or name another directory';
    expect(await refused('trap', { to: 'terraform' })).toBe(text);
    expect(await refused('trap', { to: 'terraform', force: true })).toBe(text);
  });

  test('the marker as a link', async () => {
    scratch.write('other/x', '');
    scratch.write('marked/.keep', '');
    symlinkSync(scratch.path('other'), scratch.path('marked/.stagecraft'));
    expect(await refused('marked', { force: true })).toContain('/tmp/marked/.stagecraft is a symbolic link');
  });

  test('a file somebody changed, and one of theirs in the way', async () => {
    await run('edited', { to: 'terraform' });
    scratch.write('edited/manifest.json', '{}');
    expect(await refused('edited', { to: 'terraform' })).toBe(
      '/tmp/edited/manifest.json: was changed by hand\n  allowed: files as stagecraft wrote them\n' +
        '  next:    carry the change as a patch in the patches/ of a bundle, or add --force to overwrite it',
    );
    await run('edited', { to: 'terraform', force: true });
    scratch.write('edited/images.txt', 'mine');
    expect(await refused('edited', { to: 'yaml' })).toContain('is not ours, and a file of ours would go there');
  });

  test('a list of owned files that cannot be read', async () => {
    scratch.write('broken/.stagecraft/owned.json', '{');
    expect(await refused('broken')).toContain(
      '/tmp/broken/.stagecraft/owned.json: the list of files stagecraft wrote cannot be read: ',
    );
  });

  test('a lock that was left behind is no reason', async () => {
    await run('locked', { to: 'terraform' });
    utimesSync(scratch.write('locked/.stagecraft/lock', '999999999 nowhere\n'), 1, 1);
    expect(await run('locked', { to: 'terraform' })).toMatchObject({ written: [] });
    expect(Object.keys(scratch.tree('locked'))).not.toContain('.stagecraft/lock');
  });
});
