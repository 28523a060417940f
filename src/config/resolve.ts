import { z } from 'zod';
import { type Catalog, catalogImage } from '../catalog';
import type { Component, Context, Platform, StageNumber } from '../kit/contract';
import { type Fault, UserError } from '../kit/errors';
import { imageReference } from '../kit/image';
import { allComponents, type Ladder, upTo } from '../kit/ladder';
import { partitionOf } from './partition';
import { type PlatformConfig, platformShape } from './platform';

/** Configuration as a plain tree, before defaults. */
export type RawConfig = Readonly<Record<string, unknown>>;

/** The configuration of one cluster, validated and complete. */
export interface Resolved {
  readonly platform: Platform;
  readonly ladder: Ladder;
  readonly components: readonly Component[];
  /** Stage that raised a value, by dotted path. */
  readonly raised: ReadonlyMap<string, StageNumber>;
  contextOf<C>(component: Component<C>): Context<C>;
}

/** The schema of stagecraft.yaml: the platform's keys and one key a component, of every stage. */
export function configSchema(ladder: Ladder) {
  const fragments: Record<string, z.ZodType> = {};
  for (const { config, optional } of allComponents(ladder))
    if (config) fragments[config.key] = withSwitch(config.schema, optional ?? false);
  return z.strictObject({ ...platformShape, ...fragments });
}

function withSwitch(schema: z.ZodType, optional: boolean): z.ZodType {
  const object = schema as z.ZodObject;
  const full = optional
    ? object.extend({ enabled: z.boolean().default(true).describe('Whether this component is there.') })
    : object;
  return full.prefault({});
}

/**
 * Validates a raw configuration against the ladder and makes it complete.
 *
 * @throws UserError with every fault found
 */
export function resolve(ladder: Ladder, raw: RawConfig, catalog: Catalog): Resolved {
  const { config, raised } = fold(ladder, raw);
  const parsed = configSchema(ladder).safeParse(config);
  if (!parsed.success) throw new UserError(parsed.error.issues.map(toFault));
  const values = parsed.data as PlatformConfig & Record<string, any>;
  const platform = platformOf(values);
  const inForce = upTo(ladder, platform.stage);
  const components = allComponents(inForce).filter((c) => !c.config || !c.optional || values[c.config.key].enabled);
  const contextOf = contexts(platform, inForce, components, values, catalog);
  const faults = components.flatMap((c) => [...missing(c, components), ...checks(c, contextOf(c))]);
  if (faults.length > 0) throw new UserError(faults);
  return { platform, ladder: inForce, components, raised, contextOf };
}

function fold(ladder: Ladder, raw: RawConfig) {
  const config = structuredClone(raw) as Record<string, any>;
  const raised = new Map<string, StageNumber>();
  const stage = typeof raw.stage === 'number' ? (raw.stage as StageNumber) : 1;
  for (const { number, raises } of [...upTo(ladder, stage)].reverse()) {
    for (const [path, value] of Object.entries(raises ?? {}))
      if (setDefault(config, path.split('.'), value)) raised.set(path, number);
  }
  return { config, raised };
}

/** Sets a value where the user gave none; says whether it did. */
function setDefault(target: Record<string, any>, [key = '', ...rest]: string[], value: unknown): boolean {
  if (rest.length === 0) {
    if (key in target) return false;
    target[key] = value;
    return true;
  }
  target[key] ??= {};
  if (typeof target[key] !== 'object' || Array.isArray(target[key])) return false;
  return setDefault(target[key], rest, value);
}

function platformOf(values: PlatformConfig): Platform {
  const { name, account, region } = values;
  return {
    stage: values.stage as StageNumber,
    name,
    account,
    region,
    partition: partitionOf(region),
    domain: values.domain,
    repository: values.repository,
    registry: values.registry,
    teams: values.teams,
    tags: { 'stagecraft:cluster': name, ...values.tags },
    state:
      values.state.type === 's3'
        ? {
            ...values.state,
            bucket: values.state.bucket ?? `${name}-tfstate-${account}-${region}`,
            region: values.state.region ?? region,
          }
        : values.state,
  };
}

function contexts(
  platform: Platform,
  stages: Ladder,
  components: readonly Component[],
  values: Record<string, any>,
  catalog: Catalog,
) {
  const names = new Set(components.map(({ name }) => name));
  const made = new Map<string, Context>();
  const fragment = (c: Component) => (c.config ? values[c.config.key] : {});
  const contextOf = <C>(c: Component<C>): Context<C> => {
    const known = made.get(c.name);
    if (known) return known;
    const context: Context<C> = {
      platform,
      config: fragment(c),
      catalog,
      stages,
      components,
      configOf: (other) => (names.has(other.name) ? fragment(other) : undefined),
      contextOf,
      has: (name) => names.has(name),
      image: (key) => imageReference(catalogImage(catalog, key), platform.registry),
    };
    made.set(c.name, context);
    return context;
  };
  return contextOf;
}

function missing(component: Component, present: readonly Component[]): Fault[] {
  return (component.needs ?? [])
    .filter((name) => !present.some((other) => other.name === name))
    .map((name) => ({
      where: component.config?.key ?? component.name,
      what: `${component.name} needs ${name}, which is switched off`,
      next: `switch ${name} on, or ${component.name} off as well`,
    }));
}

function checks(component: Component, context: Context): Fault[] {
  return (component.check?.(context) ?? []).map(({ path, ...fault }) => ({
    where: path.startsWith('/')
      ? path.slice(1)
      : [component.config?.key ?? component.name, path].filter(Boolean).join('.'),
    ...fault,
  }));
}

function toFault(issue: z.core.$ZodIssue): Fault {
  return { where: issue.path.join('.') || 'stagecraft.yaml', what: issue.message };
}
