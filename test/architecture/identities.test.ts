import { ladder } from '../../stages';
import { synth } from '../support/synth';

/** A stage by number: `stage-2`, `stage2`, `s2`, or the name of its folder. */
const NUMBERED = [
  /\bstage[-_.]?[1-5]\b/i,
  ...ladder.map(({ number, name }) => new RegExp(`\\b${number}[-_.]${name}\\b`)),
];

function numbered(texts: readonly string[]): string[] {
  return texts.filter((text) => NUMBERED.some((pattern) => pattern.test(text)));
}

test('no stage number in a Terraform address, stack, name or tag, nor in a Kubernetes name, label or selector', async () => {
  const highest = Math.max(...ladder.map(({ number }) => number));
  const { terraform, kubernetes } = await synth({ stage: highest });
  const addresses = terraform.flatMap(({ name, document }) =>
    ['resource', 'data', 'output', 'variable', 'locals'].flatMap((section) =>
      Object.entries((document[section] ?? {}) as Record<string, object>).flatMap(([type, group]) => [
        name,
        type,
        ...(section === 'resource' || section === 'data' ? Object.keys(group).map((id) => `${type}.${id}`) : []),
        ...namesIn(group),
      ]),
    ),
  );
  const names = kubernetes.flatMap(({ name, objects }) => [
    name,
    ...objects.flatMap(({ metadata, ...rest }) => [
      metadata.name,
      metadata.namespace ?? '',
      ...pairs(metadata.labels),
      ...labelsIn(rest),
    ]),
  ]);
  expect(numbered([...addresses, ...names])).toEqual([]);
});

function pairs(labels: unknown): string[] {
  return Object.entries((labels ?? {}) as Record<string, unknown>).map(([key, value]) => `${key}=${String(value)}`);
}

/** Labels of pod templates and every selector, however deep. */
function labelsIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    ['labels', 'matchLabels', 'selector'].includes(key) ? pairs(inner) : labelsIn(inner),
  );
}

/** What AWS knows a thing by. */
function namesIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (typeof inner === 'string') return /(^|_)(name|bucket|key|identifier|prefix)$/.test(key) ? [inner] : [];
    return key === 'tags' ? pairs(inner) : namesIn(inner);
  });
}
