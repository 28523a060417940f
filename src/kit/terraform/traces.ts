let running = 0;
let original: typeof Error.captureStackTrace | undefined;

/**
 * Runs what builds and resolves constructs without stack traces: cdktf takes a full one for every token, and nobody reads
 * them, as its metadata is left out. Errors that are thrown meanwhile have their own stack all the same. May be nested and
 * overlap.
 */
export async function withoutTraces<T>(build: () => Promise<T>): Promise<T> {
  if (running++ === 0) {
    original = Error.captureStackTrace;
    Error.captureStackTrace = () => {};
  }
  try {
    return await build();
  } finally {
    if (--running === 0 && original) Error.captureStackTrace = original;
  }
}
