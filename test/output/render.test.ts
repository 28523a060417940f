import type { CustomObject } from '../../src/kit/kubernetes';
import { orderObject, orderTerraform } from '../../src/output/order';
import { objectFiles, renderKubernetes, renderTerraform } from '../../src/output/render';

const object = (kind: string, name: string, namespace?: string, apiVersion = 'v1'): CustomObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
});

describe('order', () => {
  test('of an object is the one people write', () => {
    const ordered = orderObject({
      spec: { b: [{ image: 'i', args: [], name: 'n' }], a: undefined },
      metadata: { labels: { b: '1', a: '2' }, annotations: {}, namespace: 'x', name: 'y' },
      kind: 'K',
      apiVersion: 'v1',
    });
    expect(JSON.stringify(ordered)).toBe(
      '{"apiVersion":"v1","kind":"K","metadata":{"name":"y","namespace":"x","labels":{"a":"2","b":"1"},"annotations":{}},' +
        '"spec":{"b":[{"name":"n","image":"i","args":[]}]}}',
    );
  });

  test('of a Terraform file has meta-arguments above and below', () => {
    const ordered = orderTerraform({
      resource: {
        b: { x: { lifecycle: {}, depends_on: [], name: 'n', count: 2, args: { b: 1, a: 2 }, '//': 'why' } },
        a: {},
      },
      output: {},
      terraform: { required_version: '1' },
      data: {},
      provider: {},
    });
    expect(JSON.stringify(ordered)).toBe(
      '{"terraform":{"required_version":"1"},"provider":{},"data":{},"resource":{"a":{},"b":{"x":' +
        '{"//":"why","count":2,"args":{"a":2,"b":1},"name":"n","lifecycle":{},"depends_on":[]}}},"output":{}}',
    );
  });

  test('does not depend on the locale', () => {
    expect(Object.keys(orderObject({ ä: 1, z: 1, B: 1, a: 1, _: 1 }))).toEqual(['B', '_', 'a', 'z', 'ä']);
  });
});

describe('file names', () => {
  test('are kind and name; the namespace and the group come in where two would share one', () => {
    expect(objectFiles([object('ConfigMap', 'a', 'x'), object('Secret', 'a', 'x')])).toEqual([
      'configmap-a.yaml',
      'secret-a.yaml',
    ]);
    expect(objectFiles([object('Role', 'a', 'x'), object('Role', 'a', 'y')])).toEqual([
      'role-x-a.yaml',
      'role-y-a.yaml',
    ]);
    expect(objectFiles([object('Policy', 'a', 'x', 'g.io/v1'), object('Policy', 'a', 'x', 'h.io/v1')])).toEqual([
      'policy-g.io-x-a.yaml',
      'policy-h.io-x-a.yaml',
    ]);
  });

  test('hold nothing a file system or a shell would trip over', () => {
    expect(objectFiles([object('ClusterRole', 'system:a/b c')])).toEqual(['clusterrole-system-a-b-c.yaml']);
  });

  test('that two objects would share are our mistake, also where only case differs', () => {
    expect(() => objectFiles([object('Role', 'a'), object('Role', 'A')])).toThrow(
      'two objects would share the file role-v1-a.yaml',
    );
  });
});

describe('a Kubernetes directory', () => {
  const directory = (name: string, layer: 'crds' | 'controllers' | 'platform') => ({
    name,
    component: name,
    layer,
    objects: [object('ConfigMap', name)],
  });

  test('lists layers in their order, and empty ones too', () => {
    const files = renderKubernetes(
      [directory('p', 'platform'), directory('c', 'crds'), directory('q', 'platform')],
      ['b', 'c'],
    );
    const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:';
    expect(files.get('kustomization.yaml')).toBe(
      `${head}\n  - layers/crds\n  - layers/controllers\n  - layers/platform\n`,
    );
    expect(files.get('layers/platform/kustomization.yaml')).toBe(`${head}\n  - ../../p\n  - ../../q\n`);
    expect(files.get('layers/controllers/kustomization.yaml')).toBe(`${head} []\n`);
    expect(files.get('images.txt')).toBe('b\nc\n');
    expect([...files.keys()].filter((path) => path.startsWith('p/'))).toEqual([
      'p/kustomization.yaml',
      'p/configmap-p.yaml',
    ]);
  });
});

test("a Terraform directory has cdktf's own manifest", () => {
  const files = renderTerraform([
    { name: 'a', after: [], document: { terraform: {} } },
    { name: 'b', after: ['a'], document: {} },
  ]);
  expect([...files.keys()]).toEqual(['manifest.json', 'a/cdk.tf.json', 'b/cdk.tf.json']);
  expect(JSON.parse(files.get('manifest.json') ?? '')).toEqual({
    version: '0.21.0',
    stacks: {
      a: {
        name: 'a',
        constructPath: 'a',
        synthesizedStackPath: 'a/cdk.tf.json',
        workingDirectory: 'a',
        annotations: [],
        dependencies: [],
      },
      b: {
        name: 'b',
        constructPath: 'b',
        synthesizedStackPath: 'b/cdk.tf.json',
        workingDirectory: 'b',
        annotations: [],
        dependencies: ['a'],
      },
    },
  });
  expect(files.get('a/cdk.tf.json')).toBe('{\n  "terraform": {}\n}\n');
});
