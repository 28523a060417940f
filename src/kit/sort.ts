/** The same value with the keys of every object in order; arrays keep theirs, undefined fields are left out. */
export function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortKeys) as T;
  if (value === null || typeof value !== 'object') return value;
  const fields = value as Record<string, unknown>;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(fields).sort())
    if (fields[key] !== undefined) setField(sorted, key, sortKeys(fields[key]));
  return sorted as T;
}

/** Sets a field of an object whose keys are data: `__proto__` is one as any other. */
export function setField(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}
