import { catalog } from '../../src/catalog';
import type { Io } from '../../src/cli/io';
import { type ExitCode, run } from '../../src/cli/run';
import type { Ladder } from '../../src/kit/ladder';
import { testLadder } from '../config/support';

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, on the three-stage ladder unless told otherwise. */
export async function cli(line: readonly string[], look: Partial<Io> = {}, ladder: Ladder = testLadder): Promise<Ran> {
  let out = '';
  let err = '';
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    color: false,
    progress: false,
    ...look,
  };
  const code = await run(line, async () => ({ ladder, catalog }), io);
  return { code, out, err };
}
