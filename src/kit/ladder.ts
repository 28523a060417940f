import type { Component, Stage, StageNumber } from './contract';

/** The stages in order. */
export type Ladder = readonly Stage[];

/** Stages 1 to N. */
export function upTo(ladder: Ladder, stage: StageNumber): Ladder {
  return ladder.filter(({ number }) => number <= stage);
}

/** The stage a component belongs to. */
export function stageOf(ladder: Ladder, name: string): Stage | undefined {
  return ladder.find(({ components }) => components.some((component) => component.name === name));
}

/** Every component of the ladder, lowest stage first. */
export function allComponents(ladder: Ladder): readonly Component[] {
  return ladder.flatMap(({ components }) => components);
}
