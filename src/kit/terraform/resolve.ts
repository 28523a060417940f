import { DefaultTokenResolver, StringConcat, TerraformElement, type TerraformStack, Tokenization } from 'cdktf';
import { deepMerge } from 'cdktf/lib/util';
import type { IConstruct } from 'constructs';

/** What cdktf hides its tokens behind in a text or a key (`lib/tokens/private/encoding.ts` of 0.21). */
const TOKEN = 'TfToken[';
/** A number token inside a text: about 1e289 or 1e298, and nothing else is. */
const NUMBER_TOKEN = /e\+2\d\d/;
/** Stands for a whole map, where a text was asked for: cdktf refuses it. */
const MAP_TOKEN = ' Map Token Value';

/**
 * The document of a stack, tokens resolved and fields without a value left out: what cdktf's `toTerraform` gives, without
 * its comment on top. cdktf makes a context for every value and walks the finished document once more; here plain data is
 * copied, and cdktf is asked only for what holds a token.
 */
export function resolvedDocument(stack: TerraformStack): Record<string, any> {
  try {
    return resolve(stack);
  } catch (error) {
    // cdktf refuses the same, and says where in the stack it is.
    stack.toTerraform();
    throw error;
  }
}

function resolve(stack: TerraformStack): Record<string, any> {
  const resolver = new Resolver(stack);
  const document: Record<string, unknown> = {};
  for (const element of stack.node.findAll())
    if (TerraformElement.isTerraformElement(element)) merge(document, resolver.value(element.toTerraform()) as object);
  const { rawOverrides } = stack as unknown as { rawOverrides: object };
  if (Object.keys(rawOverrides).length === 0) return document;
  return resolver.value(deepMerge(document, rawOverrides)) as Record<string, unknown>;
}

/** Lays one part over the document: maps meet, lists follow each other. */
function merge(into: Record<string, any>, part: object): void {
  for (const [key, value] of Object.entries(part)) {
    const there = into[key];
    if (Array.isArray(value)) into[key] = Array.isArray(there) ? [...there, ...value] : value;
    else if (isMap(value) && isMap(there)) merge(there, value);
    else into[key] = value;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Resolves what stands in one stack; the same reference occurs many times. */
class Resolver {
  private readonly texts = new Map<string, unknown>();
  private readonly tokens = new DefaultTokenResolver(new StringConcat());

  constructor(private readonly scope: IConstruct) {}

  value(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
        // Number tokens are negative.
        return value < 0 ? this.byEngine(value) : value;
      case 'object':
        if (value === null) return null;
        return Array.isArray(value) ? this.list(value) : this.map(value as Record<string, unknown>);
      case 'function':
        return this.byEngine(value);
      default:
        return value;
    }
  }

  private text(text: string): unknown {
    if (!isToken(text)) return text;
    if (!this.texts.has(text)) this.texts.set(text, this.byEngine(text));
    return this.texts.get(text);
  }

  private list(list: readonly unknown[]): unknown {
    // One element may stand for the whole list.
    if (list.some((item) => (typeof item === 'number' && item < 0) || (typeof item === 'string' && isToken(item))))
      return this.byEngine(list);
    const resolved: unknown[] = [];
    for (const item of list) {
      const value = this.value(item);
      if (value !== undefined) resolved.push(value);
    }
    return resolved;
  }

  private map(map: Record<string, unknown>): unknown {
    const { constructor: made } = map;
    // Tokens, constructs, dates and whatever else is no plain data.
    if (made !== Object && made !== undefined) return this.byEngine(map);
    const keys = Object.keys(map);
    if (typeof map.resolve === 'function' || keys.some((key) => key.includes(TOKEN))) return this.byEngine(map);
    const resolved: Record<string, unknown> = {};
    for (const key of keys) {
      const value = this.value(map[key]);
      if (value !== undefined) resolved[key] = value;
    }
    return resolved;
  }

  private byEngine(value: unknown): unknown {
    return Tokenization.resolve(value, { scope: this.scope, resolver: this.tokens, preparing: false });
  }
}

function isToken(text: string): boolean {
  return text.includes(TOKEN) || NUMBER_TOKEN.test(text) || text.endsWith(MAP_TOKEN);
}
