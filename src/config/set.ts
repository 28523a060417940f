import type { Fault } from '../kit/errors';
import type { Origin } from './origin';
import { dotted, type Path } from './path';
import type { ConfigRequest } from './request';
import { type SchemaNode, schemaAt } from './schema';
import { EMPTY, type Entry, merge, type Tree } from './tree';
import { readYaml } from './yaml';

export interface FlagsRead {
  readonly tree: Tree;
  readonly faults: readonly Fault[];
}

/** Turns flags into the part of the configuration they stand for; later ones win. */
export function readFlags(request: ConfigRequest, schema: () => SchemaNode): FlagsRead {
  const faults: Fault[] = [];
  let tree: Tree = EMPTY;
  const lay = (path: Path, value: Tree, origin: Origin) => {
    tree = merge(tree, nest(path, value, origin), schema);
  };
  for (const key of ['stage', 'name', 'region'] as const) {
    const typed = request[key];
    if (typed === undefined) continue;
    const flag = { flag: `--${key}` };
    const value = key === 'stage' && /^\d+$/.test(String(typed)) ? Number(typed) : typed;
    lay([key], { kind: 'scalar', origin: flag, value }, flag);
  }
  for (const typed of request.set ?? []) {
    const read = readSetting(typed, schema);
    faults.push(...read.faults);
    if (read.path && read.tree) lay(read.path, read.tree, { flag: `--set ${typed}` });
  }
  return { tree, faults };
}

function readSetting(typed: string, schema: () => SchemaNode): { path?: Path; tree?: Tree; faults: readonly Fault[] } {
  const flag = `--set ${typed}`;
  const refuse = (what: string, next: string, allowed = 'path=value, for example tags.owner=me'): Fault => ({
    flag,
    where: '--set',
    what,
    got: typed,
    allowed,
    next,
  });
  const split = splitPath(typed);
  if (!split) return { faults: [refuse('is not of the form path=value', 'put the dotted path of a key before the =')] };
  if (split.path[0] === 'extends')
    return { faults: [refuse('cannot set extends', 'write it in stagecraft.yaml', 'every key but extends')] };
  const read = readYaml(split.value, dotted(split.path), () => () => ({ flag }));
  if (read.faults.length > 0) return { faults: read.faults.map((fault) => ({ got: split.value, ...fault })) };
  const tree = read.tree ?? { kind: 'scalar' as const, origin: { flag }, value: null };
  return { path: split.path, tree: asText(tree, split, schema), faults: [] };
}

/** Quotes are hard to get through a shell: where the key takes text and nothing else, what was typed is text. */
function asText(tree: Tree, { path, value }: { path: Path; value: string }, schema: () => SchemaNode): Tree {
  if (tree.kind !== 'scalar' || typeof tree.value === 'string' || value.trim() === '') return tree;
  return schemaAt(schema(), undefined, path)?.type === 'string' ? { ...tree, value: value.trim() } : tree;
}

/** `a."b.c".d=value` as keys and value; `undefined` if it is none. */
function splitPath(typed: string): { path: Path; value: string } | undefined {
  const match = /^((?:"[^"]+"|[^".=\s]+)(?:\.(?:"[^"]+"|[^".=\s]+))*)=(.*)$/s.exec(typed);
  if (!match) return undefined;
  const keys = (match[1] ?? '').match(/"[^"]+"|[^".]+/g) ?? [];
  return { path: keys.map((key) => key.replaceAll('"', '')), value: match[2] ?? '' };
}

function nest(path: Path, value: Tree, origin: Origin): Tree {
  return path.reduceRight<Tree>((below, key) => {
    const entry: Entry = { key: origin, value: below };
    return { kind: 'map', origin, entries: new Map([[String(key), entry]]) };
  }, value);
}
