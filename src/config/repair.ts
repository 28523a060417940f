import type { z } from 'zod';
import { isMap, type Path } from './path';

const ATTEMPTS = 4;

/** A configuration without what is wrong in it, and the keys of the root that something was taken out of. */
export interface Repaired<T> {
  readonly values: T;
  readonly suspects: ReadonlySet<string>;
}

/**
 * Takes out what a schema refuses, so that defaults stand there and the combinations of everything else can still be
 * judged in the same run. What cannot be taken out alone goes with what it stands in.
 */
export function repair<T>(
  schema: z.ZodType<T>,
  config: unknown,
  issues: readonly z.core.$ZodIssue[],
): Repaired<T> | undefined {
  const copy = structuredClone(config);
  const suspects = new Set<string>();
  let open = issues;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    for (const path of open.flatMap(pathsOf)) {
      if (path.length === 0) return undefined;
      suspects.add(String(path[0]));
      remove(copy, path.slice(0, Math.max(1, path.length - attempt)));
    }
    const parsed = schema.safeParse(copy);
    if (parsed.success) return { values: parsed.data, suspects };
    open = parsed.error.issues;
  }
  return undefined;
}

function pathsOf(issue: z.core.$ZodIssue): Path[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/** Removes a key; an item of a list takes the list with it, because the places of the others would move. */
function remove(root: unknown, path: Path) {
  let target = root;
  for (const [i, key] of path.entries()) {
    if (!isMap(target)) return;
    const below = target[String(key)];
    if (i === path.length - 1 || Array.isArray(below)) {
      delete target[String(key)];
      return;
    }
    target = below;
  }
}
