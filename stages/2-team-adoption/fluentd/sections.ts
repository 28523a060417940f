/** One section of a Fluentd configuration: `<match kubernetes.**>`, its parameters and what is inside it. */
export interface Section {
  readonly name: string;
  /** What stands after the name. */
  readonly argument?: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly sections?: readonly Section[];
  /** Why it is there; a comment above it. */
  readonly why?: string;
}

/** Text is written in single quotes, in which Fluentd evaluates nothing; `raw` is written as it is. */
export type Parameter = string | number | boolean | { readonly raw: string };

/** A regular expression as a parameter. A # behind a space would begin a comment, and cut the expression there. */
export function regexp(pattern: string): Parameter {
  return { raw: `/${pattern.replace(/(?<=[ \t])#/g, '\\#')}/` };
}

/** Text of sections, indented as Fluentd's documentation does. */
export function renderSections(sections: readonly Section[], indent = ''): string {
  return sections.map((section) => renderSection(section, indent)).join(indent === '' ? '\n' : '');
}

function renderSection({ name, argument, parameters = {}, sections = [], why }: Section, indent: string): string {
  const inner = `${indent}  `;
  return [
    ...(why ? [`${indent}# ${why}\n`] : []),
    `${indent}<${name}${argument ? ` ${argument}` : ''}>\n`,
    ...Object.entries(parameters).map(([key, value]) => `${inner}${key} ${render(value)}\n`),
    renderSections(sections, inner),
    `${indent}</${name}>\n`,
  ].join('');
}

function render(value: Parameter): string {
  if (typeof value === 'object') return value.raw;
  if (typeof value !== 'string') return String(value);
  if (/^[A-Za-z0-9_./*@%:-]+$/.test(value)) return value;
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
