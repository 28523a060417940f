import { z } from 'zod';
import type { Ladder } from '../kit/ladder';
import { isMap, type Path } from './path';
import { platformShape } from './platform';

/** The schema of stagecraft.yaml: the platform's keys and one key a component, of every stage. */
export function configSchema(ladder: Ladder) {
  const fragments: Record<string, z.ZodType> = {};
  for (const { components } of ladder)
    for (const { config, optional } of components)
      if (config) fragments[config.key] = withSwitch(config.schema, optional ?? false);
  return z.strictObject({ ...platformShape, ...fragments });
}

function withSwitch(schema: z.ZodType, optional: boolean): z.ZodType {
  const object = (schema as z.ZodObject).strict();
  const full = optional
    ? object.extend({ enabled: z.boolean().default(true).describe('Whether this component is there.') })
    : object;
  return full.prefault({});
}

/** What we read of a JSON Schema; `allowed` and `placeholder` come from `.meta()` of the zod schema. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: SchemaNode;
  readonly items?: SchemaNode | readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** What may stand here, in words, where a pattern alone would say too little. */
  readonly allowed?: string;
  /** Marks a value only the team knows: `true`, or the text that gives the placeholder away. */
  readonly placeholder?: boolean | string;
}

const trees = new WeakMap<Ladder, SchemaNode>();

/** The schema as a tree of plain data: what editors, the reference page and every fault's wording are made from. */
export function schemaTree(ladder: Ladder): SchemaNode {
  const known = trees.get(ladder);
  if (known) return known;
  const tree = z.toJSONSchema(configSchema(ladder), { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  trees.set(ladder, tree as SchemaNode);
  return tree as SchemaNode;
}

/** The schema at a path; a union is settled by the value that stands there. */
export function schemaAt(root: SchemaNode, value: unknown, path: Path): SchemaNode | undefined {
  let node: SchemaNode | undefined = settle(root, value);
  let here = value;
  for (const key of path) {
    if (!node) return undefined;
    here = isMap(here) || Array.isArray(here) ? (here as Record<PropertyKey, unknown>)[key] : undefined;
    const next = child(node, key);
    node = next && settle(next, here);
  }
  return node;
}

function child(node: SchemaNode, key: PropertyKey): SchemaNode | undefined {
  const own = node.properties && Object.hasOwn(node.properties, key) ? node.properties[String(key)] : undefined;
  if (own) return own;
  if (typeof key === 'number') return isList(node.items) ? node.items[key] : node.items;
  if (typeof node.additionalProperties === 'object') return node.additionalProperties;
  for (const option of options(node)) {
    const found = child(option, key);
    if (found) return found;
  }
  return undefined;
}

/** The one option of a union whose constant the value has; the union itself where none has. */
function settle(node: SchemaNode, value: unknown): SchemaNode {
  const choices = options(node);
  const tag = discriminator(node);
  if (tag === undefined || !isMap(value)) return node;
  const chosen = choices.find((option) => option.properties?.[tag]?.const === value[tag]);
  return chosen ? settle(chosen, value) : node;
}

export function options(node: SchemaNode): readonly SchemaNode[] {
  return node.oneOf ?? node.anyOf ?? [];
}

/** The key that tells the options of a union apart. */
export function discriminator(node: SchemaNode): string | undefined {
  const choices = options(node);
  const [first] = choices;
  return Object.keys(first?.properties ?? {}).find((key) =>
    choices.every((option) => option.properties?.[key]?.const !== undefined),
  );
}

export function isList<T>(value: T | readonly T[] | undefined): value is readonly T[] {
  return Array.isArray(value);
}
