import { ApiObject, type JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { setField, sortKeys } from '../sort';
import type { CustomObject } from './add';

/**
 * An object that is plain data but for its metadata, which cdk8s keeps. cdk8s would walk it three times, and up to the root
 * of the tree for every value of it.
 */
export class Manifest extends ApiObject {
  private patched = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly object: CustomObject,
  ) {
    super(scope, id, object as never);
  }

  override addJsonPatch(...operations: JsonPatch[]): void {
    this.patched = true;
    super.addJsonPatch(...operations);
  }

  override toJson(): any {
    return this.plain() ?? super.toJson();
  }

  /** The finished object, keys sorted; nothing where cdk8s has to make it. */
  plain(): CustomObject | undefined {
    const { apiVersion, kind, metadata: _, ...body } = this.object;
    const plain = this.patched ? undefined : plainMap(body);
    return plain && { apiVersion, kind, metadata: sortKeys(this.metadata.toJson()), ...plain };
  }
}

/** What cdk8s makes of plain data: keys sorted, fields without a value left out. Nothing where something else is in it. */
function plainMap(map: object): Record<string, unknown> | undefined {
  if (Object.getPrototypeOf(map) !== Object.prototype) return undefined;
  const fields = map as Record<string, unknown>;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field === null || field === undefined) continue;
    const value = typeof field === 'object' ? plainValue(field) : field;
    if (value === undefined) return undefined;
    setField(sorted, key, value);
  }
  return sorted;
}

function plainValue(value: object): unknown {
  if (!Array.isArray(value)) return plainMap(value);
  const items: unknown[] = [];
  for (const item of value) {
    const plain = typeof item === 'object' && item !== null ? plainValue(item) : item;
    if (plain === undefined || plain === null) return undefined;
    items.push(plain);
  }
  return items;
}
