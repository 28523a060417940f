/**
 * What Filebeat's processors make of an event, as their pages describe them; only those and only so far as the configuration
 * uses them. What it does not know it refuses.
 */
export function carried(processors: readonly Record<string, any>[], event: object | string): any {
  let record: any = {
    '@timestamp': '2026-11-21T12:00:00.000Z',
    message: typeof event === 'string' ? event : JSON.stringify(event),
    agent: { type: 'filebeat' },
    ecs: { version: '8.0.0' },
    input: { type: 'aws-cloudwatch' },
    log: { file: { path: '/aws/eks/acme/cluster/kube-apiserver-audit-1' } },
    event: { id: '3789' },
  };
  for (const processor of processors) {
    const [[name, settings] = ['', {}]] = Object.entries(processor);
    const process = PROCESSORS[name];
    if (!process) throw new Error(`no processor ${name}`);
    if (settings.when && !holds(settings.when, record)) continue;
    record = process(record, settings);
    if (!record) return undefined;
  }
  return record;
}

const PROCESSORS: Record<string, (record: any, settings: any) => any> = {
  drop_event: () => undefined,
  decode_json_fields: (record, { fields, target }) => {
    try {
      put(record, target, JSON.parse(record[fields[0]]));
    } catch (error) {
      record.error = { message: String(error) };
    }
    return record;
  },
  drop_fields: (record, { fields }) => {
    for (const field of fields) remove(record, field);
    return record;
  },
  timestamp: (record, { field }) => {
    const value = get(record, field);
    // Beats write milliseconds.
    return value ? { ...record, '@timestamp': new Date(value).toISOString() } : record;
  },
  rename: (record, { fields }) => {
    for (const { from, to } of fields) {
      const value = get(record, from);
      remove(record, from);
      if (value !== undefined) put(record, to, value);
    }
    return record;
  },
  add_fields: (record, { target, fields }) => ({ ...record, [target]: fields }),
};

function holds(condition: any, record: any): boolean {
  const [[kind, of] = ['', undefined]] = Object.entries<any>(condition);
  const [[field, wanted] = ['', undefined]] = Object.entries<any>(of);
  switch (kind) {
    case 'and':
      return of.every((one: any) => holds(one, record));
    case 'or':
      return of.some((one: any) => holds(one, record));
    case 'not':
      return !holds(of, record);
    case 'equals':
      return get(record, field) === wanted;
    case 'regexp':
      return typeof get(record, field) === 'string' && new RegExp(wanted).test(get(record, field));
    case 'range':
      return typeof get(record, field) === 'number' && get(record, field) < wanted.lt;
    case 'has_fields':
      return of.every((one: string) => get(record, one) !== undefined);
    default:
      throw new Error(`no condition ${kind}`);
  }
}

/** The map a path ends in, and its last key: a key that has dots itself is looked for before it is taken apart. */
function find(record: any, path: string): [any, string] | undefined {
  if (record === null || typeof record !== 'object') return undefined;
  if (path in record) return [record, path];
  const dot = path.indexOf('.');
  return dot < 0 ? undefined : find(record[path.slice(0, dot)], path.slice(dot + 1));
}

function get(record: any, path: string): any {
  const found = find(record, path);
  return found?.[0][found[1]];
}

function remove(record: any, path: string): void {
  const found = find(record, path);
  if (found) delete found[0][found[1]];
}

function put(record: any, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = record;
  for (const key of keys) {
    at[key] ??= {};
    at = at[key];
  }
  at[last] = value;
}

/** Every key, with dots; those below a condition and below the fields of a map are the user's own, and left out. */
export function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => keysOf(one, `${path}[]`));
  if (value === null || typeof value !== 'object') return [path];
  const condition = /(^|\.)(equals|regexp)$/.test(path);
  if (condition || path.endsWith('add_fields.fields')) return [path];
  if (/\.range$/.test(path)) return Object.values(value).flatMap((limits) => keysOf(limits, path));
  return Object.entries(value)
    .flatMap(([key, one]) => keysOf(one, path ? `${path}.${key}` : key))
    .map((key) => key.replace(/\.when(\.(and|or|not)(\[\])?)+/g, '.when').replace(/(\.(and|or|not)(\[\])?)+/g, ''));
}
