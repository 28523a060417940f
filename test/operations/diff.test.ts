import { type DiffRequest, diff } from '../../src/operations/diff';
import { generate } from '../../src/operations/generate';
import { TEAM_FILES } from '../../src/operations/generate/pages';
import { synth } from '../../src/operations/synth';
import { Scratch } from '../support/directory';
import { toyCatalog, toyLadder } from '../support/toy';

const scratch = new Scratch();
afterAll(() => scratch.remove());

const run = (more: Partial<DiffRequest> = {}) => diff(toyLadder, toyCatalog, { config: {}, failOn: [], ...more });
const refused = async (more: Partial<DiffRequest>) =>
  run(more).then(
    () => 'nothing was refused',
    (error) => error.message.replaceAll(scratch.root, '/tmp'),
  );
const names = ({ data }: { data: unknown }) =>
  (data as { changes: { action: string; name: string }[] }).changes.map(({ action, name }) => `${action} ${name}`);

describe('stages', () => {
  test('stage 1 is compared with nothing', async () => {
    const result = await run();
    const own = names(result).filter((name) => !TEAM_FILES.some(({ path }) => name === `added ${path}`));
    expect(own).toEqual([
      'added storage/aws_s3_bucket.store',
      'added storage/provider.aws',
      'added storage/terraform',
      'added Namespace store',
      'added ConfigMap store/store',
      'added Deployment store/store',
      'added README.md',
      'added scripts/apply',
    ]);
    expect(result.data).toMatchObject({ shape: 'stagecraft.diff/v1', from: 'nothing', to: 'stage 1' });
  });

  test('stage 2 with stage 1', async () => {
    const result = await run({ config: { stage: 2 } });
    expect(names(result)).toEqual(['added ConfigMap default/extra']);
    expect(result.render('text', false)).toBe(
      'stage 1 -> stage 2: 1 change\n' +
        '  terraform      0 added   0 changed   0 removed\n' +
        '  kubernetes     1 added   0 changed   0 removed\n' +
        '  files          0 added   0 changed   0 removed\n' +
        '      1 safe: nothing that runs is touched\n' +
        '\nkubernetes\n  + ConfigMap default/extra  component extra (stage 2)\n',
    );
  });

  test('--from names another, or nothing; the same stage has no differences', async () => {
    expect(names(await run({ config: { stage: 2 }, from: '0' }))).toHaveLength(9 + TEAM_FILES.length);
    const same = await run({ config: { stage: 2 }, from: '2' });
    expect(same).toMatchObject({ different: false, failing: [] });
    expect(same.render('text', false)).toBe('stage 2 -> stage 2: no differences\n');
    expect(names(await run({ config: { stage: 1 }, from: '2' }))).toEqual(['removed ConfigMap default/extra']);
  });

  test('a --from that is no stage', async () => {
    expect(await refused({ from: 'x' })).toBe(
      '--from: is no stage\n  got:     "x"\n  allowed: 0 for nothing, or 1 to 2\n  next:    see them with stagecraft stages',
    );
  });

  test('--fail-on picks the changes of a class', async () => {
    const request = { config: { stage: 1 }, from: '2' };
    expect((await run({ ...request, failOn: ['data,disruption'] })).failing).toHaveLength(1);
    expect((await run({ ...request, failOn: ['data'] })).failing).toHaveLength(0);
    expect(await refused({ failOn: ['distruption'] })).toBe(
      '--fail-on: is no class of change\n  got:     "distruption"\n' +
        '  allowed: safe, rollout, disruption, replace, data\n  next:    say --fail-on disruption',
    );
  });
});

