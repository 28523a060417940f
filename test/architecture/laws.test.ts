import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../../src/catalog';
import { resolve } from '../../src/config';
import { compareBundles } from '../../src/diff';
import { imageReference } from '../../src/kit/image';
import mergeKeys from '../../src/kit/kubernetes/merge-keys.json';
import type { Synthesis } from '../../src/kit/synthesis';
import { sideOf } from '../../src/operations/diff/sides';
import { synthesize } from '../../src/operations/synthesize';
import { ladder } from '../../stages';
import { filesBelow, ROOT, withoutComments } from './sources';

const built = ladder.map(async ({ number }) => {
  const resolved = resolve(ladder, { stage: number }, catalog);
  const synthesis = await synthesize(resolved, catalog, { terraform: true, kubernetes: true, files: true });
  return { number, synthesis, side: sideOf({ loaded: { resolved, raw: {}, files: [] }, synthesis, patches: 0 }) };
});

const highest = async (): Promise<Synthesis> => {
  const last = (await Promise.all(built)).at(-1);
  if (!last) throw new Error('the ladder is empty');
  return last.synthesis;
};

test.each(ladder.slice(1).map(({ number }) => number))(
  'stage %i removes and replaces nothing of the stage below',
  async (number) => {
    const all = await Promise.all(built);
    const [before, after] = [all.find((b) => b.number === number - 1), all.find((b) => b.number === number)];
    if (!before || !after) throw new Error(`no stage ${number}`);
    const { changes } = compareBundles(before.side, after.side, { mergeKeys });
    const breaking = changes.filter(
      ({ action, verdicts }) =>
        action === 'removed' || verdicts.some(({ class: of }) => of === 'replace' || of === 'data'),
    );
    expect(
      breaking.map(
        ({ action, name, verdicts }) => `${name} is ${action}: ${verdicts.map(({ reason }) => reason).join('; ')}`,
      ),
    ).toEqual([]);
  },
);

const SECRETS: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an AWS access key', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a token of a forge or a chat', /\b(ghp_[A-Za-z0-9]{36}|glpat-[\w-]{20}|xox[abpr]-[\w-]{10,})\b/],
];

test('no secret in what is rendered', async () => {
  const { terraform, kubernetes, files } = await highest();
  const texts: (readonly [string, string])[] = [
    ...terraform.map(({ name, document }) => [`stack ${name}`, JSON.stringify(document)] as const),
    ...kubernetes.map(({ name, objects }) => [`directory ${name}`, JSON.stringify(objects)] as const),
    ...files.map(({ path, text }) => [path, text] as const),
  ];
  const found = texts.flatMap(([where, text]) =>
    SECRETS.filter(([, form]) => form.test(text)).map(([what]) => `${where} holds ${what}`),
  );
  const filled = kubernetes
    .flatMap(({ objects }) => objects)
    .filter(
      (o) => o.kind === 'Secret' && Object.keys({ ...(o.data as object), ...(o.stringData as object) }).length > 0,
    )
    .map((o) => `Secret ${o.metadata.namespace}/${o.metadata.name} has data: generate it in the cluster`);
  expect([...found, ...filled]).toEqual([]);
});

test('every image of a container comes from the catalog', async () => {
  const known = new Set(Object.values(catalog.images).map((image) => imageReference(image)));
  const { images } = await highest();
  expect(images.filter((image) => !known.has(image))).toEqual([]);
});

test('every namespace has Pod Security labels and denies by default', async () => {
  const objects = (await highest()).kubernetes.flatMap((directory) => directory.objects) as readonly any[];
  const denied = new Set(
    objects
      .filter(({ kind, spec }) => kind === 'NetworkPolicy' && Object.keys(spec.podSelector ?? {}).length === 0)
      .filter(({ spec }) => !spec.ingress && !spec.egress && spec.policyTypes?.length === 2)
      .map(({ metadata }) => metadata.namespace),
  );
  const open = objects
    .filter(({ kind }) => kind === 'Namespace')
    .flatMap(({ metadata }) => [
      ...(metadata.labels?.['pod-security.kubernetes.io/enforce']
        ? []
        : [`${metadata.name} has no Pod Security label`]),
      ...(denied.has(metadata.name) ? [] : [`${metadata.name} has no default-deny policy: use guardedNamespace`]),
    ]);
  expect(open).toEqual([]);
});

test('no version outside the catalog: no image reference with a tag in stages and templates', () => {
  const IMAGE = /\b(?:[a-z0-9-]+\.)+(?:io|com|org|dev|k8s\.io)\/[\w./-]+:v?\d[\w.-]*/;
  const found = filesBelow('stages', 'templates').flatMap((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .flatMap((line, i) => {
        const [image] = IMAGE.exec(line) ?? [];
        return image && !image.includes('//')
          ? [`${path}:${i + 1}: ${image}: name a catalog entry with context.image()`]
          : [];
      }),
  );
  expect(found).toEqual([]);
});

/** Three numbers with dots that are neither an address nor part of a path or a longer word. */
const RELEASE = /(?<![\w./-])v?\d+\.\d+\.\d+(?:-[\w.]*\w)?(?![\w/]|\.\d)/g;
/** A release that only shows a form, or says where a recorded list came from. */
const MENTIONED = /\b(?:such as|for example)\b|"source":/;

/** Releases in what is built from; comments and the pages beside the code may name where a number was read. */
function releases(path: string, text: string): string[] {
  const bare = path.endsWith('.ts') ? withoutComments(text) : text;
  return bare
    .split('\n')
    .flatMap((line, i) =>
      [...line.matchAll(RELEASE)]
        .filter(({ index }) => !MENTIONED.test(line.slice(0, index)))
        .map(([release]) => `${path}:${i + 1}: ${release}: put it into the catalog, with its source`),
    );
}

test('no version outside the catalog: no bare release in stages and templates', () => {
  const built = filesBelow('stages', 'templates').filter((path) => !/^stages\/.*\.md$/.test(path));
  expect(built.flatMap((path) => releases(path, readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
});

test.each([
  ["tag: 'v1.36.1',", ['v1.36.1']],
  ['"release": "v20.1.0-eksbuild.3"', ['v20.1.0-eksbuild.3']],
  ['helm upgrade --version 1.14.1 \\', ['1.14.1']],
  ["cidr: '10.0.0.0/16', first: '10.0.0.1', // 1.2.3", []],
  ["'not a release such as v1.36.1'", []],
  ['see https://example.com/docs/1.2.3/page and a/1.2.3', []],
  ['version 1.36 of 2026-11-21', []],
])('a bare release: %s', (line, found) => {
  expect(releases('a.ts', line).map((text) => text.split(': ')[1])).toEqual(found);
});
