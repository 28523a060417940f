import { join } from 'node:path';
import type { Catalog } from '../catalog';
import type { ConfigRequest } from '../config';
import type { StageNumber } from '../kit/contract';
import { UserError } from '../kit/errors';
import type { Ladder } from '../kit/ladder';
import type { Synthesis } from '../kit/synthesis';
import { version } from '../kit/version';
import { type Edit, findEdits } from '../output/examine';
import { type Ownership, sha256 } from '../output/owned';
import { type Files, renderKubernetes, renderTerraform } from '../output/render';
import { inspectTarget, type Target } from '../output/target';
import { type Change, commit } from '../output/write';
import { build } from './build';

/** Which sides are rendered. */
export type Side = 'terraform' | 'yaml' | 'all';

export interface SynthRequest {
  readonly config: ConfigRequest;
  readonly to: Side;
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
  /** Files of the directory that are ours, relative to `out`. */
  readonly files: readonly string[];
  /** Those of `files` that were not there before, or differed. */
  readonly written: readonly string[];
  /** Files of an earlier run that are no longer part of it. */
  readonly removed: readonly string[];
}

const WHERE = '--out';

/** Renders a configuration into a directory: whole, or not at all. */
export async function synth(ladder: Ladder, catalog: Catalog, request: SynthRequest): Promise<SynthResult> {
  const target = inspectTarget(request.out, { where: WHERE, kind: 'synth', force: request.force });
  const wanted = { terraform: request.to !== 'yaml', kubernetes: request.to !== 'terraform', files: false };
  const { loaded, synthesis } = await build(ladder, catalog, request.config, wanted);
  const rendered = renderSides(synthesis, request.to);
  const { written, removed } = await commit(target, WHERE, () => plan(request, rendered));
  return {
    stage: loaded.resolved.platform.stage,
    out: request.out,
    stacks: synthesis.terraform.map(({ name }) => name),
    components: [...new Set(synthesis.kubernetes.map(({ component }) => component))],
    files: [...rendered.keys()],
    written,
    removed,
  };
}

/** What `synth` writes, by path; `all` puts the sides under `terraform/` and `kubernetes/`, as a bundle has them. */
export function renderSides({ terraform, kubernetes, images }: Synthesis, to: Side): Files {
  if (to === 'terraform') return renderTerraform(terraform);
  if (to === 'yaml') return renderKubernetes(kubernetes, images);
  return new Map([
    ...under('terraform', renderTerraform(terraform)),
    ...under('kubernetes', renderKubernetes(kubernetes, images)),
  ]);
}

function under(directory: string, files: Files): [string, string][] {
  return [...files].map(([path, text]) => [`${directory}/${path}`, text]);
}

function plan({ out, force }: SynthRequest, rendered: Files): Change {
  const target = inspectTarget(out, { where: WHERE, kind: 'synth', force });
  // A file that is gone loses nobody's work: `rm -rf out/*` before a run is a habit.
  const edits = force ? [] : findEdits(target, rendered).filter(({ kind }) => kind !== 'deleted');
  if (edits.length > 0) throw new UserError(edits.map((edit) => refusal(target, edit)));
  const ownership: Ownership = {
    generator: version,
    kind: 'synth',
    files: new Map([...rendered].map(([path, text]) => [path, { kind: 'rendered', sha256: sha256(text) }])),
  };
  const remove = [...(target.owned?.files.keys() ?? [])].filter((path) => !rendered.has(path));
  return { write: rendered, remove, ownership };
}

function refusal({ given }: Target, { path, kind }: Edit) {
  return {
    where: join(given, path),
    what: kind === 'added' ? 'is not ours, and a file of ours would go there' : 'was changed by hand',
    allowed: 'files as stagecraft wrote them',
    next: 'carry the change as a patch in the patches/ of a bundle, or add --force to overwrite it',
  };
}
