import { compareBundles } from '../../src/diff';
import mergeKeys from '../../src/kit/kubernetes/merge-keys.json';
import { change, changes, cluster, deployment, files, object, stack } from './support';

describe('identity', () => {
  test('the same bundle twice has no differences', () => {
    const bundle = { ...cluster(deployment(), object('Service')), ...files({ a: 'x' }) };
    expect(changes(bundle, bundle)).toEqual([]);
  });

  test('an object that moves to another component or layer is the same', () => {
    const before = { ...cluster(), kubernetes: [{ object: deployment(), component: 'a', layer: 0 }] };
    const after = { ...cluster(), kubernetes: [{ object: deployment(), component: 'b', layer: 2 }] };
    expect(changes(before, after)).toEqual([]);
  });

  test('a new version of its API is a changed path of the same object', () => {
    const [before, after] = [object('Thing', {}, 'x.io/v1beta1'), object('Thing', {}, 'x.io/v1')];
    expect(change(cluster(before), cluster(after))).toMatchObject({
      action: 'changed',
      paths: [{ path: 'apiVersion', old: 'x.io/v1beta1', new: 'x.io/v1' }],
    });
  });

  test('another group, namespace or name is another object', () => {
    const before = cluster(object('Thing', {}, 'x.io/v1'));
    expect(
      changes(before, cluster(object('Thing', {}, 'y.io/v1')))
        .map(({ action }) => action)
        .sort(),
    ).toEqual(['added', 'removed']);
    expect(changes(before, cluster(object('Thing', {}, 'x.io/v1', 'other')))).toHaveLength(2);
  });

  test('two objects of one identity are refused', () => {
    const twice = {
      ...cluster(),
      kubernetes: [
        { object: deployment(), component: 'a' },
        { object: deployment(), component: 'b' },
      ],
    };
    expect(() => changes(cluster(), twice)).toThrow(
      'Deployment shop/web: is there twice: from a and from b\n' +
        '  allowed: one object of an API group, kind, namespace and name\n  next:    remove or rename one of them',
    );
  });

  test('a block in another stack is another block: its state is', () => {
    const document = { resource: { aws_vpc: { this: { cidr_block: '10.0.0.0/16' } } } };
    const in_ = (name: string) => ({ ...cluster(), terraform: [{ name, document }] });
    expect(changes(in_('a'), in_('b')).map(({ name, action }) => [name, action])).toEqual([
      ['b/aws_vpc.this', 'added'],
      ['a/aws_vpc.this', 'removed'],
    ]);
  });

  test('every part of a Terraform file has an address', () => {
    const rest = {
      data: { aws_region: { this: {} } },
      output: { id: { value: 1 } },
      locals: { a: 1 },
      variable: { v: {} },
      provider: { aws: [{ region: 'x' }] },
      terraform: { backend: { local: {} } },
    };
    expect(changes(cluster(), stack({ aws_vpc: { this: {} } }, rest)).map(({ name }) => name)).toEqual([
      'cluster/aws_vpc.this',
      'cluster/data.aws_region.this',
      'cluster/local.a',
      'cluster/output.id',
      'cluster/provider.aws',
      'cluster/terraform',
      'cluster/var.v',
    ]);
  });
});

describe('order', () => {
  test('terraform, kubernetes by layer, kind, namespace and name, then files by path', () => {
    const side = (kind: string, name: string, layer: number) => ({ object: object(kind, {}, 'v1', name), layer });
    const after = {
      terraform: [
        { name: 'network', document: { resource: { aws_vpc: { this: {} } } } },
        { name: 'cluster', document: { resource: { aws_a: { z: {}, B: {}, a: {} } } } },
      ],
      kubernetes: [
        side('Deployment', 'b', 2),
        side('Ünknown', 'x', 2),
        side('ConfigMap', 'Z', 2),
        side('ConfigMap', 'a', 2),
        side('Namespace', 'n', 2),
        side('Deployment', 'a', 0),
        side('ValidatingWebhookConfiguration', 'w', 2),
      ],
      files: [
        { path: 'b', text: '' },
        { path: 'B', text: '' },
      ],
    };
    const names = (bundle: typeof after) => changes(cluster(), bundle).map(({ name }) => name);
    expect(names(after)).toEqual([
      'network/aws_vpc.this',
      'cluster/aws_a.B',
      'cluster/aws_a.a',
      'cluster/aws_a.z',
      'Deployment shop/a',
      'Namespace shop/n',
      'ConfigMap shop/Z',
      'ConfigMap shop/a',
      'Deployment shop/b',
      'Ünknown shop/x',
      'ValidatingWebhookConfiguration shop/w',
      'B',
      'b',
    ]);
    const shuffled = { ...after, kubernetes: [...after.kubernetes].reverse(), files: [...after.files].reverse() };
    expect(names(shuffled)).toEqual(names(after));
  });
});

