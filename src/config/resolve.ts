import type { Catalog } from '../catalog';
import type { Component, ConfigFault, Context, Platform, StageNumber } from '../kit/contract';
import { type Fault, UserError } from '../kit/errors';
import { allComponents, type Ladder, upTo } from '../kit/ladder';
import { contexts, fragmentOf, platformOf, type Values } from './context';
import { toFaults } from './faults';
import { fold } from './fold';
import { hygiene, withoutReserved } from './hygiene';
import { inReadingOrder, type Origins, placed } from './origin';
import { valueAt } from './path';
import { repair } from './repair';
import { configSchema, type SchemaNode, schemaTree } from './schema';

/** Configuration as a plain tree, before defaults. */
export type RawConfig = Readonly<Record<string, unknown>>;

/** The configuration of one cluster, validated and complete. */
export interface Resolved {
  readonly platform: Platform;
  readonly ladder: Ladder;
  readonly components: readonly Component[];
  /** Every value after defaults, keyed as in stagecraft.yaml. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The schema the values follow, as plain data. */
  readonly schema: () => SchemaNode;
  /** Stage that raised a value, by dotted path. */
  readonly raised: ReadonlyMap<string, StageNumber>;
  /** What is likely a slip, but may be meant: as the components word it. */
  readonly advice: () => readonly Fault[];
  contextOf<C>(component: Component<C>): Context<C>;
}

/**
 * Validates a raw configuration against the ladder and makes it complete.
 *
 * @param origins - where each value was written, for faults
 * @param earlier - faults found while reading, reported with those found here
 * @throws UserError with every fault found
 */
export function resolve(
  ladder: Ladder,
  raw: RawConfig,
  catalog: Catalog,
  origins: Origins = () => undefined,
  earlier: readonly Fault[] = [],
): Resolved {
  const faults = [...earlier, ...hygiene(raw, origins)];
  const { config, raised } = fold(ladder, withoutReserved(raw) as Record<string, unknown>);
  const schema = configSchema(ladder);
  const parsed = schema.safeParse(config);
  if (!parsed.success) {
    const known = new Set(faults.map(({ where }) => where));
    const worded = toFaults(parsed.error.issues, { schema: schemaTree(ladder), config, origins });
    faults.push(...worded.filter(({ where }) => !known.has(where)));
  }
  const sound = parsed.success
    ? { values: parsed.data, suspects: new Set<string>() }
    : repair(schema, config, parsed.error.issues);
  if (!sound) throw new UserError(inReadingOrder(faults));
  const resolved = complete(ladder, sound.values as Values, { catalog, raised, origins, raw });
  faults.push(...combinations(resolved, sound.suspects, origins));
  if (faults.length > 0) throw new UserError(inReadingOrder(faults));
  return resolved;
}

function complete(
  ladder: Ladder,
  values: Values,
  { catalog, raised, origins, raw }: Pick<Resolved, 'raised'> & { catalog: Catalog; origins: Origins; raw: RawConfig },
): Resolved {
  const platform = platformOf(values);
  const inForce = upTo(ladder, platform.stage);
  const components = allComponents(inForce).filter((c) => isThere(c, values));
  const contextOf = contexts(platform, inForce, components, values, catalog);
  const advice = () => [
    ...idle(allComponents(inForce), values, raw, origins),
    ...components.flatMap((c) => placedFaults(c, c.advise?.(contextOf(c)) ?? [], values, origins)),
  ];
  return { platform, ladder: inForce, components, values, schema: () => schemaTree(ladder), raised, advice, contextOf };
}

/** Whether a component is neither switched off nor passed over for another that does the same. */
function isThere(component: Component, values: Values): boolean {
  if (component.optional && fragmentOf(component, values)?.enabled === false) return false;
  return isChosen(component, values);
}

function isChosen({ chosenBy }: Component, values: Values): boolean {
  return !chosenBy || valueAt(values, chosenBy.path.split('.')) === chosenBy.is;
}

/** What is written for components that others were chosen over, and does nothing. */
function idle(all: readonly Component[], values: Values, raw: RawConfig, origins: Origins): Fault[] {
  return all.flatMap((component) => {
    const { config, chosenBy } = component;
    if (!config || !chosenBy || raw[config.key] === undefined || isChosen(component, values)) return [];
    const { path, is } = chosenBy;
    const fault = {
      where: config.key,
      what: `has no effect while ${path} is ${valueAt(values, path.split('.'))}`,
      next: `set ${path}: ${is}, or remove ${config.key}`,
    };
    return [placed(fault, origins([config.key], 'key'))];
  });
}

/** Faults of values that are right one by one; components with a wrong value of their own are not judged further. */
function combinations(resolved: Resolved, suspects: ReadonlySet<string>, origins: Origins): Fault[] {
  const { components, ladder, contextOf, values } = resolved;
  return components
    .filter(({ config }) => !config || !suspects.has(config.key))
    .flatMap((c) => [
      ...missing(c, components, ladder, origins),
      ...placedFaults(c, c.check?.(contextOf(c)) ?? [], values, origins),
    ]);
}

/** Components that are off while this one needs them. */
function missing(component: Component, present: readonly Component[], ladder: Ladder, origins: Origins): Fault[] {
  const absent = (component.needs ?? []).filter((name) => !present.some((other) => other.name === name));
  return absent.map((name) => {
    const needed = allComponents(ladder).find((other) => other.name === name);
    if (!needed?.config) throw new Error(`${component.name} needs ${name}, which no stage up to its own declares`);
    const { key } = needed.config;
    const own = component.optional && component.config ? `${component.config.key}.enabled: false` : undefined;
    return placed(
      {
        where: `${key}.enabled`,
        what: `switches ${name} off, which ${component.name} needs`,
        got: false,
        allowed: `true, as long as ${component.name} is there`,
        next: `remove ${key}.enabled${own ? `, or set ${own} as well` : ''}`,
      },
      origins([key, 'enabled']),
    );
  });
}

/** What a component itself words of combinations, each with the place it was written at. */
function placedFaults(
  component: Component,
  worded: readonly ConfigFault[],
  values: unknown,
  origins: Origins,
): Fault[] {
  return worded.map(({ path, ...fault }) => {
    const where = path.startsWith('/')
      ? path.slice(1)
      : [component.config?.key ?? component.name, path].filter(Boolean).join('.');
    const at = where.split('.');
    return placed({ where, got: valueAt(values, at), ...fault }, nearestOrigin(at, origins));
  });
}

/** Where the value was written, or the closest thing around it that was. */
function nearestOrigin(path: readonly string[], origins: Origins) {
  for (let length = path.length; length > 0; length--) {
    const found = origins(path.slice(0, length), length === path.length ? 'value' : 'key');
    if (found) return found;
  }
  return undefined;
}
