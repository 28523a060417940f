import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import type { Fault } from '../../kit/errors';
import type { CustomObject } from '../../kit/kubernetes';
import type { Synthesis } from '../../kit/synthesis';
import { toYaml } from '../../kit/yaml';
import type { Edit } from '../../output/examine';
import { sha256 } from '../../output/owned';
import { type Files, objectFiles } from '../../output/render';
import type { Target } from '../../output/target';
import { documentPatches, objectPatch, type PatchDocument } from '../patches';

/** What stands in a rendered file, as data. */
interface Source {
  readonly object?: CustomObject;
  readonly stack?: { readonly name: string; readonly document: Readonly<Record<string, unknown>> };
}

/** What the files of a bundle are rendered from, by path. */
export function sourcesOf({ terraform, kubernetes }: Synthesis): ReadonlyMap<string, Source> {
  const objects = kubernetes.flatMap(({ name, objects }) => {
    const files = objectFiles(objects);
    return objects.map((object, i): [string, Source] => [`kubernetes/${name}/${files[i]}`, { object }]);
  });
  const stacks = terraform.map((stack): [string, Source] => [`terraform/${stack.name}/cdk.tf.json`, { stack }]);
  return new Map([...stacks, ...objects]);
}

/**
 * Why a bundle cannot be rewritten: each edited file with the patch that says the same. An edit that a patch says already
 * is no reason any more.
 */
export function refuseEdits(target: Target, edits: readonly Edit[], rendered: Files, synthesis: Synthesis): Fault[] {
  const sources = sourcesOf(synthesis);
  return edits.flatMap((edit) => {
    const source = sources.get(edit.path);
    const settled = target.owned?.known.get(edit.path)?.has(sha256(rendered.get(edit.path) ?? '')) ?? false;
    const fault = refusal(edit, source, settled, rendered.has(edit.path));
    return fault ? [{ where: join(target.given, edit.path), ...fault }] : [];
  });
}

type Refusal = Omit<Fault, 'where'>;

const RESTORE = 'restore it from version control';

function refusal(edit: Edit, source: Source | undefined, settled: boolean, made: boolean): Refusal | undefined {
  const what = edit.kind === 'deleted' ? 'was deleted by hand' : 'was changed by hand';
  if (edit.kind === 'added')
    return {
      what: 'is not ours, and a rendered file would go there',
      next: 'move it to extensions/kubernetes, or to another place',
    };
  if (!made) return { what: `${what}, and is no longer part of the bundle`, next: `${RESTORE}, or move it elsewhere` };
  if (!source) return { what, allowed: 'the file as rendered: no patch reaches it', next: RESTORE };
  const now = edit.text === undefined ? undefined : parse(edit.text);
  if (now?.error !== undefined) return { what: `${what} and cannot be read: ${now.error}`, next: RESTORE };
  const same = now && isDeepStrictEqual(now.value, source.object ?? source.stack?.document);
  // The patch of an earlier refusal is in place: the file only has to take our form.
  if (same && !settled) return undefined;
  if (same)
    return {
      what: `${what}, but only its layout or comments`,
      allowed: 'comments in stagecraft.yaml, in patches/ and in extensions/',
      next: RESTORE,
    };
  return withPatch(edit, what, source, now?.value, settled);
}

function withPatch(edit: Edit, what: string, source: Source, now: unknown, settled: boolean): Refusal {
  const patches = patchesOf(source, now);
  if (!patches && source.stack) return { what, allowed: 'the whole document of a stack', next: RESTORE };
  if (!patches) {
    const next = `${RESTORE}; delete the object with a patch, and add yours in extensions/kubernetes`;
    return { what: `${what} into another object`, allowed: 'the same apiVersion, kind, name and namespace', next };
  }
  const file = `patches/${patchName(edit.path)}`;
  const also = settled
    ? ''
    : ' (the configuration changed this file too since it was written: keep of the patch only what you meant)';
  return {
    what,
    allowed: 'rendered files as they were written; changes of them live in patches/',
    next: `put the text below into ${file} of the bundle${also}, and run generate again`,
    paste: `# ${file}\n${patches.map((patch) => toYaml(patch)).join('---\n')}`,
  };
}

function patchesOf({ object, stack }: Source, now: unknown): readonly PatchDocument[] | undefined {
  if (object) {
    const patch = objectPatch(object, now as CustomObject | undefined);
    return patch && [patch];
  }
  if (!stack || now === null || typeof now !== 'object') return undefined;
  return documentPatches(stack.name, stack.document, now as Record<string, unknown>);
}

/** `kubernetes/grafana/deployment-grafana.yaml` as `grafana-deployment-grafana.yaml`, a stack as `terraform-cluster.yaml`. */
function patchName(path: string): string {
  const [side, directory, file = ''] = path.split('/');
  return side === 'terraform' ? `terraform-${directory}.yaml` : `${directory}-${file}`;
}

/** JSON is YAML: one reader serves both. */
function parse(text: string): { value?: unknown; error?: string } {
  const document = parseDocument(text, { prettyErrors: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) return { error: problem.message };
  try {
    return { value: document.toJS() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
