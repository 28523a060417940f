/** A section of a Fluentd configuration as Fluentd reads it. */
export interface FluentdSection {
  readonly name: string;
  readonly argument: string;
  readonly parameters: Record<string, unknown>;
  readonly sections: FluentdSection[];
}

/**
 * Reads a configuration by the rules of Fluentd's own parser, as far as ours go: one parameter a line, no includes.
 * Rules: https://github.com/fluent/fluentd/tree/ff8682d79743/lib/fluent/config (v1_parser.rb, literal_parser.rb).
 */
export function parseFluentd(text: string): FluentdSection {
  const root: FluentdSection = { name: 'ROOT', argument: '', parameters: {}, sections: [] };
  const open = [root];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line !== '' && !line.startsWith('#'))
      readLine(line, open, (what) => new Error(`line ${index + 1}: ${what}: ${line}`));
  }
  if (open.length > 1) throw new Error(`expected end tag </${open.at(-1)?.name}>`);
  return root;
}

/** Reads one line into the innermost of the sections that are open. */
function readLine(line: string, open: FluentdSection[], fail: (what: string) => Error): void {
  const current = open.at(-1);
  if (!current) throw fail('no section');
  if (line.startsWith('</')) {
    if (line !== `</${current.name}>` || open.length === 1) throw fail('unmatched end tag');
    open.pop();
    return;
  }
  if (line.startsWith('<')) {
    const [, name, argument = ''] = /^<([a-zA-Z0-9_]+)(?:\s+([^>]*\S))?\s*>$/.exec(line) ?? [];
    if (!name) throw fail('no start tag');
    const section = { name, argument, parameters: {}, sections: [] };
    current.sections.push(section);
    open.push(section);
    return;
  }
  const [, key = '', value = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  if (key in current.parameters) throw fail('given twice');
  if (open.length === 1) throw fail('outside of every section');
  current.parameters[key] = literal(value, fail);
}

function literal(text: string, fail: (what: string) => Error): unknown {
  const after = (rest: string) => {
    if (!/^\s*(#.*)?$/.test(rest)) throw fail('expected end of line');
  };
  if (/^[[{]/.test(text)) return JSON.parse(text);
  const [whole, quoted] = /^'((?:\\.|[^'\\])*)'/.exec(text) ?? [];
  if (whole !== undefined) {
    after(text.slice(whole.length));
    return (quoted ?? '').replace(/\\(['\\])/g, '$1');
  }
  // Code in double quotes runs on the node; here it stays as it is.
  const [double] = /^"(?:#\{[^}]*\}|\\.|[^"\\])*"/.exec(text) ?? [];
  if (double !== undefined) {
    after(text.slice(double.length));
    return double.slice(1, -1);
  }
  if (/^['"]/.test(text)) throw fail('a quote is not closed');
  // Without quotes a comment begins at the first # behind a space.
  return text.replace(/\s+#.*$/, '');
}

/** Every section, outermost first. */
export function everySection(section: FluentdSection): FluentdSection[] {
  return section.sections.flatMap((one) => [one, ...everySection(one)]);
}
