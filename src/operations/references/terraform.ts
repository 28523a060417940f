import type { Fault } from '../../kit/errors';
import type { SynthesizedStack } from '../../kit/synthesis';

/** `aws_x.y` and `data.aws_x.y` where an expression or `depends_on` names them; `$${` is text. */
const REFERENCE = /\b(data\.)?(aws_[a-z0-9_]+)\.([A-Za-z_][\w-]*)/g;

/** References inside a stack that lead to no block of it. */
export function checkTerraform(stacks: readonly SynthesizedStack[]): Fault[] {
  return stacks.flatMap(({ name, document }) => {
    const known = new Set([...addresses(document.resource, ''), ...addresses(document.data, 'data.')]);
    const found = new Map<string, string>();
    for (const { at, text } of expressions(document, ''))
      for (const [address, , type, id] of text.matchAll(REFERENCE))
        if (!known.has(address) && type && id) found.set(`${at} ${address}`, address);
    return [...found].map(([key, address]) => ({
      where: `${name}/${key.slice(0, key.indexOf(' '))}`,
      what: `names ${address}, which stack ${name} does not have`,
      next: 'add the block, or look it up with a data source of this stack',
    }));
  });
}

function addresses(part: unknown, prefix: string): string[] {
  return Object.entries((part ?? {}) as Record<string, object>).flatMap(([type, group]) =>
    Object.keys(group).map((id) => `${prefix}${type}.${id}`),
  );
}

interface Expression {
  readonly at: string;
  readonly text: string;
}

/** Every `${…}` of a document, and every `depends_on`, with where it stands. */
function expressions(value: unknown, at: string): Expression[] {
  if (typeof value === 'string')
    return [...value.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(([, text = '']) => ({
      at,
      text: text.replaceAll(/"[^"]*"/g, '""'),
    }));
  if (Array.isArray(value)) return value.flatMap((item) => expressions(item, at));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = at === '' ? key : `${at}.${key}`;
    if (key === '//') return [];
    if (key === 'depends_on' && Array.isArray(inner)) return inner.map((text) => ({ at: below, text: String(text) }));
    return expressions(inner, below);
  });
}
