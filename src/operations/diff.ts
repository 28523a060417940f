import type { Catalog } from '../catalog';
import type { ConfigRequest } from '../config';
import {
  type Bundle,
  type Change,
  CLASSES,
  compareBundles,
  type Report,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderText,
  toData,
} from '../diff';
import { UserError } from '../kit/errors';
import mergeKeys from '../kit/kubernetes/merge-keys.json';
import type { Ladder } from '../kit/ladder';
import { nearest } from '../kit/nearest';
import { type Built, build } from './build';
import { EMPTY, reasonsOf, sideOf } from './diff/sides';

export interface DiffRequest {
  readonly config: ConfigRequest;
  /** Stage of the old side, as typed; 0 is nothing. @default - one below the new side's */
  readonly from?: string;
  /** Directory that is the old side. */
  readonly against?: string;
  /** Classes of change that make `failing` non-empty, as typed. */
  readonly failOn: readonly string[];
}

export type DiffFormat = 'text' | 'json' | 'markdown' | 'html';

export interface DiffResult {
  readonly different: boolean;
  /** Changes of a class in `failOn`. */
  readonly failing: readonly Change[];
  /** What `--json` prints. */
  readonly data: unknown;
  readonly render: (format: DiffFormat, color: boolean) => string;
}

const WANTED = { terraform: true, kubernetes: true, files: true };

/**
 * Compares two renderings of one configuration: two stages, built in memory, or a stage and a directory.
 *
 * @throws UserError with every fault found
 */
export async function diff(ladder: Ladder, catalog: Catalog, request: DiffRequest): Promise<DiffResult> {
  const failOn = classesOf(request.failOn);
  const after = await build(ladder, catalog, request.config, WANTED);
  const { old, now, title, built } = await sides(ladder, catalog, request, after);
  const set = compareBundles(old, now, { mergeKeys, reasons: reasonsOf(after, built) });
  const report: Report = { ...set, from: title, to: `stage ${after.loaded.resolved.platform.stage}` };
  return {
    different: set.summary.total > 0,
    failing: set.changes.filter(
      (change) => change.verdicts.some(({ class: of }) => failOn.has(of)) || failOn.has(change.class),
    ),
    data: toData(report),
    render: (format, color) => RENDERERS[format](report, color),
  };
}

const RENDERERS: Readonly<Record<DiffFormat, (report: Report, color: boolean) => string>> = {
  text: (report, color) => renderText(report, { color }),
  json: renderJson,
  markdown: renderMarkdown,
  html: renderHtml,
};

interface Before {
  readonly old: Bundle;
  readonly now: Bundle;
  /** The old side, in words. */
  readonly title: string;
  readonly built?: Built;
}

async function sides(ladder: Ladder, catalog: Catalog, request: DiffRequest, after: Built): Promise<Before> {
  if (request.against !== undefined) {
    refuseBoth(request);
    const { againstDirectory } = await import('./diff/directory');
    return { ...againstDirectory(request.against, after), title: request.against };
  }
  const now = sideOf(after);
  const stage = request.from === undefined ? after.loaded.resolved.platform.stage - 1 : stageOf(request.from, ladder);
  if (stage === 0) return { old: EMPTY, now, title: 'nothing' };
  const built = await build(ladder, catalog, { ...request.config, stage }, WANTED, { lenient: true });
  return { old: sideOf(built), now, title: `stage ${stage}`, built };
}

function refuseBoth({ from, against }: DiffRequest): void {
  if (from === undefined) return;
  throw new UserError({
    where: '--from',
    what: 'names an old side, and so does --against',
    got: { from, against },
    allowed: 'one of the two',
    next: 'leave one of them out',
  });
}

function stageOf(typed: string, ladder: Ladder): number {
  const stage = Number(typed);
  const highest = Math.max(...ladder.map(({ number }) => number));
  if (/^\d+$/.test(typed) && stage <= highest) return stage;
  throw new UserError({
    where: '--from',
    what: 'is no stage',
    got: typed,
    allowed: `0 for nothing, or 1 to ${highest}`,
    next: 'see them with stagecraft stages',
  });
}

function classesOf(typed: readonly string[]): ReadonlySet<string> {
  const names = typed.flatMap((text) => text.split(',')).map((name) => name.trim());
  const unknown = names.filter((name) => !(CLASSES as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new UserError(
      unknown.map((name) => ({
        where: '--fail-on',
        what: 'is no class of change',
        got: name,
        allowed: CLASSES.join(', '),
        next: `say --fail-on ${nearest(name, CLASSES) ?? 'data'}`,
      })),
    );
  return new Set(names);
}
