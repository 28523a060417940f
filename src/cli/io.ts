/** Where a verb's words go; tests hand in their own. */
export interface Io {
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress and complaints. */
  readonly err: (text: string) => void;
  /** Whether results may carry colour: a terminal, and no NO_COLOR. */
  readonly color: boolean;
  /** Whether progress is shown: only on a terminal. */
  readonly progress: boolean;
}

/** The process's own streams. */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  // A reader that has seen enough, such as head, closes the pipe: no mistake of anyone's.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    color: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
    progress: stderr.isTTY === true && env.TERM !== 'dumb',
  };
}

/** One line that is overwritten by the next and gone at the end. */
export function progressLine(io: Io): { show: (text: string) => void; clear: () => void } {
  if (!io.progress) return { show: () => {}, clear: () => {} };
  const erase = '\r\u001b[2K';
  return { show: (text) => io.err(`${erase}${text}`), clear: () => io.err(erase) };
}
