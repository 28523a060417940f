import type { Catalog } from '../catalog';
import type { Resolved } from '../config';
import type { AwsFace, Component, Context, KubernetesFace } from '../kit/contract';
import type { Synthesis, SynthesizedDirectory, SynthesizedStack } from '../kit/synthesis';
import type * as Terraform from '../kit/terraform';
import { imagesOf } from './images';

export type { Synthesis, SynthesizedDirectory, SynthesizedStack } from '../kit/synthesis';

/** What to build; a verb that needs one side does not load the other. */
export interface Wanted {
  readonly terraform: boolean;
  readonly kubernetes: boolean;
  readonly files: boolean;
}

export async function synthesize(resolved: Resolved, catalog: Catalog, wanted: Wanted): Promise<Synthesis> {
  const asked = new Set<string>();
  const kubernetes = wanted.kubernetes ? await synthesizeKubernetes(resolved, asked) : [];
  return {
    terraform: wanted.terraform ? await synthesizeTerraform(resolved, catalog) : [],
    kubernetes,
    files: wanted.files ? resolved.components.flatMap((c) => c.files?.(resolved.contextOf(c)) ?? []) : [],
    images: [...new Set([...asked, ...imagesOf(kubernetes)])].sort(),
  };
}

async function synthesizeTerraform(resolved: Resolved, catalog: Catalog): Promise<SynthesizedStack[]> {
  const terraform = await import('../kit/terraform');
  const { forgettingTokens, withoutTraces } = terraform;
  return forgettingTokens(() => withoutTraces(() => buildStacks(resolved, catalog, terraform)));
}

async function buildStacks(resolved: Resolved, catalog: Catalog, kit: typeof Terraform): Promise<SynthesizedStack[]> {
  const { escapeTemplates, platformStack, stackAddresses, stackDocument, stackRoot } = kit;
  const root = stackRoot();
  const [first] = resolved.components;
  const declared = resolved.ladder
    .flatMap(({ stacks }) => stacks)
    .filter(({ when }) => !when || !first || when(resolved.contextOf(first)));
  const names = new Set(declared.map(({ name }) => name));
  const platform = escapeTemplates(resolved.platform);
  const built = new Map(declared.map(({ name }) => [name, platformStack(root, name, platform)]));
  const owners = new Map(declared.map(({ name }) => [name, {} as Record<string, string>]));
  for (const { component, face } of faces(resolved, (c) => c.aws)) {
    const stack = built.get(face.stack);
    if (!stack) continue;
    const before = stack.node.children.length;
    (await face.load())(stack, escaped(resolved.contextOf(component), escapeTemplates));
    for (const address of stackAddresses(stack, before)) (owners.get(face.stack) ?? {})[address] = component.name;
  }
  return declared.map(({ name, after }) => ({
    name,
    after: after.filter((other) => names.has(other)),
    document: stackDocument(built.get(name) ?? never(), catalog),
    owners: owners.get(name) ?? {},
  }));
}

/** The context an aws face sees: every string of the user's is data, so `${` in one reaches Terraform as text. */
function escaped<C>(context: Context<C>, toText: <T>(value: T) => T): Context<C> {
  return {
    ...context,
    platform: toText(context.platform),
    config: toText(context.config),
    configOf: (other) => toText(context.configOf(other)),
    contextOf: (other) => escaped(context.contextOf(other), toText),
  };
}

async function synthesizeKubernetes(resolved: Resolved, images: Set<string>): Promise<SynthesizedDirectory[]> {
  const { chartObjects, chartRoot, componentChart } = await import('../kit/kubernetes');
  const root = chartRoot();
  for (const c of resolved.components)
    for (const [key, value] of Object.entries(c.surroundings?.(resolved.contextOf(c)) ?? {}))
      root.node.setContext(key, value);
  const directories: SynthesizedDirectory[] = [];
  for (const { component, face } of faces(resolved, (c) => c.k8s)) {
    const name = face.directory ?? component.name;
    refuseTwins(directories, name, component);
    const chart = componentChart(root, name);
    await (await face.load())(chart, recording(resolved.contextOf(component), images));
    const objects = chartObjects(chart);
    if (objects.length > 0) directories.push({ name, component: component.name, layer: face.layer, objects });
  }
  return directories;
}

/** Two faces that would write one directory: a mistake of ours, never of a user. */
function refuseTwins(directories: readonly SynthesizedDirectory[], name: string, { name: component }: Component): void {
  const other = directories.find((d) => d.name === name);
  if (other)
    throw new Error(`directory ${name} is built twice: by ${other.component} and by ${component}; give a face its own`);
}

/** The context a k8s face sees: notes every image it asks for, so that one named in an argument is listed too. */
function recording<C>(context: Context<C>, images: Set<string>): Context<C> {
  return {
    ...context,
    contextOf: (other) => recording(context.contextOf(other), images),
    image: (key) => {
      const reference = context.image(key);
      images.add(reference);
      return reference;
    },
  };
}

function faces<F extends AwsFace<any> | KubernetesFace<any>>(
  resolved: Resolved,
  of: (c: Component) => F | readonly F[] | undefined,
) {
  return resolved.components.flatMap((component) => {
    const face = of(component);
    const all = face === undefined ? [] : Array.isArray(face) ? (face as readonly F[]) : [face as F];
    return all.filter(({ when }) => !when || when(resolved.contextOf(component))).map((f) => ({ component, face: f }));
  });
}

function never(): never {
  throw new Error('a declared stack was not built');
}
