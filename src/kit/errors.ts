/** One thing that is wrong with what the user gave, and what to do about it. */
export interface Fault {
  /** Where: a dotted configuration path, a file, a flag or an object. */
  readonly where: string;
  /** What is wrong, in lower case without a full stop. */
  readonly what: string;
  /** What was given, if showing it helps. */
  readonly got?: unknown;
  /** What would be accepted. */
  readonly allowed?: string;
  /** What to do next. */
  readonly next?: string;
  /** Text to be used as it stands, printed after everything else; YAML or JSON, so without control characters but tabs. */
  readonly paste?: string;
  /** Flag it came from, as typed, where it came from none of the files. */
  readonly flag?: string;
  /** File the fault stands in. */
  readonly file?: string;
  /** Line in that file, counted from 1. */
  readonly line?: number;
  /** Column in that line, counted from 1. */
  readonly column?: number;
}

/** The user must fix something: exit code 1, never a stack trace. Carries every fault found, not only the first. */
export class UserError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: Fault | readonly Fault[]) {
    const all = Array.isArray(faults) ? (faults as readonly Fault[]) : [faults as Fault];
    super(all.map(formatFault).join('\n'));
    this.name = 'UserError';
    this.faults = all;
  }
}

/** A fault as one to four lines: place and problem, then the value, what is allowed and the next step. */
export function formatFault(fault: Fault): string {
  const place = placeOf(fault);
  // A place that says it all needs no second name.
  const lines = [place.startsWith(fault.where) ? `${place}${fault.what}` : `${place}${fault.where}: ${fault.what}`];
  if (fault.got !== undefined) lines.push(`  got:     ${show(fault.got)}`);
  if (fault.allowed !== undefined) lines.push(`  allowed: ${fault.allowed}`);
  if (fault.next !== undefined) lines.push(`  next:    ${fault.next}`);
  const text = lines.map(visible).join('\n');
  return fault.paste === undefined ? text : `${text}\n\n${fault.paste}`;
}

function placeOf({ file, line, column, flag }: Fault): string {
  if (flag !== undefined) return `${flag}: `;
  if (file === undefined) return '';
  return `${file}${line ? `:${line}:${column ?? 1}` : ''}: `;
}

/** Control characters in what a user gave must not reach the terminal as such; a next step may have several lines. */
function visible(text: string): string {
  return text.replaceAll(/(?!\n)[\p{Cc}\u2028\u2029]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const SHOWN = 120;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
