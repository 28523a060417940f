import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import { addCustom, type CustomObject, chartObjects, chartRoot, componentChart } from '../../../src/kit/kubernetes';

const METADATA = { name: 'x', namespace: 'n', labels: { b: '2', a: '1' }, annotations: {}, finalizers: [] };

const BODIES: Readonly<Record<string, Record<string, unknown>>> = {
  'scalars of every kind': { z: 1, a: 'text', m: true, f: false, zero: 0, none: '' },
  'fields without a value': { a: undefined, b: null, c: { d: undefined, e: null }, f: {}, g: [] },
  'keys out of order, at every depth': { spec: { z: [{ b: 1, a: { d: 1, c: 2 } }], 10: 'ten', 9: 'nine', A: 1 } },
  'lists of lists': { a: [[1, 2], [], [[{ b: 1, a: [] }]]] },
  'what is made late': { spec: Lazy.any({ produce: () => ({ b: 1, a: [undefined, 2] }) }) as unknown },
  'a list with holes': { args: ['a', undefined, null, 'b'] },
  'an object without a prototype chain of its own': { data: JSON.parse('{"b":1,"a":2}') },
};

/** What cdk8s itself makes of an object. */
function byEngine(object: CustomObject, change: (made: ApiObject) => void = () => {}) {
  const made = new ApiObject(componentChart(chartRoot(), 'toy'), 'x', object as never);
  change(made);
  return JSON.stringify(made.toJson());
}

function ours(object: CustomObject, change: (made: ApiObject) => void = () => {}) {
  const chart = componentChart(chartRoot(), 'toy');
  const made = addCustom(chart, object);
  change(made);
  expect(JSON.stringify(chartObjects(chart)[0])).toBe(JSON.stringify(made.toJson()));
  return JSON.stringify(made.toJson());
}

test.each(Object.entries(BODIES))('%s come out as cdk8s writes them', (_, body) => {
  const object = { apiVersion: 'v1', kind: 'Toy', metadata: METADATA, ...body } as unknown as CustomObject;
  expect(ours(object)).toBe(byEngine(object));
});

test('labels, annotations and patches that are added later are in it', () => {
  const object = { apiVersion: 'v1', kind: 'Toy', metadata: METADATA, spec: { b: 1, a: 2 } };
  const label = (made: ApiObject) => {
    made.metadata.addLabel('late', 'yes');
    made.metadata.add('generateName', 'x-');
  };
  expect(ours(object, label)).toBe(byEngine(object, label));
  expect(ours(object, label)).toContain('"late":"yes"');
  const patch = (made: ApiObject) => made.addJsonPatch(JsonPatch.replace('/spec/a', 3), JsonPatch.add('/spec/c', []));
  expect(ours(object, patch)).toBe(byEngine(object, patch));
});

test('what no manifest can hold is refused as cdk8s refuses it', () => {
  const object = { apiVersion: 'v1', kind: 'Toy', metadata: METADATA, spec: { when: new Map() } };
  expect(() => ours(object)).toThrow("can't render non-simple object of type 'Map'");
});

test('a key that means something to JavaScript is a key', () => {
  const body = JSON.parse(
    '{"apiVersion":"v1","kind":"Toy","metadata":{"name":"x"},"data":{"__proto__":{"a":1},"b":2}}',
  );
  const chart = componentChart(chartRoot(), 'toy');
  addCustom(chart, body);
  expect(JSON.stringify(chartObjects(chart)[0]?.data)).toBe('{"__proto__":{"a":1},"b":2}');
});
