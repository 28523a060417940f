/** The same value with `${` and `%{` of every string escaped, so that Terraform reads them as text. */
export function escapeTemplates<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll(/[$%]\{/g, (mark) => `${mark[0]}${mark}`) as T;
  if (Array.isArray(value)) return value.map(escapeTemplates) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [escapeTemplates(key), escapeTemplates(v)])) as T;
}
