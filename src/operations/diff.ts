import type { Catalog } from '../catalog';
import type { ConfigRequest } from '../config';
import { type Bundle, type Change, CLASSES, compareBundles, type Report, renderText, toData } from '../diff';
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
  const { old, from } = await before(ladder, catalog, request, after);
  const now = sideOf(after);
  const set = compareBundles(old, now, { mergeKeys, reasons: reasonsOf(after, from.built) });
  const report: Report = { ...set, from: from.title, to: `stage ${after.loaded.resolved.platform.stage}` };
  return {
    different: set.summary.total > 0,
    failing: set.changes.filter((change) => change.verdicts.some(({ class: of }) => failOn.has(of))),
    data: toData(report),
    render: (format, color) => render(report, format, color),
  };
}

function render(report: Report, _: DiffFormat, color: boolean): string {
  return renderText(report, { color });
}

interface Before {
  readonly old: Bundle;
  readonly from: { readonly title: string; readonly built?: Built };
}

async function before(ladder: Ladder, catalog: Catalog, request: DiffRequest, after: Built): Promise<Before> {
  const stage = request.from === undefined ? after.loaded.resolved.platform.stage - 1 : stageOf(request.from, ladder);
  if (stage === 0) return { old: EMPTY, from: { title: 'nothing' } };
  const built = await build(ladder, catalog, { ...request.config, stage }, WANTED, { lenient: true });
  return { old: sideOf(built), from: { title: `stage ${stage}`, built } };
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
