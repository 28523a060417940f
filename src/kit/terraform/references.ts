/** A reference inside a template: `aws_vpc.main`, `data.aws_vpc.main`; what follows the name is not looked at. */
const REFERENCE = /(?<![\w.-])(data\.)?(aws_[a-z0-9_]+)\.([A-Za-z_][\w-]*)/g;
const TEMPLATE = /\$\{[^}]*\}?/g;
const ESCAPED = /\$\$\{|%%\{/g;

/** References of a document to resources and data sources it does not have, in code point order. */
export function danglingReferences(document: Readonly<Record<string, any>>): string[] {
  const found = new Set<string>();
  walk(document, (text) => {
    for (const [template] of text.replaceAll(ESCAPED, '').matchAll(TEMPLATE))
      for (const [, data, type = '', name = ''] of template.matchAll(REFERENCE))
        if (!document[data ? 'data' : 'resource']?.[type]?.[name]) found.add(`${data ?? ''}${type}.${name}`);
  });
  return [...found].sort();
}

function walk(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') {
    if (value.includes('${')) visit(value);
  } else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) walk(inner, visit);
}