describe('paths', () => {
  const paths = (before: object, after: object) =>
    change(cluster(before), cluster(after)).paths.map(({ path, action, old, new: now }) => [path, action, old, now]);

  test('list items are paired by the merge key of the API, wherever they stand', () => {
    const containers = [
      { name: 'new', image: 'new:1' },
      {
        name: 'web',
        image: 'web:2',
        env: [
          { name: 'B', value: '2' },
          { name: 'A', value: '1' },
        ],
      },
    ];
    expect(paths(deployment(), deployment({}, { containers }))).toEqual([
      ['spec.template.spec.containers[name=web].env[name=B]', 'added', undefined, { name: 'B', value: '2' }],
      ['spec.template.spec.containers[name=web].image', 'changed', 'web:1', 'web:2'],
      ['spec.template.spec.containers[name=side]', 'removed', { name: 'side', image: 'side:1' }, undefined],
      ['spec.template.spec.containers[name=new]', 'added', undefined, { name: 'new', image: 'new:1' }],
    ]);
  });

  test('items of another order are one difference', () => {
    const containers = [
      { name: 'side', image: 'side:1' },
      { name: 'web', image: 'web:1', env: [{ name: 'A', value: '1' }] },
    ];
    expect(change(cluster(deployment()), cluster(deployment({}, { containers }))).paths).toEqual([
      {
        path: 'spec.template.spec.containers',
        action: 'changed',
        old: ['name=web', 'name=side'],
        new: ['name=side', 'name=web'],
        reordered: true,
      },
    ]);
  });

  test('ports of one number and two protocols are told apart', () => {
    const ports = (udp: string) => ({
      spec: {
        ports: [
          { port: 53, protocol: 'UDP', name: udp },
          { port: 53, protocol: 'TCP', name: 'tcp' },
        ],
      },
    });
    expect(paths(object('Service', ports('a')), object('Service', ports('b')))).toEqual([
      ['spec.ports[port=53,protocol=UDP].name', 'changed', 'a', 'b'],
    ]);
  });

  test('the order of a set means nothing', () => {
    const rules = (...verbs: string[]) => object('Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs }] });
    expect(changes(cluster(rules('get', 'list')), cluster(rules('list', 'get')))).toEqual([]);
    expect(paths(rules('get', 'list'), rules('list', 'watch'))).toEqual([
      ['rules[0].verbs[]', 'removed', 'get', undefined],
      ['rules[0].verbs[]', 'added', undefined, 'watch'],
    ]);
  });

  test('an inserted argument is one difference', () => {
    const args = (...all: string[]) => object('Thing', { spec: { args: all } }, 'x.io/v1');
    expect(paths(args('a', 'b', 'c'), args('a', 'x', 'b', 'c'))).toEqual([['spec.args[1]', 'added', undefined, 'x']]);
    expect(paths(args('a', 'b', 'c'), args('a', 'c'))).toEqual([['spec.args[1]', 'removed', 'b', undefined]]);
    expect(paths(args('a'), args('b', 'c'))).toEqual([
      ['spec.args[0]', 'changed', 'a', 'b'],
      ['spec.args[1]', 'added', undefined, 'c'],
    ]);
  });

  test('names with other characters are quoted; false, 0, null, empty and absent are five things', () => {
    const value = (data: object) => object('ConfigMap', { data });
    expect(
      paths(value({ 'a.yml': '', b: 0, c: null, d: {} }), value({ 'a.yml': '1', b: false, c: '', d: [] })),
    ).toEqual([
      ['data["a.yml"]', 'changed', '', '1'],
      ['data.b', 'changed', 0, false],
      ['data.c', 'changed', null, ''],
      ['data.d', 'changed', {}, []],
    ]);
    expect(paths(value({ constructor: 'x' }), value({}))).toEqual([['data.constructor', 'removed', 'x', undefined]]);
  });

  test('Terraform statements are paired by sid', () => {
    const document = (...statement: object[]) => stack({}, { data: { aws_iam_policy_document: { p: { statement } } } });
    const [a, b, b2] = [
      { sid: 'A', actions: ['x', 'y'] },
      { sid: 'B', actions: ['x'] },
      { sid: 'B', actions: ['z'] },
    ];
    expect(change(document(a, b), document(a, b2)).paths.map(({ path }) => path)).toEqual([
      'statement[sid=B].actions[]',
      'statement[sid=B].actions[]',
    ]);
  });

  test('files differ by text and by whether they can be run', () => {
    const file = (text: string, executable: boolean) => ({ ...cluster(), files: [{ path: 'run', text, executable }] });
    expect(change(file('a', false), file('b', true)).paths).toEqual([
      { path: '', action: 'changed', old: 'a', new: 'b' },
      { path: 'executable', action: 'changed', old: false, new: true },
    ]);
  });
});

test('why names the component, its stage and what was raised', () => {
  const side = (replicas: number) => ({
    ...cluster(),
    kubernetes: [{ object: deployment({ replicas }), component: 'web' }],
  });
  const reasons = { web: { stage: 2, raised: [{ path: 'web.replicas', stage: 3 }] } };
  expect(change(side(1), side(2), { reasons }).why).toEqual({ component: 'web', ...reasons.web });
});

test('the summary counts by side, action and class', () => {
  const before = { ...cluster(deployment(), object('Namespace')), files: [] };
  const after = { ...cluster(deployment({ replicas: 1 }), object('Service')), ...{ files: [{ path: 'a', text: '' }] } };
  expect(compareBundles(before, after, { mergeKeys }).summary).toEqual({
    total: 4,
    sides: {
      terraform: { added: 0, changed: 0, removed: 0 },
      kubernetes: { added: 1, changed: 1, removed: 1 },
      files: { added: 1, changed: 0, removed: 0 },
    },
    classes: { safe: 2, rollout: 0, disruption: 1, replace: 0, data: 1 },
  });
});
