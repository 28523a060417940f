import type { Layer } from '../kit/contract';
import type { CustomObject } from '../kit/kubernetes';
import type { SynthesizedDirectory, SynthesizedStack } from '../kit/synthesis';
import { ENGINE_VERSION } from '../kit/terraform/engine';
import { toYaml } from '../kit/yaml';
import { orderObject, orderTerraform } from './order';

/** Text by path, in the order it is written. */
export type Files = ReadonlyMap<string, string>;

const LAYERS: readonly Layer[] = ['crds', 'controllers', 'platform'];

/** The Terraform directory: cdktf's manifest and one cdk.tf.json a stack. */
export function renderTerraform(stacks: readonly SynthesizedStack[]): Files {
  const files = new Map<string, string>();
  files.set('manifest.json', json(manifest(stacks)));
  for (const { name, document } of stacks) files.set(`${name}/cdk.tf.json`, json(orderTerraform(document)));
  return files;
}

/** In the form of cdktf 0.21 (`lib/manifest.ts` there), so that its command line and others can read the directory. */
function manifest(stacks: readonly SynthesizedStack[]) {
  const entries = stacks.map(({ name, after }) => [
    name,
    {
      name,
      constructPath: name,
      synthesizedStackPath: `${name}/cdk.tf.json`,
      workingDirectory: name,
      annotations: [],
      dependencies: after,
    },
  ]);
  return { version: ENGINE_VERSION, stacks: Object.fromEntries(entries) };
}

/**
 * The Kubernetes directory: one directory a component, one file an object, a kustomization in each, on top and a layer,
 * and `images.txt` with every image there is to mirror.
 */
export function renderKubernetes(directories: readonly SynthesizedDirectory[], images: readonly string[] = []): Files {
  const files = new Map<string, string>();
  const ordered = LAYERS.flatMap((layer) => directories.filter((d) => d.layer === layer));
  files.set('kustomization.yaml', kustomization(LAYERS.map((layer) => `layers/${layer}`)));
  files.set('images.txt', images.map((image) => `${image}\n`).join(''));
  for (const layer of LAYERS) {
    const members = ordered.filter((d) => d.layer === layer).map(({ name }) => `../../${name}`);
    files.set(`layers/${layer}/kustomization.yaml`, kustomization(members));
  }
  for (const { name, objects } of ordered) {
    const paths = objectFiles(objects);
    files.set(`${name}/kustomization.yaml`, kustomization(paths));
    objects.forEach((object, index) => {
      files.set(`${name}/${paths[index]}`, toYaml(orderObject(object)));
    });
  }
  return files;
}

/**
 * File name of each object: `deployment-grafana.yaml`; the namespace, and then the API group, come in where one
 * directory has two that would share a name.
 */
export function objectFiles(objects: readonly CustomObject[]): string[] {
  const short = objects.map(({ kind, metadata }) => join(kind, metadata.name));
  const spaced = objects.map(({ kind, metadata }) => join(kind, metadata.namespace, metadata.name));
  const full = objects.map(({ apiVersion, kind, metadata }) =>
    join(kind, apiVersion.split('/')[0], metadata.namespace, metadata.name),
  );
  const single = [short, spaced, full].map(singles);
  return objects.map((_, i) => {
    const name = single.map((all) => all[i]).find((candidate) => candidate !== undefined);
    if (name === undefined) throw new Error(`two objects would share the file ${full[i]}`);
    return name;
  });
}

/** The same list with every name that occurs more than once left empty. */
function singles(names: readonly string[]): (string | undefined)[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.map((name) => (counts.get(name) === 1 ? name : undefined));
}

/** Lower case throughout: file systems that ignore case must not merge two files. */
function join(...parts: readonly (string | undefined)[]): string {
  const name = parts.filter(Boolean).join('-').toLowerCase();
  return `${name.replaceAll(/[^a-z0-9._-]/g, '-')}.yaml`;
}

function kustomization(resources: readonly string[]): string {
  return toYaml({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
