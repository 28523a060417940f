import type { RawConfig } from '../../src/config';
import { formatFault } from '../../src/kit/errors';
import { ladder } from '../../stages';
import { cli } from '../cli/support';
import { resolved } from '../support/resolved';

const choices = ladder.flatMap(({ number, components }) =>
  components.flatMap(({ name, chosenBy }) => (chosenBy ? [{ name, stage: number, ...chosenBy }] : [])),
);

/** A configuration that says one thing, by its dotted path. */
const saying = (stage: number, path: string, value: string): RawConfig => ({
  stage,
  ...path.split('.').reduceRight<object>((inner, key) => ({ [key]: inner }), value as unknown as object),
});
const names = (raw: RawConfig) => resolved(raw).components.map(({ name }) => name);
const advice = (raw: RawConfig) =>
  resolved({ stage: 2, ...raw })
    .advice()
    .map(formatFault);

test.each(choices)('$path: $is brings $name and nothing another value brings', ({ name, stage, path, is }) => {
  const there = names(saying(stage, path, is));
  expect(there).toContain(name);
  for (const other of choices) if (other.path === path && other.is !== is) expect(there).not.toContain(other.name);
});

test('what is written for a component that is not chosen is said to have no effect', () => {
  expect(advice({ elasticsearch: { size: 'large' } })).toEqual([]);
  expect(advice({ opensearch: { size: 'large' } })).toEqual([
    'opensearch: has no effect while logging.store is elasticsearch\n' +
      '  next:    set logging.store: opensearch, or remove opensearch',
  ]);
});

test('a stage says what brings a component', async () => {
  const { out } = await cli(['stages', '2'], {}, ladder);
  expect(out).toMatch(/ {2}kibana .*\(with logging\.store: elasticsearch, off with kibana\.enabled: false\)\n/);
  const { brings } = JSON.parse((await cli(['stages', '1', '--json'], {}, ladder)).out);
  expect(brings.find(({ name }: { name: string }) => name === 'karpenter-pools').chosenBy).toEqual({
    path: 'cluster.compute.type',
    is: 'karpenter',
  });
});
