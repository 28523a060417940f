import { distance } from 'fastest-levenshtein';
import { applyPatch } from 'rfc6902';
import { type Fault, UserError } from '../../kit/errors';
import type { CustomObject } from '../../kit/kubernetes';
import type { Synthesis, SynthesizedDirectory, SynthesizedStack } from '../../kit/synthesis';
import type { Place } from '../documents';
import { imagesOf } from '../images';
import { copy, isTree, jsonMerge, MergeError, strategicMerge, type Tree } from './merge';
import type { Patch } from './read';
import type { ObjectTarget, PatchOperation } from './schema';

export interface ApplyOptions {
  /** What was synthesized: a patch of a side that was not is left out. */
  readonly terraform: boolean;
  readonly kubernetes: boolean;
  /** A patch that hits nothing is skipped: a lower stage does not have what a later one brings. @default false */
  readonly lenient?: boolean;
  /** Faults found earlier, reported together with ours. */
  readonly faults?: readonly Fault[];
}

/** Parts of a Terraform file that may be addressed whole, whether they are there or not. */
export const SECTIONS: readonly string[] = [
  'terraform',
  'provider',
  'variable',
  'locals',
  'data',
  'ephemeral',
  'module',
  'resource',
  'output',
  'moved',
  'import',
  'removed',
  'check',
];
const NEAREST = 3;

/**
 * A synthesis with the team's patches applied, in their order; the given one is not touched.
 *
 * @throws UserError with every fault of every patch
 */
export function applyPatches(synthesis: Synthesis, patches: readonly Patch[], options: ApplyOptions): Synthesis {
  const faults: Fault[] = [...(options.faults ?? [])];
  const state = { terraform: [...synthesis.terraform], kubernetes: [...synthesis.kubernetes] };
  for (const patch of patches) {
    const fault = 'terraform' in patch.target ? patchStack(state, patch, options) : patchObject(state, patch, options);
    if (fault) faults.push(fault);
  }
  if (faults.length > 0) throw new UserError(faults);
  const before = new Set(imagesOf(synthesis.kubernetes));
  const others = synthesis.images.filter((image) => !before.has(image));
  return { ...synthesis, ...state, images: [...new Set([...others, ...imagesOf(state.kubernetes)])].sort() };
}

/** Whether a patch finds what it names; one of a side that was not synthesized is not asked. */
export function findsTarget({ target }: Patch, synthesis: Synthesis, asked: ApplyOptions): boolean {
  if (!('terraform' in target))
    return !asked.kubernetes || synthesis.kubernetes.some(({ objects }) => objects.some((o) => fits(target, o)));
  const [name = '', block = ''] = target.terraform.split('/');
  const stack = synthesis.terraform.find((one) => one.name === name);
  return !asked.terraform || (stack !== undefined && blockPath(stack.document, block) !== undefined);
}

interface State {
  terraform: SynthesizedStack[];
  kubernetes: SynthesizedDirectory[];
}

function patchObject(state: State, patch: Patch, options: ApplyOptions): Fault | undefined {
  if (!options.kubernetes) return undefined;
  const target = patch.target as ObjectTarget;
  const all = state.kubernetes.flatMap((d, directory) =>
    d.objects.map((object, index) => ({ object, directory, index })),
  );
  const hits = all.filter(({ object }) => fits(target, object));
  const [hit, second] = hits;
  if (!hit)
    return options.lenient
      ? undefined
      : missing(
          patch,
          describe(target),
          all.map(({ object }) => nameOf(object)),
        );
  if (second)
    return {
      ...patch.place(['target']),
      where: 'target',
      what: `${describe(target)} is more than one object`,
      allowed: hits.map(({ object }) => nameOf(object)).join(', '),
      next: 'add apiVersion or namespace',
    };
  const result = change(patch, hit.object, (merge) => strategicMerge(hit.object, merge));
  if ('fault' in result) return result.fault;
  const changed = result.value as CustomObject | undefined;
  const identity = changed && identityChange(patch, hit.object, changed);
  if (identity) return identity;
  const directory = state.kubernetes[hit.directory] as SynthesizedDirectory;
  const objects = changed
    ? directory.objects.map((o, i) => (i === hit.index ? changed : o))
    : directory.objects.filter((_, i) => i !== hit.index);
  state.kubernetes[hit.directory] = { ...directory, objects };
  return undefined;
}

function fits({ apiVersion, kind, name, namespace }: ObjectTarget, object: CustomObject): boolean {
  return (
    object.kind === kind &&
    object.metadata.name === name &&
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (apiVersion === undefined || object.apiVersion === apiVersion)
  );
}

/** `Deployment store/store`, as people name an object. */
function describe({ kind, name, namespace }: ObjectTarget): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

function nameOf({ kind, metadata: { name, namespace } }: CustomObject): string {
  return describe({ kind, name, namespace });
}

