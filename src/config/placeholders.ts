import { isDeepStrictEqual } from 'node:util';
import { dotted, isMap, type Path, valueAt } from './path';
import { platformShape } from './platform';
import type { Resolved } from './resolve';
import { type SchemaNode, schemaAt } from './schema';

/** A value only the team knows that still stands as the marked placeholder. */
export interface Placeholder {
  /** Dotted configuration path. */
  readonly path: string;
  /** The placeholder that stands there; `undefined` where nothing stands. */
  readonly value?: unknown;
  /** What to put there. */
  readonly meaning: string;
}

/**
 * The values to fill in before the first apply, in the order of the schema. A field is one of them when its schema says
 * `.meta({ placeholder: true })` and its default still stands, or `.meta({ placeholder: '@example/' })` and its text
 * still contains that. Only components that are there are asked.
 */
export function placeholdersIn({ schema, values, components }: Resolved): readonly Placeholder[] {
  const root = schema();
  const there = new Set<string | undefined>([
    ...Object.keys(platformShape),
    ...components.map(({ config }) => config?.key),
  ]);
  return Object.keys(root.properties ?? {})
    .filter((key) => there.has(key))
    .flatMap((key) => inside(root, values, [key]));
}

function inside(root: SchemaNode, values: Readonly<Record<string, unknown>>, path: Path): Placeholder[] {
  const node = schemaAt(root, values, path);
  if (!node) return [];
  const value = valueAt(values, path);
  if (stands(node, value)) return [{ path: dotted(path), value, meaning: meaningOf(node, root, values, path) }];
  if (Array.isArray(value)) return value.flatMap((_, i) => inside(root, values, [...path, i]));
  const keys = new Set([...Object.keys(node.properties ?? {}), ...(isMap(value) ? Object.keys(value) : [])]);
  return isMap(value) ? [...keys].flatMap((key) => inside(root, values, [...path, key])) : [];
}

function stands({ placeholder, default: initial }: SchemaNode, value: unknown): boolean {
  if (typeof placeholder === 'string') return typeof value === 'string' && value.includes(placeholder);
  return placeholder === true && isDeepStrictEqual(value, initial);
}

/** First sentence of the field's description, or of what it stands in. */
function meaningOf(node: SchemaNode, root: SchemaNode, values: unknown, path: Path): string {
  const text = node.description ?? schemaAt(root, values, path.slice(0, -1))?.description ?? '';
  return /^.*?[.](?=\s|$)/s.exec(text)?.[0].slice(0, -1) ?? text;
}
