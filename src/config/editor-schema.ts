import { isMap } from './path';
import type { SchemaNode } from './schema';

/** The JSON Schema of stagecraft.yaml for editors, as text: without what only our own wording reads. */
export function editorSchema(tree: SchemaNode): string {
  const { $schema, ...rest } = forEditors(tree) as Record<string, unknown>;
  const schema = { $schema, title: 'stagecraft.yaml', description: 'Configuration of one cluster.', ...rest };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function forEditors(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(forEditors);
  if (!isMap(node)) return node;
  const kept = Object.entries(node).filter(([key, value]) => !isOurs(key, value) && !isNoise(key, value, node));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'properties' ? eachValue(value, forEditors) : forEditors(value)]),
  );
}

/** `properties` holds field names, which may well be called like one of our marks. */
function eachValue(value: unknown, change: (one: unknown) => unknown): unknown {
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)])) : value;
}

function isOurs(key: string, value: unknown): boolean {
  return (key === 'allowed' && typeof value === 'string') || (key === 'placeholder' && !isMap(value));
}

/** Bounds of a double, and the empty default every component has. */
function isNoise(key: string, value: unknown, node: Record<string, unknown>): boolean {
  if (key === 'minimum' || key === 'maximum') return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
  return key === 'default' && isMap(value) && Object.keys(value).length === 0 && isMap(node.properties);
}
