import { catalog } from '../../../src/catalog';
import { collectMonitoring } from '../../../src/kit/collect';
import type { AlertingRule } from '../../../src/kit/monitoring';
import { synthesize } from '../../../src/operations/synthesize';
import { alertIndex, alertPage } from '../../../stages/2-team-adoption/runbooks/pages';
import { resolved } from '../../support/resolved';

const rule: AlertingRule = {
  alert: 'DiskFull',
  expr: 'x > 1',
  for: '5m',
  severity: 'warning',
  owner: 'platform',
  summary: 'A disk is full',
  description: 'd',
  threshold: 'Ours.',
};

test('a page says what, why, where to look and how to end it', () => {
  const page = alertPage(
    rule,
    { alert: 'DiskFull', meaning: 'M.', impact: 'I.', look: '1. L $CLUSTER', end: 'E.' },
    'acme',
  );
  expect(page).toBe(`# DiskFull

A disk is full.

| severity | team | fires when |
| --- | --- | --- |
| warning | platform | the expression below holds, for 5m |

## What it means

M.

## What it does to people

I.

## What to look at first

Commands here use \`CLUSTER=acme\`.

1. L $CLUSTER

## How to end it

E.

## Where the threshold comes from

Ours.

\`\`\`promql
x > 1
\`\`\`
`);
});

test('the list begins with what wakes people', () => {
  const index = alertIndex([rule, { ...rule, alert: 'Zero', severity: 'critical' }]);
  expect(index.indexOf('[Zero](Zero.md)')).toBeLessThan(index.indexOf('[DiskFull](DiskFull.md)'));
});

test('every alert of a stage has its page in the bundle, and no page stands for nothing', async () => {
  const platform = resolved({ stage: 2 });
  const { files } = await synthesize(platform, catalog, { terraform: false, kubernetes: false, files: true });
  const { components, contextOf } = platform;
  const [first] = components;
  if (!first) throw new Error('no components');
  const alerts = collectMonitoring(contextOf(first))
    .rules.flatMap(({ rules }) => rules.flatMap((one) => ('alert' in one ? [one.alert] : [])))
    .sort();
  const pages = files
    .map(({ path }) => /^runbooks\/alerts\/([A-Z]\w*)\.md$/.exec(path)?.[1])
    .filter((name) => name !== undefined && name !== 'README')
    .sort();
  expect(pages).toEqual(alerts);
});

test('the on-call page names the cluster, and the password only where the pod makes it', async () => {
  const page = async (grafana: object) => {
    const platform = resolved({ stage: 2, name: 'acme', grafana });
    const { files } = await synthesize(platform, catalog, { terraform: false, kubernetes: false, files: true });
    return files.find(({ path }) => path === 'runbooks/on-call.md')?.text ?? '';
  };
  expect(await page({})).toContain('# On call for acme\n');
  expect(await page({})).toContain('.credentials/admin-password');
  expect(await page({ credentials: { name: 'grafana-credentials' } })).not.toContain('.credentials/admin-password');
});
