/** An IPv4 range: first address and how many there are. */
export interface Range {
  readonly first: number;
  readonly size: number;
  /** Length of the prefix, 0 to 32. */
  readonly prefix: number;
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const CIDR = new RegExp(`^(?:${OCTET}\\.){3}${OCTET}/(?:3[0-2]|[12]?\\d)$`);

/** Ranges a VPC of ours may lie in: RFC 1918, and RFC 6598 (100.64.0.0/10), which EKS also routes. */
export const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'] as const;

/** The range a text says, or `undefined` if it is none or its first address has bits below the prefix. */
export function parseCidr(text: string): Range | undefined {
  if (!CIDR.test(text)) return undefined;
  const [address = '', length] = text.split('/');
  const prefix = Number(length);
  const first = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, size, prefix } : undefined;
}

/** @throws Error when the text is no range: check it first */
export function toRange(text: string): Range {
  const range = parseCidr(text);
  if (!range) throw new Error(`${text} is not an IPv4 range`);
  return range;
}

/** The range as text. */
export function formatCidr({ first, prefix }: Pick<Range, 'first' | 'prefix'>): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Whether two ranges share an address. */
export function overlaps(a: string, b: string): boolean {
  const [x, y] = [toRange(a), toRange(b)];
  return x.first < y.first + y.size && y.first < x.first + x.size;
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [x, y] = [toRange(outer), toRange(inner)];
  return x.first <= y.first && y.first + y.size <= x.first + x.size;
}

/** The upper half of a range. */
export function upperHalf(text: string): string {
  const { first, size, prefix } = toRange(text);
  return formatCidr({ first: first + size / 2, prefix: prefix + 1 });
}