describe('--against', () => {
  const all = async (out: string, set: readonly string[] = []) => {
    await synth(toyLadder, toyCatalog, { config: { set }, to: 'all', out: scratch.path(out), force: false });
    return scratch.path(out);
  };

  test('what was just written has no differences, whichever side was written', async () => {
    expect((await run({ against: await all('all') })).different).toBe(false);
    for (const to of ['terraform', 'yaml'] as const) {
      const out = scratch.path(to);
      await synth(toyLadder, toyCatalog, { config: {}, to, out, force: false });
      expect((await run({ against: out })).different).toBe(false);
    }
  });

  test('what differs is named, and nothing else', async () => {
    const against = await all('older', ['store.versioned=false', "store.script='echo a'"]);
    const result = await run({ against });
    expect(names(result)).toEqual(['changed storage/aws_s3_bucket.store', 'changed ConfigMap store/store']);
    expect((result.data as { changes: { paths: unknown }[] }).changes[0]?.paths).toEqual([
      { path: 'force_destroy', action: 'changed', old: true, new: false },
    ]);
  });

  test('a directory of a higher stage, and a hand edit', async () => {
    const out = scratch.path('higher');
    await synth(toyLadder, toyCatalog, { config: { stage: 2 }, to: 'all', out, force: false });
    const file = 'higher/kubernetes/store/deployment-store.yaml';
    scratch.write(file, scratch.read(file).replace('replicas: 2', 'replicas: 5'));
    const result = await run({ against: out });
    expect(names(result)).toEqual(['removed ConfigMap default/extra', 'changed Deployment store/store']);
  });

  test('a bundle, its patches on both sides, and its starter files as they were written', async () => {
    const bundle = scratch.path('bundle');
    const write = () => generate(toyLadder, toyCatalog, { directory: bundle, config: {}, force: false });
    await write();
    scratch.write(
      'bundle/patches/a.yaml',
      'target: {kind: Deployment, name: store}\nmerge: {spec: {replicas: 7}}\n---\ntarget: {kind: ConfigMap, name: extra}\nmerge: {data: {a: b}}\n',
    );
    const config = { bundle, stage: 2 };
    expect(names(await run({ config }))).toEqual(['added ConfigMap default/extra']);
    scratch.write('bundle/README.md', 'ours now');
    scratch.write('bundle/patches/a.yaml', '');
    expect((await run({ config: { bundle }, against: bundle })).different).toBe(false);
    const changed = await run({ config: { bundle, set: ['store.note=second'] }, against: bundle });
    expect(names(changed)).toEqual(['changed storage/aws_s3_bucket.store', 'changed README.md']);
  });

  test('a directory that is not ours, or is broken', async () => {
    scratch.write('other/a.txt', '');
    const file = scratch.write('a-file', '');
    expect(await refused({ against: file })).toContain('--against: is no directory that stagecraft wrote\n');
    expect(await refused({ against: scratch.path('other') })).toBe(
      '--against: is no directory that stagecraft wrote\n  got:     "/tmp/other"\n' +
        '  allowed: a bundle, or what synth --to all, terraform or yaml wrote\n' +
        '  next:    write one with stagecraft synth --to all --out DIR',
    );
    await all('broken');
    scratch.write('broken/kubernetes/store/deployment-store.yaml', 'a: [');
    scratch.write('broken/kubernetes/store/configmap-store.yaml', 'a: 1');
    scratch.write('broken/terraform/storage/cdk.tf.json', '{');
    const message = await refused({ against: scratch.path('broken') });
    expect(message).toContain('/tmp/broken/terraform/storage/cdk.tf.json: cannot be parsed: ');
    expect(message).toContain('/tmp/broken/kubernetes/store/deployment-store.yaml: cannot be parsed: ');
    expect(message).toContain('/tmp/broken/kubernetes/store/configmap-store.yaml: holds no Kubernetes object');
  });

  test('and --from at once', async () => {
    expect(await refused({ from: '1', against: 'x' })).toBe(
      '--from: names an old side, and so does --against\n  got:     {"from":"1","against":"x"}\n' +
        '  allowed: one of the two\n  next:    leave one of them out',
    );
  });
});