/** What makes an object that object; a patch that changed it would delete one and make another. */
function identityChange(patch: Patch, from: CustomObject, to: CustomObject): Fault | undefined {
  const id = ({ kind, metadata }: CustomObject) => [kind, metadata?.name, metadata?.namespace];
  const parts = ['kind', 'metadata.name', 'metadata.namespace'];
  const index = id(from).findIndex((part, i) => part !== id(to)[i]);
  if (index < 0) return undefined;
  const part = parts[index] ?? '';
  return {
    ...patch.place(patch.merge ? ['merge', ...part.split('.')] : ['patch']),
    where: patch.merge ? `merge.${part}` : 'patch',
    what: `a patch may not change ${part}`,
    got: id(to)[index] ?? null,
    allowed: JSON.stringify(id(from)[index] ?? null),
    next: 'delete this object with $patch: delete, and add one of your own in extensions/kubernetes',
  };
}

function patchStack(state: State, patch: Patch, options: ApplyOptions): Fault | undefined {
  if (!options.terraform) return undefined;
  const { terraform: address } = patch.target as { terraform: string };
  const [stack = '', block = ''] = address.split('/');
  const index = state.terraform.findIndex(({ name }) => name === stack);
  const found = state.terraform[index];
  const path = found && blockPath(found.document, block);
  if (!found || !path) return options.lenient ? undefined : missing(patch, address, state.terraform.flatMap(addresses));
  const result = change(patch, at(found.document, path) ?? {}, (merge) => jsonMerge(at(found.document, path), merge));
  if ('fault' in result) return result.fault;
  const document = pruned(replace(found.document, path, result.value) as Tree);
  state.terraform[index] = { ...found, document };
  return undefined;
}

/** Keys that lead to a block; nothing if there is no such block. */
function blockPath(document: Readonly<Tree>, block: string): string[] | undefined {
  if (SECTIONS.includes(block)) return [block];
  const parts = block.split('.');
  const path = SECTIONS.includes(parts[0] ?? '') ? parts : ['resource', ...parts];
  return at(document, path) === undefined ? undefined : path;
}

/** Every address a patch may name in a stack. */
export function addresses({ name, document }: SynthesizedStack): string[] {
  const blocks = (kind: string, prefix: string) =>
    Object.entries((document[kind] ?? {}) as Record<string, Tree>).flatMap(([type, group]) =>
      Object.keys(group).map((id) => `${name}/${prefix}${type}.${id}`),
    );
  const sections = Object.keys(document).map((section) => `${name}/${section}`);
  return [...blocks('resource', ''), ...blocks('data', 'data.'), ...sections];
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isTree(node) && Object.hasOwn(node, key) ? node[key] : undefined), value);
}

function replace(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const tree = isTree(value) ? value : {};
  return { ...tree, [key]: replace(tree[key], rest, by) };
}

/** A document without the sections and groups of resources that a patch has emptied. */
function pruned(document: Tree): Tree {
  const full = (value: unknown) => value !== undefined && !(isTree(value) && Object.keys(value).length === 0);
  const filled = (tree: Tree) => Object.fromEntries(Object.entries(tree).filter(([, value]) => full(value)));
  const groups = ['resource', 'data'].flatMap((section) => {
    const group = document[section];
    return isTree(group) ? [[section, filled(group)]] : [];
  });
  return filled({ ...document, ...Object.fromEntries(groups) });
}

/** Applies the body of a patch, whichever form it has. */
function change(
  { merge, patch, place }: Patch,
  target: unknown,
  merged: (patch: Tree) => unknown,
): { value: unknown } | { fault: Fault } {
  if (patch) return applyOperations(patch, target, place);
  try {
    return { value: merged(merge ?? {}) };
  } catch (error) {
    if (!(error instanceof MergeError)) throw error;
    const path = ['merge', ...error.path];
    return { fault: { ...place(path), where: path.join('.'), what: error.message } };
  }
}

function applyOperations(
  patch: readonly PatchOperation[],
  target: unknown,
  place: (path: (string | number)[]) => Place,
) {
  let value = copy(target);
  for (const [index, operation] of patch.entries()) {
    if (operation.path === '' && 'value' in operation && operation.op !== 'test') {
      value = copy(operation.value);
      continue;
    }
    const [error] = applyPatch(value, [copy(operation)] as Parameters<typeof applyPatch>[1]);
    if (error)
      return {
        fault: {
          ...place(['patch', index]),
          where: `patch.${index}`,
          what: `${operation.op} ${operation.path} cannot be applied: ${reasons[error.name] ?? error.message}`,
          got: operation,
        },
      };
  }
  return { value };
}

const reasons: Readonly<Record<string, string>> = {
  MissingError: 'there is nothing at that path',
  TestError: 'another value stands there',
};

function missing({ place }: Patch, what: string, all: readonly string[]): Fault {
  const near = [...new Set(all)]
    .map((name) => ({ name, far: distance(what.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, NEAREST);
  return {
    ...place(['target']),
    where: 'target',
    what: `${what} hits nothing`,
    allowed: near.length > 0 ? `nearest: ${near.map(({ name }) => name).join(', ')}` : 'nothing is synthesized',
    next: 'mend the target, or remove the patch if what it changed is gone',
  };
}
