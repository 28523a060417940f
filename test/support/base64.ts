/** Text of a `${base64encode("…")}` expression. */
export function encodedText(expression: string): string {
  const [, literal] = /^\$\{base64encode\((".*")\)\}$/s.exec(expression) ?? [];
  if (!literal) throw new Error(`not a base64encode expression: ${expression.slice(0, 60)}`);
  return JSON.parse(literal);
}
