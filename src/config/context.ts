import { type Catalog, catalogImage } from '../catalog';
import type { Component, Context, Platform, StageNumber } from '../kit/contract';
import { imageReference } from '../kit/image';
import type { Ladder } from '../kit/ladder';
import { partitionOf } from './partition';
import type { PlatformConfig } from './platform';

/** Values the schema let through: the platform's, and one key a component. */
export type Values = PlatformConfig & Readonly<Record<string, any>>;

export function platformOf(values: Values): Platform {
  const { name, account, region, state } = values;
  return {
    stage: values.stage as StageNumber,
    name,
    account,
    region,
    partition: partitionOf(region),
    domain: values.domain,
    repository: values.repository,
    permissionsBoundary: values.permissionsBoundary,
    registry: values.registry,
    teams: values.teams,
    tags: { 'stagecraft:cluster': name, ...values.tags },
    state:
      state.type === 's3'
        ? { ...state, bucket: state.bucket ?? `${name}-tfstate-${account}-${region}`, region: state.region ?? region }
        : state,
  };
}

/** What a component's own part of the configuration is. */
export function fragmentOf(component: Component, values: Values): any {
  return component.config ? values[component.config.key] : {};
}

/** Gives every component the same view of the whole, and its own fragment. */
export function contexts(
  platform: Platform,
  stages: Ladder,
  components: readonly Component[],
  values: Values,
  catalog: Catalog,
) {
  const names = new Set(components.map(({ name }) => name));
  const made = new Map<string, Context>();
  const contextOf = <C>(component: Component<C>): Context<C> => {
    const known = made.get(component.name);
    if (known) return known;
    const context: Context<C> = {
      platform,
      config: fragmentOf(component, values),
      catalog,
      stages,
      components,
      configOf: (other) => (names.has(other.name) ? fragmentOf(other, values) : undefined),
      contextOf,
      has: (name) => names.has(name),
      image: (key) => imageReference(catalogImage(catalog, key), platform.registry),
    };
    made.set(component.name, context);
    return context;
  };
  return contextOf;
}
