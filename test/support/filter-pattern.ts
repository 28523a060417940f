/**
 * Reads a JSON filter pattern as CloudWatch Logs documents it ("Filter and pattern syntax": selectors, wildcards, compound conditions,
 * special considerations). What it does not know it refuses, so that no pattern passes unread.
 */
export function matches(pattern: string, event: unknown): boolean {
  const inside = /^\{(.*)\}$/s.exec(pattern.trim())?.[1];
  if (inside === undefined) throw new Error(`not in braces: ${pattern}`);
  const reader = new Reader(tokens(inside), event);
  const held = reader.either();
  reader.end();
  return held;
}

const TOKEN = /\s*(?:(&&|\|\||[()])|(\$(?:\.[\w-]+|\[\d+\])+)|(!=|<=|>=|=|<|>)|("[^"]*")|([\w.*+-]+))/gy;

function tokens(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new Error(`not understood: ${text.slice(at)}`);
    found.push(match[0].trim());
  }
  return found;
}

/** `()` before `&&` before `||`. */
class Reader {
  private at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly event: unknown,
  ) {}

  either(): boolean {
    let held = this.both();
    while (this.take('||')) held = this.both() || held;
    return held;
  }

  end(): void {
    if (this.at < this.tokens.length) throw new Error(`not understood: ${this.tokens.slice(this.at).join(' ')}`);
  }

  private both(): boolean {
    let held = this.condition();
    while (this.take('&&')) held = this.condition() && held;
    return held;
  }

  private condition(): boolean {
    if (this.take('(')) {
      const held = this.either();
      if (!this.take(')')) throw new Error('a parenthesis is not closed');
      return held;
    }
    const selector = this.next();
    if (!selector.startsWith('$')) throw new Error(`no selector: ${selector}`);
    const operator = this.next();
    if (operator === 'NOT' && this.take('EXISTS')) return read(selector, this.event) === undefined;
    return compare(read(selector, this.event), operator, this.next());
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Error('the pattern ends too early');
    this.at += 1;
    return token;
  }
}

function read(selector: string, event: unknown): unknown {
  return [...selector.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].reduce<any>(
    (at, [, key, index]) => (key === undefined ? (Array.isArray(at) ? at[Number(index)] : undefined) : at?.[key]),
    event,
  );
}

/** A field that is not there, an array or an object is compared with nothing: false, whatever the operator. */
function compare(value: unknown, operator: string, operand: string): boolean {
  if (value === undefined || value === null || typeof value === 'object') return false;
  if (operator === '=' || operator === '!=') {
    const number = /^[+-]?\d+(\.\d+)?$/.test(operand) && typeof value === 'number';
    const same = number ? value === Number(operand) : like(String(value), operand.replaceAll('"', ''));
    return same === (operator === '=');
  }
  if (typeof value !== 'number') return false;
  const limit = Number(operand);
  const result = { '<': value < limit, '>': value > limit, '<=': value <= limit, '>=': value >= limit }[operator];
  if (result === undefined || Number.isNaN(limit)) throw new Error(`not understood: ${operator} ${operand}`);
  return result;
}

/** An asterisk at either end is any text; elsewhere it is an asterisk. */
function like(value: string, wanted: string): boolean {
  if (wanted === '*') return true;
  const [open, close] = [wanted.startsWith('*'), wanted.endsWith('*')];
  const text = wanted.slice(open ? 1 : 0, close ? -1 : undefined);
  if (open && close) return value.includes(text);
  if (open) return value.endsWith(text);
  return close ? value.startsWith(text) : value === text;
}
