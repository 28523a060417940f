import type { Catalog } from '../catalog';
import { UserError } from '../kit/errors';
import type { Ladder } from '../kit/ladder';
import { version } from '../kit/version';
import { programHelp, verbHelp } from './help';
import { type Io, progressLine } from './io';
import { type Parsed, parse } from './parse';
import { bugReport } from './report';
import type { Outcome } from './verb';
import { verbs } from './verbs';

/** 0 done, 1 the user must fix something, 2 our bug, 3 differences. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What verbs run on; loaded only when one runs. */
export type Load = () => Promise<{ readonly ladder: Ladder; readonly catalog: Catalog }>;

/** Runs one command line; everything it has to say goes through `io`, and it never throws. */
export async function run(argv: readonly string[], load: Load, io: Io): Promise<ExitCode> {
  const progress = progressLine(io);
  let json = argv.includes('--json');
  try {
    const parsed = parse(argv, verbs);
    json ||= parsed.ask === 'run' && parsed.args.format === 'json';
    const outcome = await answer(parsed, load, progress.show);
    progress.clear();
    const asJson = json && parsed.ask === 'run';
    io.out(asJson ? `${JSON.stringify(outcome.json, null, 2)}\n` : outcome.text({ color: io.color }));
    return outcome.exitCode ?? 0;
  } catch (error) {
    progress.clear();
    return complain(argv, error, json, io);
  }
}

async function answer(parsed: Parsed, load: Load, progress: (text: string) => void): Promise<Outcome> {
  if (parsed.ask === 'version') return { text: () => `${version}\n`, json: version };
  if (parsed.ask === 'help')
    return { text: () => (parsed.verb ? verbHelp(parsed.verb) : programHelp(verbs)), json: undefined };
  return parsed.verb.run({ ...(await load()), progress }, parsed.args);
}

function complain(argv: readonly string[], error: unknown, json: boolean, io: Io): ExitCode {
  if (!(error instanceof UserError)) {
    io.err(bugReport(argv, error, version));
    return 2;
  }
  if (json) io.out(`${JSON.stringify({ faults: error.faults }, null, 2)}\n`);
  else io.err(`${error.message}\n`);
  return 1;
}
