import type { Catalog } from '../catalog';
import type { Resolved } from '../config';
import type { AwsFace, Component, Context, KubernetesFace, Layer, StarterFile } from '../kit/contract';
import type { CustomObject } from '../kit/kubernetes';
import type { TerraformDocument } from '../kit/terraform';

/** Everything a platform needs, built in memory; nothing is written. */
export interface Synthesis {
  readonly terraform: readonly SynthesizedStack[];
  readonly kubernetes: readonly SynthesizedDirectory[];
  readonly files: readonly StarterFile[];
}

export interface SynthesizedStack {
  readonly name: string;
  readonly after: readonly string[];
  readonly document: TerraformDocument;
}

export interface SynthesizedDirectory {
  /** Directory under `kubernetes/`. */
  readonly name: string;
  readonly component: string;
  readonly layer: Layer;
  readonly objects: readonly CustomObject[];
}

/** What to build; a verb that needs one side does not load the other. */
export interface Wanted {
  readonly terraform: boolean;
  readonly kubernetes: boolean;
  readonly files: boolean;
}

export async function synthesize(resolved: Resolved, catalog: Catalog, wanted: Wanted): Promise<Synthesis> {
  return {
    terraform: wanted.terraform ? await synthesizeTerraform(resolved, catalog) : [],
    kubernetes: wanted.kubernetes ? await synthesizeKubernetes(resolved) : [],
    files: wanted.files ? resolved.components.flatMap((c) => c.files?.(resolved.contextOf(c)) ?? []) : [],
  };
}

async function synthesizeTerraform(resolved: Resolved, catalog: Catalog): Promise<SynthesizedStack[]> {
  const { escapeTemplates, platformStack, stackDocument, stackRoot } = await import('../kit/terraform');
  const root = stackRoot();
  const [first] = resolved.components;
  const declared = resolved.ladder
    .flatMap(({ stacks }) => stacks)
    .filter(({ when }) => !when || !first || when(resolved.contextOf(first)));
  const names = new Set(declared.map(({ name }) => name));
  const platform = escapeTemplates(resolved.platform);
  const built = new Map(declared.map(({ name }) => [name, platformStack(root, name, platform)]));
  for (const { component, face } of faces(resolved, (c) => c.aws)) {
    const stack = built.get(face.stack);
    if (stack) (await face.load())(stack, escaped(resolved.contextOf(component), escapeTemplates));
  }
  return declared.map(({ name, after }) => ({
    name,
    after: after.filter((other) => names.has(other)),
    document: stackDocument(built.get(name) ?? never(), catalog),
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

async function synthesizeKubernetes(resolved: Resolved): Promise<SynthesizedDirectory[]> {
  const { chartObjects, chartRoot, componentChart } = await import('../kit/kubernetes');
  const root = chartRoot();
  const directories: SynthesizedDirectory[] = [];
  for (const { component, face } of faces(resolved, (c) => c.k8s)) {
    const name = face.directory ?? component.name;
    const chart = componentChart(root, name);
    await (await face.load())(chart, resolved.contextOf(component));
    const objects = chartObjects(chart);
    if (objects.length > 0) directories.push({ name, component: component.name, layer: face.layer, objects });
  }
  return directories;
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
