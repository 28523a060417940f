import type { Bundle, Raise, Reasons } from '../../diff';
import type { Component, Layer } from '../../kit/contract';
import type { Built } from '../build';
import { TEAM_FILES } from '../generate/pages';

/** A side with nothing in it. */
export const EMPTY: Bundle = { terraform: [], kubernetes: [], files: [] };

const LAYERS: readonly Layer[] = ['crds', 'controllers', 'platform'];

/** What was built, as a comparison takes it. */
export function sideOf({ synthesis, loaded }: Built): Bundle {
  const { components, contextOf } = loaded.resolved;
  const owners = new Map(
    components.flatMap((c) => (c.files?.(contextOf(c)) ?? []).map(({ path }) => [path, c.name] as const)),
  );
  return {
    terraform: synthesis.terraform,
    kubernetes: synthesis.kubernetes.flatMap(({ component, layer, objects }) =>
      objects.map((object) => ({ object, component, layer: LAYERS.indexOf(layer) })),
    ),
    files: [...synthesis.files, ...TEAM_FILES].map((file) => ({ ...file, component: owners.get(file.path) })),
  };
}

/** For each component: the stage that brings it, and what of it a stage raised on one side and not on the other. */
export function reasonsOf(after: Built, before?: Built): Reasons {
  const ladder = [...(before?.loaded.resolved.ladder ?? []), ...after.loaded.resolved.ladder];
  return Object.fromEntries(
    ladder.flatMap(({ number, components }) =>
      components.map((component) => {
        const raised = before ? raisesOf(component, after, before) : [];
        return [component.name, { stage: number, ...(raised.length > 0 ? { raised } : {}) }] as const;
      }),
    ),
  );
}

function raisesOf({ config }: Component, after: Built, before: Built): Raise[] {
  if (!config) return [];
  const [old, now] = [before.loaded.resolved.raised, after.loaded.resolved.raised];
  const all = new Map([...old, ...now]);
  return [...all]
    .filter(([path]) => path === config.key || path.startsWith(`${config.key}.`))
    .filter(([path]) => old.get(path) !== now.get(path))
    .map(([path, stage]) => ({ path, stage }));
}
