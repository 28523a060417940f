import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Bundle, FileSide, KubernetesObject, ObjectSide, StackSide } from '../../diff';
import type { Layer } from '../../kit/contract';
import { type Fault, UserError } from '../../kit/errors';
import { MARKER, readOwnership } from '../../output/owned';
import { objectFiles, renderKubernetes, renderTerraform } from '../../output/render';
import type { Built } from '../build';
import { EMPTY, sideOf } from './sides';

const LAYERS: readonly Layer[] = ['crds', 'controllers', 'platform'];
const KUSTOMIZATION = 'kustomization.yaml';

/** Two sides, each without what stands in both as the same text. */
export interface Sides {
  readonly old: Bundle;
  readonly now: Bundle;
}

/**
 * A directory that `synth` or `generate` wrote, beside what is built now. Texts are compared first, so that only what
 * differs is parsed. A side the directory does not have (synth wrote one alone) is left out of the comparison, and plain
 * files take part if it is a bundle: as stagecraft last wrote them, because what the team made of them is the team's.
 *
 * @throws UserError when the directory cannot be read
 */
export function againstDirectory(directory: string, built: Built): Sides {
  const { terraform, kubernetes, bundle } = layoutOf(directory);
  const now = sideOf(built);
  const faults: Fault[] = [];
  const stacks = terraform === undefined ? undefined : compareStacks(terraform, built, faults);
  const objects = kubernetes === undefined ? undefined : compareObjects(kubernetes, built, faults);
  if (faults.length > 0) throw new UserError(faults);
  return {
    old: {
      terraform: stacks?.old ?? [],
      kubernetes: objects?.old ?? [],
      files: bundle ? basesOf(directory, now.files) : [],
    },
    now: {
      terraform: now.terraform.filter(({ name }) => stacks && !stacks.same.has(name)),
      kubernetes: now.kubernetes.filter(({ object }) => objects && !objects.same.has(object)),
      files: bundle ? now.files : EMPTY.files,
    },
  };
}

interface Layout {
  readonly terraform?: string;
  readonly kubernetes?: string;
  readonly bundle: boolean;
}

function layoutOf(directory: string): Layout {
  const isDirectory = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw noOutput(directory);
  const isFile = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  const below = (name: string) => (isDirectory(join(directory, name)) ? join(directory, name) : undefined);
  const bundle = readOwnership(directory)?.kind === 'bundle';
  const sides = { terraform: below('terraform'), kubernetes: below('kubernetes') };
  if (sides.terraform || sides.kubernetes) return { ...sides, bundle };
  if (isFile(join(directory, KUSTOMIZATION))) return { kubernetes: directory, bundle };
  if (isFile(join(directory, 'manifest.json'))) return { terraform: directory, bundle };
  throw noOutput(directory);
}

function noOutput(directory: string): UserError {
  return new UserError({
    where: '--against',
    what: 'is no directory that stagecraft wrote',
    got: directory,
    allowed: 'a bundle, or what synth --to all, terraform or yaml wrote',
    next: 'write one with stagecraft synth --to all --out DIR',
  });
}

function textOf(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined;
}

function compareStacks(directory: string, { synthesis }: Built, faults: Fault[]) {
  const rendered = renderTerraform(synthesis.terraform);
  const old: StackSide[] = [];
  const same = new Set<string>();
  for (const name of stackNames(directory, faults)) {
    const path = `${name}/cdk.tf.json`;
    const file = join(directory, path);
    const text = textOf(file);
    if (text === undefined) continue;
    if (text === rendered.get(path)) same.add(name);
    else old.push({ name, document: (parsed(file, () => JSON.parse(text), faults) ?? {}) as StackSide['document'] });
  }
  return { old, same };
}

/** As the manifest orders them. */
function stackNames(directory: string, faults: Fault[]): string[] {
  const file = join(directory, 'manifest.json');
  const text = textOf(file);
  if (text === undefined) return directoriesIn(directory);
  const manifest = parsed(file, () => JSON.parse(text), faults) as { stacks?: object } | undefined;
  return Object.keys(manifest?.stacks ?? {}).filter((name) => !/[/\\]/.test(name));
}

function directoriesIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== MARKER)
    .map(({ name }) => name)
    .sort();
}

function compareObjects(directory: string, { synthesis }: Built, faults: Fault[]) {
  const rendered = renderKubernetes(synthesis.kubernetes);
  const ours = new Map<string, unknown>(
    synthesis.kubernetes.flatMap(({ name, objects }) =>
      objectFiles(objects).map((path, i): [string, unknown] => [`${name}/${path}`, objects[i]]),
    ),
  );
  const layers = layersOf(directory, faults);
  const old: ObjectSide[] = [];
  const same = new Set<unknown>();
  const files = directoriesIn(directory)
    .filter((name) => name !== 'layers')
    .flatMap((component) => yamlIn(join(directory, component)).map((name) => ({ component, name })));
  for (const { component, name } of files) {
    const [path, file] = [`${component}/${name}`, join(directory, component, name)];
    const text = textOf(file) ?? '';
    const layer = layers.get(component) ?? LAYERS.length;
    if (text === rendered.get(path)) same.add(ours.get(path));
    else old.push(...objectsIn(file, text, faults).map((object) => ({ object, component, layer })));
  }
  return { old, same };
}

function yamlIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => /\.ya?ml$/.test(name) && name !== KUSTOMIZATION)
    .sort();
}

function objectsIn(file: string, text: string, faults: Fault[]): KubernetesObject[] {
  const documents = (parsed(file, () => loadAll(text), faults) ?? []) as (KubernetesObject | null)[];
  return documents.flatMap((object) => {
    if (object === null) return [];
    if (typeof object.apiVersion === 'string' && typeof object.kind === 'string' && object.metadata?.name)
      return [object];
    faults.push({ where: file, what: 'holds no Kubernetes object', allowed: 'apiVersion, kind and metadata.name' });
    return [];
  });
}

/** Place of the layer that names a component's directory. */
function layersOf(directory: string, faults: Fault[]): Map<string, number> {
  return new Map(
    LAYERS.flatMap((layer, place) => {
      const file = join(directory, 'layers', layer, KUSTOMIZATION);
      const [kustomization] = (parsed(file, () => loadAll(textOf(file) ?? ''), faults) ?? []) as any[];
      const members: unknown[] = Array.isArray(kustomization?.resources) ? kustomization.resources : [];
      return members.map((member) => [String(member).replace('../../', ''), place] as const);
    }),
  );
}

function parsed(file: string, parse: () => unknown, faults: Fault[]): unknown {
  try {
    return parse();
  } catch (error) {
    faults.push({
      where: file,
      what: `cannot be parsed: ${(error as Error).message.split('\n')[0]}`,
      next: 'restore it from version control, or compare with another directory',
    });
    return undefined;
  }
}

/** Starter files of a bundle as stagecraft last wrote them; whether they can be run is not written down, so it is no difference. */
function basesOf(directory: string, now: readonly FileSide[]): FileSide[] {
  const executable = new Set(now.filter((file) => file.executable).map(({ path }) => path));
  return [...(readOwnership(directory)?.files ?? [])].flatMap(([path, { kind }]) => {
    const text = kind === 'starter' ? textOf(join(directory, MARKER, 'bases', path)) : undefined;
    return text === undefined ? [] : [{ path, text, executable: executable.has(path) }];
  });
}
