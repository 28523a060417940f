import type { Choice, Component, People, Stage, StageNumber } from '../kit/contract';
import { UserError } from '../kit/errors';
import type { Ladder } from '../kit/ladder';
import { nearest, or } from '../kit/nearest';

/** A stage, as `stages` shows it. */
export interface StageView {
  readonly number: StageNumber;
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly brings: readonly ComponentView[];
  /** Terraform stacks it adds, in apply order. */
  readonly stacks: readonly StackView[];
  readonly needs: {
    /** Stages that come with it: every earlier one. */
    readonly stages: readonly StageNumber[];
    /** Stacks of earlier stages that its own come after. */
    readonly stacks: readonly string[];
    /** Components of earlier stages that its own cannot do without. */
    readonly components: readonly string[];
  };
  readonly people: People;
  /** Values of earlier stages it raises, by dotted path. */
  readonly raises: Readonly<Record<string, unknown>>;
}

export interface ComponentView {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Its key in stagecraft.yaml. */
  readonly key?: string;
  /** Whether `<key>.enabled: false` switches it off. */
  readonly optional: boolean;
  /** What brings it in the place of others that do the same. @default - it needs no choosing */
  readonly chosenBy?: Choice;
}

export interface StackView {
  readonly name: string;
  readonly title: string;
  readonly after: readonly string[];
}

/**
 * The stages of the ladder, or the one that was asked for by number or name.
 *
 * @throws UserError when there is no such stage
 */
export function describeStages(ladder: Ladder, only?: string): readonly StageView[] {
  const views = ladder.map((stage) => view(stage, ladder));
  if (only === undefined) return views;
  const found = views.filter(({ number, name }) => only === String(number) || only === name);
  if (found.length === 0) throw unknown(ladder, only);
  return found;
}

function unknown(ladder: Ladder, only: string): UserError {
  const near = nearest(
    only,
    ladder.map(({ name }) => name),
  );
  return new UserError({
    where: 'stages',
    what: 'there is no such stage',
    got: only,
    allowed: or(ladder.map(({ number, name }) => `${number} (${name})`)),
    next: near === undefined ? 'see stagecraft stages' : `did you mean ${near}?`,
  });
}

function view(stage: Stage, ladder: Ladder): StageView {
  const earlier = ladder.filter(({ number }) => number < stage.number);
  const own = new Set(stage.stacks.map(({ name }) => name));
  const components = new Set(stage.components.map(({ name }) => name));
  return {
    number: stage.number,
    name: stage.name,
    title: stage.title,
    summary: stage.summary,
    brings: stage.components.map(componentView),
    stacks: stage.stacks.map(({ name, title, after }) => ({ name, title, after })),
    needs: {
      stages: earlier.map(({ number }) => number),
      stacks: without(
        stage.stacks.flatMap(({ after }) => after),
        own,
      ),
      components: without(
        stage.components.flatMap(({ needs }) => needs ?? []),
        components,
      ),
    },
    people: stage.people,
    raises: stage.raises ?? {},
  };
}

function without(names: readonly string[], own: ReadonlySet<string>): string[] {
  return [...new Set(names)].filter((name) => !own.has(name));
}

function componentView({ name, title, summary, config, optional, chosenBy }: Component): ComponentView {
  return {
    name,
    title,
    summary,
    ...(config ? { key: config.key } : {}),
    optional: optional ?? false,
    ...(chosenBy ? { chosenBy } : {}),
  };
}
