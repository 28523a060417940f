import { UserError } from '../kit/errors';
import { type Explain, finish } from './finish';
import type { Action, Bundle, Change, FileSide } from './model';
import { byCodePoint, type Difference } from './values';

/** Changes of the plain files: those a bundle starts with. */
export function compareFiles(before: Bundle, after: Bundle, explain: Explain): Change[] {
  const [old, now] = [filesOf(before), filesOf(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort(byCodePoint);
  return paths.flatMap((path): Change[] => {
    const [a, b] = [old.get(path), now.get(path)];
    const differences = a && b ? differencesOf(a, b) : [];
    if (a && b && differences.length === 0) return [];
    const action: Action = !a ? 'added' : b ? 'changed' : 'removed';
    const why = explain((b ?? a)?.component);
    return [finish({ side: 'files', action, identity: { path }, name: path, verdicts: [], why, differences })];
  });
}

function filesOf({ files }: Bundle): Map<string, FileSide> {
  const found = new Map<string, FileSide>();
  for (const file of files) {
    if (found.has(file.path)) throw new UserError({ where: file.path, what: 'is there twice' });
    found.set(file.path, file);
  }
  return found;
}

function differencesOf(before: FileSide, after: FileSide): Difference[] {
  const found: Difference[] = [];
  if (before.text !== after.text)
    found.push({ path: '', fields: [], action: 'changed', old: before.text, new: after.text });
  const [old, now] = [before.executable ?? false, after.executable ?? false];
  if (old !== now) found.push({ path: 'executable', fields: ['executable'], action: 'changed', old, new: now });
  return found;
}
