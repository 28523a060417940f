import { isBounded, metricNames, syntaxErrors } from './support/promql';

test('metric names are found wherever they stand, and nothing else is taken for one', () => {
  expect(
    metricNames(
      'sum by (job) (rate(a_total{job="b_c"}[5m])) / on (job) group_left (x) c:d:e unless f{g=~"h|i"} offset 5m',
    ),
  ).toEqual(['a_total', 'c:d:e', 'f']);
  expect(metricNames('label_replace(up, "a", "$1", "b", "(.*)") or vector(1)')).toEqual(['up']);
  expect(metricNames('rate(x{pod=~"$pod"}[$__rate_interval])')).toEqual(['x']);
});

test('a selector without a name is refused', () => {
  expect(() => metricNames('{job="a"}')).toThrow('a selector names no metric: {job="a"}');
});

test('syntax errors are seen', () => {
  expect(syntaxErrors('sum(a')).not.toEqual([]);
  expect(syntaxErrors('sum(a)')).toEqual([]);
});

test('unbounded queries are seen', () => {
  expect(isBounded('rate(a[5m])')).toBe(false);
  expect(isBounded('sum by (pod) (a)')).toBe(false);
  expect(isBounded('sum without (x) (a)')).toBe(false);
  expect(isBounded('sum by (namespace) (a) / b')).toBe(false);
  expect(isBounded('topk(5, sum by (pod) (a))')).toBe(true);
  expect(isBounded('sum by (pod) (a{namespace="$namespace"})')).toBe(true);
  expect(isBounded('sum(a) / sum by (code) (b)')).toBe(true);
});
