import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectMonitoring } from '../../../src/kit/collect';
import { resolved } from '../../support/resolved';

const page = readFileSync(join(__dirname, '../../../docs/alerts.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| upstream'))
  .map((line) => {
    const [, upstream = '', here = '', why = ''] = line.split('|').map((cell) => cell.trim());
    return { upstream: upstream.split(', '), here: here === '' ? [] : here.split(', '), why };
  });

const { components, contextOf } = resolved({ stage: 2 });
const [first] = components;
if (!first) throw new Error('no components');
const alerts = new Set(
  collectMonitoring(contextOf(first)).rules.flatMap(({ rules }) =>
    rules.flatMap((r) => ('alert' in r ? [r.alert] : [])),
  ),
);

test('every alert that stands for one of upstream is there', () => {
  const named = [
    ...rows.flatMap(({ here }) => here),
    ...[...page.matchAll(/`([A-Z]\w+)`/g)].map(([, name = '']) => name),
  ];
  expect(named.filter((name) => !alerts.has(name))).toEqual([]);
});

test('every alert of upstream stands there once, with what stands for it or why nothing does', () => {
  const names = rows.flatMap(({ upstream }) => upstream);
  expect(names.length).toBeGreaterThan(130);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  for (const { upstream, here, why } of rows)
    if (here.length === 0) expect({ upstream, why }).toEqual({ upstream, why: expect.stringMatching(/.{10,}/) });
});
