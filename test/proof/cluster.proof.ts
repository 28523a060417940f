import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawConfig } from '../../src/config';
import { CHOICES } from '../support/resolved';
import { objects, synth } from '../support/synth';
import { judged, pass } from './support/judges';
import { variant, variantNames, writeVariant } from './support/variants';

const plane = { name: 'api-server', variable: 'PROOF_API_SERVER' };
const kubectl = { name: 'kubectl' };

/** Secrets that a job of the manifests says it makes, as namespace/name. */
async function madeInTheCluster(raw: RawConfig): Promise<string[]> {
  return objects(await synth(raw)).flatMap(({ metadata }) =>
    (metadata.annotations?.['stagecraft.io/makes-secret'] ?? '')
      .split(',')
      .filter(Boolean)
      .map((name: string) => (name.includes('/') ? name : `${metadata.namespace}/${name}`)),
  );
}

/** The nodes a cluster starts with by default: three tainted ones for the system, one worker a zone. */
function defaultNodes(): string {
  const label = 'stagecraft/node-group';
  const groups = [
    {
      name: 'system',
      count: 3,
      instance: 'm6i.large',
      labels: { [label]: 'system' },
      taints: [{ key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' }],
    },
    { name: 'workers', count: 3, instance: 'm6i.2xlarge', labels: { [label]: 'workers' } },
  ];
  const file = join(mkdtempSync(join(tmpdir(), 'stagecraft-nodes-')), 'nodes.yaml');
  writeFileSync(file, JSON.stringify(groups));
  return file;
}

judged([plane], 'a real API server, controllers and scheduler with simulated nodes', (command) => {
  test.each(variantNames)('%s is accepted without a warning and a second apply changes nothing', async (name) => {
    const { kubernetes } = await writeVariant({ ...variant(name), stage: 1 });
    await pass(command, ['check', kubernetes, '--strict']);
  });

  test.each(CHOICES)('stage 2 is accepted on top of stage 1, and rolls nothing of it: %j', async (choice) => {
    const lower = await writeVariant({ stage: 1 });
    const raw = { stage: 2, ...choice };
    const upper = await writeVariant(raw);
    const promised = (await madeInTheCluster(raw)).flatMap((name) => ['--external-secret', name]);
    await pass(command, [
      'check',
      upper.kubernetes,
      '--stage-below',
      lower.kubernetes,
      '--no-roll',
      '--strict',
      '--node-groups',
      defaultNodes(),
      ...promised,
    ]);
  });
});

judged([kubectl], 'kubectl kustomize', (command) => {
  const whole = [{ stage: 1 }, ...CHOICES.map((choice) => ({ stage: 2, ...choice }))];
  test.each(whole)('builds the whole, each layer and each directory: %j', async (raw) => {
    const { kubernetes } = await writeVariant(raw);
    const directories = readdirSync(kubernetes, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== 'layers',
    );
    const layers = ['crds', 'controllers', 'platform'].map((layer) => join('layers', layer));
    for (const directory of ['.', ...layers, ...directories.map(({ name }) => name)])
      await pass(command, ['kustomize', join(kubernetes, directory)]);
  });
});
