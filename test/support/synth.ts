import { catalog } from '../../src/catalog';
import { type RawConfig, resolve } from '../../src/config';
import type { Component } from '../../src/kit/contract';
import type { CustomObject } from '../../src/kit/kubernetes';
import { type Synthesis, synthesize } from '../../src/operations/synthesize';
import { ladder } from '../../stages';

const synthesized = new Map<string, Promise<Synthesis>>();

/** Synthesizes a configuration in memory, all three faces; the same one only once. Nobody changes what it returns. */
export async function synth(raw: RawConfig = {}): Promise<Synthesis> {
  const key = JSON.stringify(raw);
  const known = synthesized.get(key) ?? synthesizeAll(raw);
  synthesized.set(key, known);
  return known;
}

async function synthesizeAll(raw: RawConfig): Promise<Synthesis> {
  return synthesize(resolve(ladder, raw, catalog), catalog, { terraform: true, kubernetes: true, files: true });
}

/** The Kubernetes side of a configuration alone, in a fraction of the time. */
export async function manifests(raw: RawConfig = {}): Promise<Synthesis> {
  return synthesize(resolve(ladder, raw, catalog), catalog, { terraform: false, kubernetes: true, files: false });
}

/** Terraform document of what some components add to one stack: nothing of the others is built. */
export async function face(components: readonly Component[], stackName: string, raw: RawConfig = {}): Promise<any> {
  const { contextOf } = resolve(ladder, raw, catalog);
  const { platformStack, stackDocument, stackRoot } = await import('../../src/kit/terraform');
  const built = platformStack(stackRoot(), stackName, contextOf(components[0] as Component).platform);
  for (const component of components)
    for (const { stack: name, when, load } of [component.aws ?? []].flat())
      if (name === stackName && (!when || when(contextOf(component)))) (await load())(built, contextOf(component));
  return { resource: {}, data: {}, output: {}, ...stackDocument(built, catalog) };
}

/** The starter files of a configuration alone, which builds nothing else. */
export async function starterFiles(raw: RawConfig = {}): Promise<Synthesis['files']> {
  const wanted = { terraform: false, kubernetes: false, files: true };
  return (await synthesize(resolve(ladder, raw, catalog), catalog, wanted)).files;
}

/** Terraform document of one stack. */
export function stack(synthesis: Synthesis, name: string): any {
  const found = synthesis.terraform.find((s) => s.name === name);
  if (!found) throw new Error(`no stack ${name}; there are ${synthesis.terraform.map((s) => s.name).join(', ')}`);
  return found.document;
}

/** Every Kubernetes object, of one kind if given. */
export function objects(synthesis: Synthesis, kind?: string): any[] {
  const all = synthesis.kubernetes.flatMap((d) => d.objects) as readonly CustomObject[];
  return all.filter((o) => !kind || o.kind === kind);
}

/** One Kubernetes object. */
export function object(synthesis: Synthesis, kind: string, name: string, namespace?: string): any {
  const found = objects(synthesis, kind).find(
    (o) => o.metadata.name === name && (!namespace || o.metadata.namespace === namespace),
  );
  if (!found) throw new Error(`no ${kind} ${namespace ?? ''}/${name}`);
  return found;
}
