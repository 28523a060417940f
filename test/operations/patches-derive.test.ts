import type { CustomObject } from '../../src/kit/kubernetes';
import {
  applyPatches,
  documentPatches,
  objectPatch,
  type Patch,
  type PatchDocument,
} from '../../src/operations/patches';

const place = () => ({ file: 'patches/a.yaml', line: 1, column: 1 });

/** Applies what was derived, as the next run would. */
function applied(
  patches: readonly PatchDocument[],
  from: { object?: CustomObject; document?: Record<string, unknown> },
) {
  const { object, document } = from;
  const synthesis = {
    terraform: document ? [{ name: 's', after: [], document }] : [],
    kubernetes: object ? [{ name: 'd', component: 'd', layer: 'platform' as const, objects: [object] }] : [],
    files: [],
    images: [],
  };
  const all = patches.map((patch) => ({ ...patch, place }) as unknown as Patch);
  const result = applyPatches(synthesis, all, { terraform: true, kubernetes: true });
  return object ? result.kubernetes[0]?.objects[0] : result.terraform[0]?.document;
}

const pod = (spec: object): CustomObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n' },
  spec,
});
const a = { name: 'a', image: 'i', args: ['1'], ports: [{ containerPort: 1, name: 'x' }] };
const b = { name: 'b', image: 'i' };

describe('objects', () => {
  const cases: [string, CustomObject, CustomObject, 'merge' | 'patch'][] = [
    ['a value', pod({ containers: [a] }), pod({ containers: [{ ...a, image: 'j' }] }), 'merge'],
    ['a list without a key', pod({ containers: [a] }), pod({ containers: [{ ...a, args: ['1', '2'] }] }), 'merge'],
    ['an item added', pod({ containers: [a] }), pod({ containers: [a, b] }), 'merge'],
    ['an item removed', pod({ containers: [a, b] }), pod({ containers: [b] }), 'merge'],
    [
      'an item inside an item',
      pod({ containers: [a] }),
      pod({ containers: [{ ...a, ports: [{ containerPort: 2 }] }] }),
      'merge',
    ],
    ['a list gone', pod({ containers: [a], volumes: [] }), pod({ containers: [a] }), 'merge'],
    ['an empty map', pod({ containers: [a] }), pod({ containers: [a], securityContext: {} }), 'merge'],
    ['the order of items', pod({ containers: [a, b] }), pod({ containers: [b, a] }), 'patch'],
    ['an item put first', pod({ containers: [b] }), pod({ containers: [a, b] }), 'patch'],
    ['a null', pod({ containers: [a] }), pod({ containers: [a], hostname: null }), 'patch'],
    [
      'two items of one key',
      pod({ containers: [{ ...a, ports: [{ containerPort: 53, protocol: 'TCP' }] }] }),
      pod({
        containers: [
          {
            ...a,
            ports: [
              { containerPort: 53, protocol: 'TCP' },
              { containerPort: 53, protocol: 'UDP' },
            ],
          },
        ],
      }),
      'patch',
    ],
    [
      'labels and annotations',
      pod({}),
      { ...pod({}), metadata: { name: 'p', namespace: 'n', labels: { 'a/b': 'c' } } },
      'merge',
    ],
  ];
  test.each(cases)('%s', (_, from, to, form) => {
    const patch = objectPatch(from, to);
    expect(patch).toHaveProperty(form);
    expect(applied(patch ? [patch] : [], { object: from })).toEqual(to);
  });

  test('a custom resource has no merge keys, as in the API server', () => {
    const custom = (list: object[]): CustomObject => ({
      ...pod({}),
      apiVersion: 'x.io/v1',
      kind: 'Thing',
      spec: { containers: list },
    });
    const patch = objectPatch(custom([a, b]), custom([b]));
    expect(patch).toMatchObject({ merge: { spec: { containers: [b] } } });
    expect(applied(patch ? [patch] : [], { object: custom([a, b]) })).toEqual(custom([b]));
  });

  test('another object cannot be said', () => {
    expect(objectPatch(pod({}), { ...pod({}), metadata: { name: 'q', namespace: 'n' } })).toBeUndefined();
  });
});

describe('documents', () => {
  const from = {
    terraform: { backend: { s3: { bucket: 'b' } } },
    provider: { aws: [{ region: 'r' }] },
    data: { aws_vpc: { this: { id: 'v' } } },
    resource: { aws_x: { one: { a: 1, list: [1], tags: { k: 'v' } }, two: {} }, aws_y: { three: {} } },
  };
  const cases: [string, (d: any) => void][] = [
    ['an argument', (d) => Object.assign(d.resource.aws_x.one, { a: 2, b: { c: [1] } })],
    ['an argument gone, a list longer', (d) => Object.assign(d.resource.aws_x.one, { tags: undefined, list: [1, 2] })],
    ['a null', (d) => Object.assign(d.resource.aws_x.one, { a: null })],
    ['a block gone', (d) => delete d.resource.aws_x.two],
    ['the last block of a type gone', (d) => delete d.resource.aws_y],
    ['a block added with a null', (d) => Object.assign(d.resource, { aws_z: { four: { n: null } } })],
    ['a data source', (d) => Object.assign(d.data.aws_vpc.this, { id: 'w' })],
    ['a section gone', (d) => delete d.data],
    [
      'a section added',
      (d) => Object.assign(d, { output: { o: { value: '${aws_x.one.id}' } }, moved: [{ from: 'a', to: 'b' }] }),
    ],
    [
      'a provider and the backend',
      (d) => Object.assign(d, { provider: { aws: [{ region: 'q' }, { alias: 'x' }] }, terraform: { cloud: {} } }),
    ],
  ];
  test.each(cases)('%s', (_, change) => {
    const to = JSON.parse(JSON.stringify(from));
    change(to);
    const wanted = JSON.parse(JSON.stringify(to));
    expect(applied(documentPatches('s', from, wanted), { document: from })).toEqual(wanted);
  });

  test('a changed block is addressed by itself', () => {
    const to = { ...from, resource: { ...from.resource, aws_x: { ...from.resource.aws_x, one: { a: 2, list: [1] } } } };
    expect(documentPatches('s', from, to)).toEqual([
      { target: { terraform: 's/aws_x.one' }, merge: { a: 2, tags: null } },
    ]);
  });
});
