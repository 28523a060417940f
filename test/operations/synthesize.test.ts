import { resolve } from '../../src/config';
import type { Component, Stage } from '../../src/kit/contract';
import { add } from '../../src/kit/kubernetes';
import type { Ladder } from '../../src/kit/ladder';
import { renderSides } from '../../src/operations/synth';
import { synthesize } from '../../src/operations/synthesize';
import { toyCatalog, toyLadder } from '../support/toy';

const ALL = { terraform: true, kubernetes: true, files: true };

function run(raw: Record<string, unknown>, ladder: Ladder = toyLadder, wanted = ALL) {
  return synthesize(resolve(ladder, raw, toyCatalog), toyCatalog, wanted);
}

function plus(extra: Partial<Stage> & { components?: Component[] }): Ladder {
  return toyLadder.map((stage, i) =>
    i > 0
      ? stage
      : {
          ...stage,
          stacks: [...stage.stacks, ...(extra.stacks ?? [])],
          components: [...stage.components, ...(extra.components ?? [])],
        },
  );
}

const twin: Component = {
  name: 'twin',
  title: 'Twin',
  summary: '',
  k8s: {
    directory: 'store',
    layer: 'platform',
    load: async () => (chart) => {
      add(chart, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'twin' } });
    },
  },
};

test('what a user writes is text: escaped for Terraform, as it is for Kubernetes', async () => {
  const files = renderSides(
    await run({ store: { note: '${env} %{ if x } $HOME $${a}', script: 'echo ${HOME} %{x}\n' } }),
    'all',
  );
  const document = JSON.parse(files.get('terraform/storage/cdk.tf.json') ?? '');
  expect(document.resource.aws_s3_bucket.store.tags.note).toBe('$${env} %%{ if x } $HOME $$${a}');
  const configMap = files.get('kubernetes/store/configmap-store.yaml');
  expect(configMap).toContain('run.sh: |\n    echo ${HOME} %{x}\n');
});

test('only what is wanted is built', async () => {
  expect(await run({}, toyLadder, { terraform: true, kubernetes: false, files: false })).toMatchObject({
    kubernetes: [],
    files: [],
    images: [],
  });
  expect((await run({}, toyLadder, { terraform: false, kubernetes: true, files: false })).terraform).toEqual([]);
});

test('a stack that is left out is named by no other, and what would stand in it is not built', async () => {
  const ladder = plus({
    stacks: [
      { name: 'base', title: 'Base', after: [], when: ({ platform }) => platform.name !== 'demo' },
      { name: 'top', title: 'Top', after: ['base', 'storage'] },
    ],
  });
  const after = async (raw: object) => (await run({ ...raw }, ladder)).terraform.map((s) => [s.name, s.after]);
  expect(await after({})).toEqual([
    ['storage', []],
    ['top', ['storage']],
  ]);
  expect(await after({ name: 'other' })).toEqual([
    ['storage', []],
    ['base', []],
    ['top', ['base', 'storage']],
  ]);
});

test('two components in one directory are our mistake', async () => {
  await expect(run({}, plus({ components: [twin] }))).rejects.toThrow(
    'directory store is built twice: by store and by twin; give a face its own',
  );
});
