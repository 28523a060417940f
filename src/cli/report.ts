import { lines } from './text';

/** What our own bug prints: a text that can be filed as it stands. Values of flags are left out, they may be private. */
export function bugReport(argv: readonly string[], error: unknown, version: string): string {
  const shape = argv.map((word) =>
    word.startsWith('-') ? word.replace(/=.*/s, '=…') : /^[a-z]+$/.test(word) ? word : '…',
  );
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return lines(
    'This is a mistake of stagecraft, not of yours. Nothing half-written is left behind.',
    'Please report it with the text below; look through the stack for paths you would rather not share.',
    '',
    '--- report ---',
    `stagecraft ${version}, node ${process.version}, ${process.platform} ${process.arch}`,
    `command: stagecraft ${shape.join(' ')}`,
    '',
    stack,
    '--- end of report ---',
  );
}
