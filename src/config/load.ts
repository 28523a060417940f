import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Catalog } from '../catalog';
import type { Ladder } from '../kit/ladder';
import type { ConfigRequest } from './request';
import { type RawConfig, type Resolved, resolve } from './resolve';

/** Name of the configuration file in a bundle. */
export const CONFIG_FILE = 'stagecraft.yaml';

/** A configuration that was read and found right. */
export interface Loaded {
  readonly resolved: Resolved;
  /** File and flags folded, before defaults. */
  readonly raw: RawConfig;
  /** Every file that was read, the bundle's own first. */
  readonly files: readonly string[];
}

/**
 * Reads the configuration a request names and makes it complete.
 *
 * @throws UserError with every fault found
 */
export function load(ladder: Ladder, catalog: Catalog, request: ConfigRequest): Loaded {
  const file = request.bundle === undefined ? undefined : join(request.bundle, CONFIG_FILE);
  const raw: Record<string, any> = file ? (parse(readFileSync(file, 'utf8')) ?? {}) : {};
  for (const key of ['stage', 'name', 'region'] as const)
    if (request[key] !== undefined) raw[key] = key === 'stage' ? Number(request[key]) : request[key];
  for (const text of request.set ?? []) {
    const at = text.indexOf('=');
    const keys = text.slice(0, at).split('.');
    const last = keys.pop() ?? '';
    let node = raw;
    for (const key of keys) {
      node[key] ??= {};
      node = node[key];
    }
    node[last] = parse(text.slice(at + 1));
  }
  return { resolved: resolve(ladder, raw, catalog), raw, files: file ? [file] : [] };
}
