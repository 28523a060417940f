import { compareBundles, type Report, renderHtml, renderJson, renderMarkdown, renderText } from '../../../src/diff';
import mergeKeys from '../../../src/kit/kubernetes/merge-keys.json';
import { cluster, deployment, files, object } from '../support';

const evil = '`</details><script>alert(1)</script>|\u001b[31m${x}';
const before = {
  ...cluster(deployment(), object('ConfigMap', { data: { a: 'one\ntwo\nthree' } })),
  ...{ files: files({ p: 'x' }).files },
};
const after = cluster(
  deployment({ replicas: 1 }, { priorityClassName: evil }),
  object('ConfigMap', { data: { a: 'one\n2\nthree', big: 'x'.repeat(5000) } }),
);
const report: Report = { ...compareBundles(before, after, { mergeKeys }), from: 'stage 1', to: 'stage 2' };
const nothing: Report = { ...compareBundles(before, before, { mergeKeys }), from: 'stage 1', to: 'stage 1' };

test('text', () => {
  expect(renderText(report)).toBe(`stage 1 -> stage 2: 3 changes
  terraform      0 added   0 changed   0 removed
  kubernetes     0 added   2 changed   0 removed
  files          0 added   0 changed   1 removed
      1 disruption: something that works today may stop working
      2 safe: nothing that runs is touched

kubernetes
  ~ ConfigMap shop/web
      data.a: (+1 -1 lines)
        - two
        + 2
      data.big: + "${'x'.repeat(99)}… (5002 characters)
  ~ Deployment shop/web  [disruption]
      disruption: fewer pods carry the same load
      rollout: the pod template changes, so every pod is replaced by its update strategy
      spec.replicas: 2 -> 1
      spec.template.spec.priorityClassName: + ${JSON.stringify(evil)}

files
  - p
`);
  expect(renderText(nothing)).toBe('stage 1 -> stage 1: no differences\n');
});

test('colour only when asked for, and never from a value', () => {
  expect(renderText(report)).not.toContain('\u001b');
  expect(renderText(report, { color: true })).toContain('\u001b[35m[disruption]\u001b[0m');
  expect(renderText(report, { color: true })).not.toContain('\u001b[31m$');
});

test('json is the result, whole', () => {
  const data = JSON.parse(renderJson(report));
  expect(Object.keys(data)).toEqual(['shape', 'from', 'to', 'summary', 'changes']);
  expect(data.changes[0].paths[1]).toEqual({ path: 'data.big', action: 'added', new: 'x'.repeat(5000) });
  expect(data.changes[1]).toMatchObject({
    side: 'kubernetes',
    action: 'changed',
    identity: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    class: 'disruption',
  });
});

test('markdown keeps values in code that they cannot leave', () => {
  const text = renderMarkdown(report);
  expect(text).toContain('| kubernetes | 0 | 2 | 0 |');
  expect(text).toContain('| **disruption** | 1 | something that works today may stop working |');
  expect(text).toContain(`added \`\`${JSON.stringify(evil)}\`\``);
  expect(text.match(/<\/details>/g)).toHaveLength(3);
  expect(text).not.toContain('\u001b');
  expect(renderMarkdown(nothing)).toBe('## stagecraft diff: stage 1 → stage 1\n\nNo differences.\n');
});

test('html is one page with nothing in it that runs', () => {
  const page = renderHtml(report);
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/\b(src|href)=/);
  expect(page).toMatch(/^<!doctype html>/);
});
