import { build } from '../../src/operations/build';
import { Scratch } from '../support/directory';
import { object, stack } from '../support/synth';
import { toyCatalog, toyLadder } from '../support/toy';

const scratch = new Scratch();
afterAll(() => scratch.remove());

const BOTH = { terraform: true, kubernetes: true, files: false };
let next = 0;

async function patched(files: Record<string, string>, wanted = BOTH, lenient = false) {
  const bundle = `bundle-${next++}`;
  scratch.write(`${bundle}/stagecraft.yaml`, 'stage: 1\n');
  for (const [path, text] of Object.entries(files)) scratch.write(`${bundle}/${path}`, text);
  const config = { bundle: scratch.path(bundle) };
  return (await build(toyLadder, toyCatalog, config, wanted, { lenient })).synthesis;
}

const patch = (text: string) => patched({ 'patches/a.yaml': text });

async function faults(files: Record<string, string> | string): Promise<string> {
  const given = typeof files === 'string' ? { 'patches/a.yaml': files } : files;
  return patched(given).then(
    () => 'nothing was refused',
    (e) => e.message.replaceAll(/\/\S*\/bundle-\d+\//g, 'B/'),
  );
}

describe('an object', () => {
  test('is merged by the keys of the API', async () => {
    const synthesis = await patch(`
target: {kind: Deployment, name: store}
merge:
  metadata: {annotations: {team: blue}}
  spec:
    replicas: 3
    template:
      spec:
        containers:
          - name: store
            image: mirror.test/store:2.0
            env: [{name: B, value: "2"}]
          - {name: extra, image: mirror.test/extra:1.0}
          - {name: side, $patch: delete}
`);
    const { metadata, spec } = object(synthesis, 'Deployment', 'store');
    expect(metadata.annotations).toEqual({ team: 'blue' });
    expect(spec.replicas).toBe(3);
    expect(spec.template.spec.containers).toEqual([
      {
        name: 'store',
        image: 'mirror.test/store:2.0',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      { name: 'extra', image: 'mirror.test/extra:1.0' },
    ]);
    expect(synthesis.images).toEqual(['mirror.test/extra:1.0', 'mirror.test/store:2.0', 'registry.test/helper:1.0']);
  });

  test('loses what is null, and a list or map that is replaced', async () => {
    const synthesis = await patch(`
target: {kind: ConfigMap, name: store, namespace: store, apiVersion: v1}
merge: {data: {owner: null}}
---
target: {kind: Deployment, name: store}
merge:
  spec:
    selector: {$patch: replace, matchLabels: {only: this}}
    template: {spec: {containers: [{$patch: replace}, {name: one, image: a}]}}
`);
    expect(Object.keys(object(synthesis, 'ConfigMap', 'store').data)).toEqual(['run.sh']);
    const { spec } = object(synthesis, 'Deployment', 'store');
    expect(spec.selector).toEqual({ matchLabels: { only: 'this' } });
    expect(spec.template.spec.containers).toEqual([{ name: 'one', image: 'a' }]);
  });

  test('is deleted whole', async () => {
    const { kubernetes } = await patch('target: {kind: Deployment, name: store}\nmerge: {$patch: delete}\n');
    expect(kubernetes.flatMap((d) => d.objects.map((o) => o.kind))).toEqual(['Namespace', 'ConfigMap']);
  });

  test('takes a JSON patch', async () => {
    const synthesis = await patch(`
target: {kind: Deployment, name: store}
patch:
  - {op: test, path: /spec/replicas, value: 2}
  - {op: replace, path: /spec/replicas, value: 5}
  - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: C, value: "3"}}
  - {op: remove, path: /spec/template/spec/containers/1}
  - {op: add, path: /metadata/annotations, value: {a~b/c: x}}
`);
    const { metadata, spec } = object(synthesis, 'Deployment', 'store');
    expect([spec.replicas, spec.template.spec.containers.length, metadata.annotations]).toEqual([
      5,
      1,
      { 'a~b/c': 'x' },
    ]);
    expect(spec.template.spec.containers[0].env).toHaveLength(2);
  });
});

describe('a Terraform block', () => {
  test('is merged as JSON, references allowed', async () => {
    const synthesis = await patch(`
target: {terraform: storage/aws_s3_bucket.store}
merge: {bucket: "\${var.prefix}-store", force_destroy: null, tags: {a: b}}
`);
    expect(stack(synthesis, 'storage').resource.aws_s3_bucket.store).toEqual({
      bucket: '${var.prefix}-store',
      tags: { a: 'b', note: 'first' },
    });
  });

  test('takes a JSON patch; a section is addressed whole, also one that is not there', async () => {
    const synthesis = await patch(`
target: {terraform: storage/provider}
patch: [{op: add, path: /aws/0/profile, value: p}]
---
target: {terraform: storage/output}
merge: {name: {value: x}}
---
target: {terraform: storage/resource}
merge: {aws_s3_bucket: null}
`);
    const document = stack(synthesis, 'storage');
    expect(document.provider.aws[0].profile).toBe('p');
    expect(document.output).toEqual({ name: { value: 'x' } });
    expect(document.resource).toBeUndefined();
  });
});

test('files are applied in the order of their names, later ones on top', async () => {
  const merge = (n: number) => `target: {kind: Deployment, name: store}\nmerge: {spec: {replicas: ${n}}}\n`;
  const synthesis = await patched({
    'patches/b.yaml': merge(2),
    'patches/a.yml': merge(7),
    'patches/B.yaml': merge(9),
    'patches/README.md': '#',
  });
  expect(object(synthesis, 'Deployment', 'store').spec.replicas).toBe(2);
});

test('a side that is not synthesized is not patched, and a lenient run skips what hits nothing', async () => {
  const text = 'target: {kind: Deployment, name: nobody}\nmerge: {a: 1}\n';
  await patched({ 'patches/a.yaml': text }, { ...BOTH, kubernetes: false });
  await patched({ 'patches/a.yaml': text }, BOTH, true);
});

describe('of a later stage', () => {
  const extra = 'target: {kind: ConfigMap, name: extra}\nmerge: {data: {a: b}}\n';
  const at = async (stage: number, text = extra) => {
    const bundle = `bundle-${next++}`;
    scratch.write(`${bundle}/stagecraft.yaml`, 'stage: 2\n');
    scratch.write(`${bundle}/patches/a.yaml`, text);
    return build(toyLadder, toyCatalog, { bundle: scratch.path(bundle), stage }, BOTH);
  };

  test('waits at a lower stage, and is applied at its own', async () => {
    const lower = await at(1);
    expect(lower.patches).toBe(0);
    expect(lower.waiting).toBe(1);
    const own = await at(2);
    expect(own).toMatchObject({ patches: 1, waiting: 0 });
    expect(object(own.synthesis, 'ConfigMap', 'extra').data).toEqual({ a: 'b' });
  });

  test('is refused at the lower stage too if no stage has what it names', async () => {
    await expect(at(1, extra.replace('extra', 'extr'))).rejects.toThrow('ConfigMap extr hits nothing');
  });

  test('does not keep the others from being applied, nor their faults from being found', async () => {
    const replicas = 'target: {kind: Deployment, name: store}\nmerge: {spec: {replicas: 5}}\n';
    const { synthesis } = await at(1, `${extra}---\n${replicas}`);
    expect(object(synthesis, 'Deployment', 'store').spec.replicas).toBe(5);
    await expect(at(1, `${extra}---\n${replicas.replace('store', 'shop')}`)).rejects.toThrow('Deployment shop hits');
  });
});

describe('refused', () => {
  test('every patch that hits nothing, at once, with the nearest addresses', async () => {
    expect(
      await faults(
        '# replicas\ntarget: {kind: Deployment, name: stor, namespace: store}\nmerge: {spec: {}}\n---\n' +
          'target:\n  terraform: storage/aws_s3_bucket.stor\nmerge: {}\n',
      ),
    ).toBe(
      'B/patches/a.yaml:2:9: target: Deployment store/stor hits nothing\n' +
        '  allowed: nearest: Deployment store/store, ConfigMap store/store, Namespace store\n' +
        '  next:    mend the target, or remove the patch if what it changed is gone\n' +
        'B/patches/a.yaml:6:3: target: storage/aws_s3_bucket.stor hits nothing\n' +
        '  allowed: nearest: storage/aws_s3_bucket.store, storage/resource, storage/provider\n' +
        '  next:    mend the target, or remove the patch if what it changed is gone',
    );
  });

  test('a document of another form', async () => {
    const text = await faults('target: {kind: Deployment}\nmerge: {}\n---\ntarget: {kind: A, name: b}\nmerg: {}\n');
    expect(text).toContain('B/patches/a.yaml:1:9: target.name: ');
    expect(text).toContain('B/patches/a.yaml:5:7: merg: is not a known key\n');
    expect(text).toContain('merge: is missing\n');
    expect(text).toContain('  allowed: target with kind and name, or with terraform; and either merge or patch');
  });

  test('a bad operation, and one that cannot be applied', async () => {
    expect(await faults('target: {kind: Deployment, name: store}\npatch:\n  - {op: delete, path: /a}\n')).toContain(
      'B/patches/a.yaml:3:10: patch.0.op: ',
    );
    expect(await faults('target: {kind: Deployment, name: store}\npatch:\n  - {op: remove, path: /a/b}\n')).toBe(
      'B/patches/a.yaml:3:5: patch.0: remove /a/b cannot be applied: there is nothing at that path\n' +
        '  got:     {"op":"remove","path":"/a/b"}',
    );
    expect(await faults('target: {kind: Deployment, name: store}\npatch: [{op: remove, path: a}]\n')).toContain(
      'patch.0.path: is not a JSON pointer: it starts with / and writes / as ~1',
    );
  });

  test('a change of identity', async () => {
    expect(await faults('target: {kind: Deployment, name: store}\nmerge:\n  metadata:\n    name: shop\n')).toBe(
      'B/patches/a.yaml:4:11: merge.metadata.name: a patch may not change metadata.name\n  got:     "shop"\n' +
        '  allowed: "store"\n' +
        '  next:    delete this object with $patch: delete, and add one of your own in extensions/kubernetes',
    );
  });

  test('a list item without its key, an unknown directive, an item that is not there', async () => {
    const containers = (item: string) =>
      `target: {kind: Deployment, name: store}\nmerge: {spec: {template: {spec: {containers: [${item}]}}}}\n`;
    expect(await faults(containers('{image: a}'))).toContain('items of this list are paired by name: name it');
    expect(await faults(containers('{name: x, $patch: delete}'))).toContain('there is no item whose name is "x"');
    expect(await faults(containers('{name: x, $patch: remove}'))).toContain('$patch is one of delete, replace, merge');
  });

  test.each([
    ['kind: 3', 'target.kind: must be text\n  got:     3\n'],
    ['kind: A, name: b, colour: red', 'target.colour: is not a known key\n'],
  ])('a target that holds %s', async (target, words) => {
    expect(await faults(`target: {${target}}\nmerge: {}\n`)).toContain(words);
  });

  test.each([
    ['patch: []', 'patch: is empty\n  got:     []\n'],
    ['patch: {op: add}', 'patch: must be a list\n'],
    ['patch: [{op: put, path: /a}]', 'patch.0.op: is not add, replace, test, remove, move or copy\n  got:     "put"\n'],
    ['merge: {}\npatch: [{op: remove, path: /a}]', 'merge: cannot stand beside patch\n'],
  ])('a change that is %s', async (change, words) => {
    expect(await faults(`target: {kind: Deployment, name: store}\n${change}\n`)).toContain(words);
  });

  test.each([
    ['an open bracket', 'target: {kind: [\n', 'B/patches/a.yaml:2:1: document: is not valid YAML: flow sequence'],
    ['an unknown alias', 'target: *nobody\n', 'B/patches/a.yaml:1:1: document: is not valid YAML: unresolved alias'],
    ['an unknown tag', 'target: !!team blue\n', 'B/patches/a.yaml:1:9: document: is not valid YAML: unresolved tag'],
  ])('YAML with %s', async (_, text, words) => {
    const message = await faults(text);
    expect(message).toContain(words);
    expect(message).toContain('\n  allowed: YAML 1.2, documents apart by ---\n  next:    correct this line');
  });

  test('a directory, and what is no UTF-8, in place of a file', async () => {
    scratch.write('odd/stagecraft.yaml', 'stage: 1\n');
    scratch.write('odd/patches/a.yaml/b.yaml', '');
    scratch.write('odd/patches/b.yaml', Buffer.from([0xff, 0xfe]) as unknown as string);
    const run = build(toyLadder, toyCatalog, { bundle: scratch.path('odd') }, BOTH);
    await expect(run).rejects.toThrow(
      /a\.yaml: is a directory\n {2}allowed: YAML files, in UTF-8\n {2}next: {4}move it/,
    );
    await expect(run).rejects.toThrow(/b\.yaml: is not UTF-8 text\n {2}allowed: YAML files, in UTF-8\n/);
  });
});

describe('extensions', () => {
  const own = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own, namespace: store}\ndata: {a: b}\n';

  test('stand in a directory of their own, and can be patched', async () => {
    const { kubernetes } = await patched({
      'extensions/kubernetes/own.yaml': `${own}---\n`,
      'patches/a.yaml': 'target: {kind: ConfigMap, name: own}\nmerge: {data: {c: d}}\n',
    });
    expect(kubernetes.at(-1)).toMatchObject({
      name: 'extensions',
      layer: 'platform',
      objects: [{ data: { a: 'b', c: 'd' } }],
    });
  });

  test('are refused when they are no objects, or ours', async () => {
    expect(
      await faults({
        'extensions/kubernetes/a.yaml': `${own}---\n${own.replace('name: own', 'name: store')}`,
        'extensions/kubernetes/b.yaml': 'kind: ConfigMap\n',
      }),
    ).toBe(
      'B/extensions/kubernetes/a.yaml:6:1: ConfigMap: ConfigMap store is there already; change it with a patch\n' +
        '  allowed: Kubernetes objects with apiVersion, kind and metadata.name, each of them once\n' +
        '  next:    correct the document; extensions/README.md of a bundle says what is read\n' +
        'B/extensions/kubernetes/b.yaml:1:1: ConfigMap: has no apiVersion, kind or metadata.name\n' +
        '  allowed: Kubernetes objects with apiVersion, kind and metadata.name, each of them once\n' +
        '  next:    correct the document; extensions/README.md of a bundle says what is read',
    );
  });

  test.each([
    ['name: own', 'name: a/b', 'metadata.name'],
    ['namespace: store', 'namespace: ../store', 'metadata.namespace'],
    ['kind: ConfigMap', 'kind: ../ConfigMap', 'kind'],
    ['apiVersion: v1', 'apiVersion: a/b/v1', 'apiVersion'],
  ])('%s as %s is refused', async (from, to, where) => {
    const text = own.replace(from, to);
    expect(await faults({ 'extensions/kubernetes/a.yaml': text })).toContain(
      `: ${where} does not have the form the API`,
    );
  });

  test('a number for a name is refused', async () => {
    const text = own.replace('name: own', 'name: 3');
    expect(await faults({ 'extensions/kubernetes/a.yaml': text })).toContain(
      'has no apiVersion, kind or metadata.name',
    );
  });
});
