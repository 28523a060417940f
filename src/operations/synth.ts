import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Catalog } from '../catalog';
import { type ConfigRequest, load } from '../config';
import type { StageNumber } from '../kit/contract';
import type { Ladder } from '../kit/ladder';
import { renderKubernetes, renderTerraform } from '../output/render';
import { synthesize } from './synthesize';

export interface SynthRequest {
  readonly config: ConfigRequest;
  readonly to: 'terraform' | 'yaml' | 'all';
  /** Directory to write; new, empty or ours unless `force`. */
  readonly out: string;
  readonly force: boolean;
}

export interface SynthResult {
  readonly stage: StageNumber;
  readonly out: string;
  /** Terraform stacks written, in apply order. */
  readonly stacks: readonly string[];
  /** Components whose manifests were written. */
  readonly components: readonly string[];
  /** Files written, relative to `out`. */
  readonly files: readonly string[];
}

/** Renders a configuration into a directory. */
export async function synth(ladder: Ladder, catalog: Catalog, request: SynthRequest): Promise<SynthResult> {
  const { resolved } = load(ladder, catalog, request.config);
  const wanted = { terraform: request.to !== 'yaml', kubernetes: request.to !== 'terraform', files: false };
  const { terraform, kubernetes } = await synthesize(resolved, catalog, wanted);
  const both = request.to === 'all';
  const files = [
    ...(wanted.terraform ? prefixed(renderTerraform(terraform), both ? 'terraform' : '') : []),
    ...(wanted.kubernetes ? prefixed(renderKubernetes(kubernetes), both ? 'kubernetes' : '') : []),
  ];
  for (const [path, text] of files) {
    const full = join(request.out, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  return {
    stage: resolved.platform.stage,
    out: request.out,
    stacks: terraform.map(({ name }) => name),
    components: [...new Set(kubernetes.map(({ component }) => component))],
    files: files.map(([path]) => path),
  };
}

function prefixed(files: ReadonlyMap<string, string>, directory: string): [string, string][] {
  return [...files].map(([path, text]) => [join(directory, path), text]);
}
