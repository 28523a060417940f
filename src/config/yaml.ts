import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { Fault } from '../kit/errors';
import { type Origin, placed } from './origin';
import { dotted, type Path } from './path';
import type { Entry, Tree } from './tree';

/** What was read, and what was wrong with it; with a syntax error there is no tree. */
export interface Read {
  readonly tree?: Tree;
  readonly faults: readonly Fault[];
}

/** Deeper or larger than any configuration: an alias that holds itself, or a bomb of aliases. */
const MAX_DEPTH = 40;
const MAX_NODES = 20_000;

type Locate = (offset: number) => Origin;

/** Reads YAML text; `locate` turns an offset into a place people can go to. */
export function readYaml(text: string, where: string, locate: (lines: LineCounter) => Locate): Read {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, stringKeys: false });
  const at = locate(lineCounter);
  const syntax = firstOfEachLine([...document.errors, ...document.warnings], lineCounter).map((error) =>
    placed(
      {
        where,
        what: `is not valid YAML: ${MESSAGES[error.code] ?? lower(error.message)}`,
        got: lineAt(text, error.pos[0]) || undefined,
        allowed: 'YAML 1.2, one document',
        next: 'correct this line, or the one above it',
      },
      at(error.pos[0]),
    ),
  );
  if (syntax.length > 0) return { faults: syntax };
  const reader = new Reader(text, at, document);
  const tree = document.contents ? reader.read(document.contents as Node, []) : undefined;
  return { tree: reader.overflowed ? undefined : tree, faults: reader.faults };
}

/** Where the library's own words speak of its API. */
const MESSAGES: Readonly<Record<string, string>> = { MULTIPLE_DOCS: 'a second document begins' };

/** One mistake is often reported several times over. */
function firstOfEachLine(errors: readonly YAMLError[], lines: LineCounter): YAMLError[] {
  const seen = new Set<number>();
  return errors.filter(({ pos }) => {
    const { line } = lines.linePos(pos[0]);
    const fresh = !seen.has(line);
    seen.add(line);
    return fresh;
  });
}

function lineAt(text: string, offset: number): string {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).trim();
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

class Reader {
  readonly faults: Fault[] = [];
  overflowed = false;
  private nodes = 0;

  constructor(
    private readonly text: string,
    private readonly at: Locate,
    private readonly document: ReturnType<typeof parseDocument>,
  ) {}

  read(node: Node | null, path: Path, seen?: Origin): Tree {
    const origin = { ...(seen ?? {}), ...this.place(node) };
    this.nodes += 1;
    if (path.length > MAX_DEPTH || this.nodes > MAX_NODES) return this.tooMuch(path, origin);
    if (isAlias(node)) return this.alias(node, path, origin);
    if (isMap(node))
      return { kind: 'map', origin, entries: this.entries(node.items as Pair<Node, Node>[], path, origin) };
    if (isSeq(node)) {
      const items = node.items.map((item, i) => this.read(item as Node, [...path, i], origin));
      return { kind: 'list', origin, items };
    }
    if (!isScalar(node)) return { kind: 'scalar', origin, value: null };
    return { kind: 'scalar', origin: { ...origin, source: node.source }, value: node.value };
  }

  private entries(pairs: readonly Pair<Node, Node | null>[], path: Path, parent: Origin): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const { key, value } of pairs) {
      const origin = { ...parent, ...this.place(key) };
      const name = isScalar(key) ? String(key.source ?? key.value) : undefined;
      if (name === undefined) this.refuse(path, 'has a key that is not plain text', origin, 'give it a plain key');
      else if (entries.has(name)) this.twice([...path, name], origin, entries.get(name)?.key);
      else entries.set(name, { key: origin, value: this.read(value, [...path, name], origin) });
    }
    return entries;
  }

  private twice(path: Path, origin: Origin, first: Origin | undefined) {
    const before = first?.line === undefined ? 'before' : `in line ${first.line}`;
    this.refuse(path, `stands here a second time, first ${before}`, origin, 'keep one of the two');
  }

  private refuse(path: Path, what: string, origin: Origin, next: string) {
    const allowed = 'each key once, as plain text';
    this.faults.push(placed({ where: dotted(path) || 'configuration', what, got: path.at(-1), allowed, next }, origin));
  }

  private tooMuch(path: Path, origin: Origin): Tree {
    if (!this.overflowed)
      this.faults.push(
        placed(
          {
            where: dotted(path.slice(0, 1)),
            what: 'is deeper or larger than any configuration can be',
            got: dotted(path.slice(0, 3)),
            allowed: `${MAX_DEPTH} levels and ${MAX_NODES} values`,
            next: 'look for an alias that holds itself',
          },
          origin,
        ),
      );
    this.overflowed = true;
    return { kind: 'scalar', origin, value: null };
  }

  private alias(node: Alias, path: Path, origin: Origin): Tree {
    const target = node.resolve(this.document);
    if (target) return { ...this.read(target as Node, path), origin };
    const next = `put &${node.source} before the value that is meant`;
    const allowed = 'an alias of an anchor above it';
    const fault = {
      where: dotted(path),
      what: 'names an anchor that is not there',
      got: `*${node.source}`,
      allowed,
      next,
    };
    this.faults.push(placed(fault, origin));
    return { kind: 'scalar', origin, value: undefined };
  }

  private place(node: Node | null): Origin {
    const range = node?.range;
    return range ? this.at(Math.min(range[0], this.text.length)) : {};
  }
}
