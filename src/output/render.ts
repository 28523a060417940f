import type { Layer } from '../kit/contract';
import type { CustomObject } from '../kit/kubernetes';
import type { SynthesizedDirectory, SynthesizedStack } from '../operations/synthesize';
import { toYaml } from './yaml';

/** Text by path, in the order it is written. */
export type Files = ReadonlyMap<string, string>;

const LAYERS: readonly Layer[] = ['crds', 'controllers', 'platform'];

/** The Terraform directory: cdktf's manifest and one cdk.tf.json a stack. */
export function renderTerraform(stacks: readonly SynthesizedStack[]): Files {
  const files = new Map<string, string>();
  files.set('manifest.json', json(manifest(stacks)));
  for (const { name, document } of stacks) files.set(`${name}/cdk.tf.json`, json(document));
  return files;
}

function manifest(stacks: readonly SynthesizedStack[]) {
  const entries = stacks.map(({ name, after }) => [
    name,
    {
      name,
      constructPath: name,
      workingDirectory: name,
      synthesizedStackPath: `${name}/cdk.tf.json`,
      annotations: [],
      dependencies: after,
    },
  ]);
  return { version: '0.21.0', stacks: Object.fromEntries(entries) };
}

/** The Kubernetes directory: one directory a component, one file an object, a kustomization in each, on top and a layer. */
export function renderKubernetes(directories: readonly SynthesizedDirectory[]): Files {
  const files = new Map<string, string>();
  const ordered = LAYERS.flatMap((layer) => directories.filter((d) => d.layer === layer));
  files.set('kustomization.yaml', kustomization(LAYERS.map((layer) => `layers/${layer}`)));
  for (const layer of LAYERS) {
    const members = ordered.filter((d) => d.layer === layer).map(({ name }) => `../../${name}`);
    files.set(`layers/${layer}/kustomization.yaml`, kustomization(members));
  }
  for (const { name, objects } of ordered) {
    const paths = objects.map(fileName);
    files.set(`${name}/kustomization.yaml`, kustomization([...paths]));
    objects.forEach((object, index) => {
      files.set(`${name}/${paths[index]}`, toYaml(object));
    });
  }
  return files;
}

/** `deployment-grafana.yaml`; the namespace comes in front of the name where one component has objects in several. */
function fileName(
  { kind, metadata: { name, namespace } }: CustomObject,
  _index: number,
  all: readonly CustomObject[],
): string {
  const twin = all.some((o) => o.kind === kind && o.metadata.name === name && o.metadata.namespace !== namespace);
  const parts = [
    kind.toLowerCase(),
    ...(twin && namespace ? [namespace] : []),
    name.replaceAll(/[^a-zA-Z0-9._-]/g, '-'),
  ];
  return `${parts.join('-')}.yaml`;
}

function kustomization(resources: readonly string[]): string {
  return toYaml({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
