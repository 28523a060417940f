import type { z } from 'zod';
import type { Fault } from '../../kit/errors';
import { or } from '../../kit/nearest';
import { type Places, readDocuments } from '../documents';
import { documentSchema, type ObjectTarget, type PatchOperation, type TerraformTarget } from './schema';

/** One document of `patches/*.yaml`. */
export interface Patch {
  readonly target: ObjectTarget | TerraformTarget;
  readonly merge?: Readonly<Record<string, unknown>>;
  readonly patch?: readonly PatchOperation[];
  readonly place: Places;
}

export interface ReadPatches {
  readonly patches: readonly Patch[];
  readonly faults: readonly Fault[];
}

/** Reads every patch of a bundle; what is wrong with them is collected, not thrown. */
export function readPatches(bundle: string): ReadPatches {
  const { documents, faults } = readDocuments(bundle, 'patches');
  const read = documents.map(({ value, place }) => ({ place, value, parsed: documentSchema(value).safeParse(value) }));
  return {
    patches: read.flatMap(({ place, parsed }) => (parsed.success ? [{ ...parsed.data, place }] : [])),
    faults: [
      ...faults,
      ...read.flatMap(({ place, value, parsed }) =>
        parsed.success ? [] : parsed.error.issues.map((issue) => faultOf(issue, value, place)),
      ),
    ],
  };
}

const ALLOWED = 'target with kind and name, or with terraform; and either merge or patch';
const NEXT = 'see patches/README.md of a bundle for an example';

type Issue = z.core.$ZodIssue;

function faultOf(issue: Issue, value: unknown, place: Places): Fault {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const at = issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path;
  const got = at.reduce<unknown>((node, part) => (node as Record<string | number, unknown> | undefined)?.[part], value);
  const shown = got === undefined || issue.code === 'unrecognized_keys' ? {} : { got };
  return {
    ...place(at),
    where: at.join('.') || 'document',
    what: wording(issue, got),
    ...shown,
    allowed: ALLOWED,
    next: NEXT,
  };
}

/** Words for what zod says in its own. */
function wording(issue: Issue, got: unknown): string {
  if (got === undefined) return 'is missing';
  if (issue.code === 'unrecognized_keys')
    return issue.keys[0] === 'merge' ? 'cannot stand beside patch' : 'is not a known key';
  if (issue.code === 'invalid_type') return `must be ${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_small') return 'is empty';
  if (issue.code === 'invalid_union' && issue.discriminator === 'op') return `is not ${or(OPERATIONS)}`;
  return issue.message;
}

const OPERATIONS = ['add', 'replace', 'test', 'remove', 'move', 'copy'];
const TYPES: Readonly<Record<string, string>> = { string: 'text', object: 'a map', record: 'a map', array: 'a list' };
