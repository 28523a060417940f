import type { Catalog } from '../catalog';
import { UserError } from '../kit/errors';
import type { Ladder } from '../kit/ladder';
import { version } from '../kit/version';
import { type Io, progressLine } from './io';
import { parse } from './parse';
import { bugReport } from './report';
import { verbs } from './verbs';

/** 0 done, 1 the user must fix something, 2 our bug, 3 differences. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Runs one command line; everything it has to say goes through `io`, and it never throws. */
export async function run(argv: readonly string[], ladder: Ladder, catalog: Catalog, io: Io): Promise<ExitCode> {
  const json = argv.includes('--json');
  const progress = progressLine(io);
  try {
    const parsed = parse(argv, verbs, version);
    if ('print' in parsed) {
      io.out(parsed.print);
      return 0;
    }
    const outcome = await parsed.verb.run({ ladder, catalog, progress: progress.show }, parsed.args);
    progress.clear();
    io.out(json ? `${JSON.stringify(outcome.json, null, 2)}\n` : outcome.text({ color: io.color }));
    return outcome.exitCode ?? 0;
  } catch (error) {
    progress.clear();
    if (!(error instanceof UserError)) {
      io.err(bugReport(argv, error, version));
      return 2;
    }
    if (json) io.out(`${JSON.stringify({ faults: error.faults }, null, 2)}\n`);
    else io.err(`${error.message}\n`);
    return 1;
  }
}
