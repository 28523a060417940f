type Fields = Readonly<Record<string, string>>;

/** What becomes of the lines of one file: each is parsed, parts are joined, and stream and message are what counts. */
export function readLines(
  lines: readonly string[],
  parse: (text: string) => Fields | undefined,
  joined: (records: readonly any[]) => readonly any[],
): { stream: string; message: string }[] {
  const records = lines.map((text) => {
    const fields = parse(text);
    if (!fields) throw new Error(`not parsed: ${text.slice(0, 80)}`);
    return { ...fields };
  });
  return joined(records).map(({ stream, message }) => ({ stream, message }));
}
