import type { Action, ChangeClass, Verdict } from '../model';
import { CLASSES } from '../model';
import { type Difference, isMap } from '../values';

/** What rules look at. */
export interface Subject {
  /** Kubernetes kind or Terraform resource type. */
  readonly type: string;
  readonly action: Action;
  readonly before?: Readonly<Record<string, any>>;
  readonly after?: Readonly<Record<string, any>>;
  readonly differences: readonly Difference[];
  /** Workloads that mount it or take their environment from it. */
  readonly readers: readonly string[];
  /** Whether the old side has its namespace. */
  readonly inOldNamespace?: boolean;
}

/** One line of the table that says what a change does. */
export interface Rule {
  readonly id: string;
  /** Kubernetes kinds or Terraform resource types. */
  readonly types: readonly string[] | 'any';
  readonly action: Action;
  /** Field paths, without list selectors, or as a list where a name has dots; what lies below is meant too. @default - the whole thing */
  readonly paths?: readonly (string | readonly string[])[];
  /** Field paths that are not meant. */
  readonly except?: readonly string[];
  /** Only if this holds, for each of the paths. @default - always */
  readonly when?: (subject: Subject, difference?: Difference) => boolean;
  readonly class: ChangeClass;
  readonly reason: string | ((subject: Subject) => string);
  readonly source: string;
}

/** Every rule of a table that holds, worst first. */
export function judge(subject: Subject, table: readonly Rule[]): Verdict[] {
  const verdicts = table.flatMap((rule) => verdictOf(rule, subject));
  return verdicts.sort((a, b) => CLASSES.indexOf(b.class) - CLASSES.indexOf(a.class));
}

function verdictOf(rule: Rule, subject: Subject): Verdict[] {
  if (rule.action !== subject.action) return [];
  if (rule.types !== 'any' && !rule.types.includes(subject.type)) return [];
  const verdict = {
    class: rule.class,
    rule: rule.id,
    reason: typeof rule.reason === 'string' ? rule.reason : rule.reason(subject),
    source: rule.source,
  };
  if (rule.action !== 'changed') return !rule.when || rule.when(subject) ? [verdict] : [];
  const paths = subject.differences.filter((difference) => touches(rule, difference, subject)).map(({ path }) => path);
  return paths.length > 0 ? [{ ...verdict, paths: [...new Set(paths)] }] : [];
}

function touches(rule: Rule, difference: Difference, subject: Subject): boolean {
  if (rule.paths && !rule.paths.some((path) => covers(path, difference))) return false;
  if (rule.except?.some((path) => startsWith(difference.fields, path.split('.')))) return false;
  return !rule.when || rule.when(subject, difference);
}

/** Whether a difference lies at or below a path, or holds it because something around it came or went whole. */
function covers(path: string | readonly string[], { fields, old, new: now }: Difference): boolean {
  const wanted = typeof path === 'string' ? path.split('.') : path;
  if (startsWith(fields, wanted)) return true;
  if (!startsWith(wanted, fields)) return false;
  const rest = wanted.slice(fields.length);
  return reaches(old, rest) || reaches(now, rest);
}

function startsWith(fields: readonly string[], head: readonly string[]): boolean {
  return head.length <= fields.length && head.every((field, index) => field === fields[index]);
}

function reaches(value: unknown, [field, ...rest]: readonly string[]): boolean {
  if (field === undefined) return value !== undefined;
  if (Array.isArray(value)) return value.some((item) => reaches(item, [field, ...rest]));
  return isMap(value) && Object.hasOwn(value, field) && reaches(value[field], rest);
}

/** Whether a number, or a percentage, went down. */
export function decreased(_: Subject, difference?: Difference): boolean {
  const [old, now] = [numberOf(difference?.old), numberOf(difference?.new)];
  return old !== undefined && now !== undefined && now < old;
}

/** Whether a number, or a percentage, went up. */
export function increased(_: Subject, difference?: Difference): boolean {
  const [old, now] = [numberOf(difference?.old), numberOf(difference?.new)];
  return old !== undefined && now !== undefined && now > old;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+(\.\d+)?%?$/.test(value) ? Number.parseFloat(value) : undefined;
}

/** Whether what stood there is gone or became something else. */
export function notOnlyAdded(_: Subject, difference?: Difference): boolean {
  return difference?.action !== 'added';
}
