import type { ComponentView, StageView } from '../../operations/stages';
import { text } from '../flags';
import { columns, count, lines } from '../text';
import type { Verb } from '../verb';

export const stagesVerb: Verb = {
  name: 'stages',
  summary: 'the ladder, or one stage: what it brings, needs and asks of people',
  description: 'Prints the five stages, or everything about one of them. Reads no configuration.',
  positional: { name: 'stage', required: false, summary: 'one stage, by number (1 to 5) or by name' },
  flags: {},
  examples: [
    ['stagecraft stages', 'the ladder'],
    ['stagecraft stages 2', 'one stage'],
    ['stagecraft stages 2 --json', 'for a script'],
  ],
  async run({ ladder }, args) {
    const { describeStages } = await import('../../operations/stages');
    const only = text(args, 'stage');
    const views = describeStages(ladder, only);
    const [first] = views;
    return {
      json: only === undefined ? views : first,
      text: () => (only === undefined || !first ? ladderText(views) : stageText(first)),
    };
  },
};

const NOTHING = 'no components yet';

function ladderText(views: readonly StageView[]): string {
  return lines(
    ...views.flatMap(({ number, title, summary, brings }) => [
      `${number}  ${title}`,
      `   ${summary}`,
      `   ${brings.length === 0 ? NOTHING : `${count(brings.length, 'component')}: ${names(brings)}`}`,
    ]),
    '',
    'one stage in full: stagecraft stages N',
  );
}

function names(brings: StageView['brings']): string {
  return brings.map(({ name }) => name).join(', ');
}

function stageText(view: StageView): string {
  return lines(
    `stage ${view.number}: ${view.title} (${view.name})`,
    view.summary,
    '',
    ...section('brings', brings(view)),
    ...section('Terraform stacks', stacks(view)),
    ...section('needs', needs(view)),
    ...section('raises, unless stagecraft.yaml says otherwise', raises(view)),
    ...people(view),
  )
    .trimEnd()
    .concat('\n');
}

function section(title: string, body: readonly string[]): string[] {
  return body.length === 0 ? [] : [`${title}:`, ...body, ''];
}

function brings(view: StageView): string[] {
  if (view.brings.length === 0) return [`  nothing: this stage has ${NOTHING}`];
  return columns(
    view.brings.map(({ name, summary, ...component }) => {
      const how = switches(component);
      return [name, how.length > 0 ? `${summary} (${how.join(', ')})` : summary];
    }),
  );
}

function switches({ key, optional, chosenBy }: Pick<ComponentView, 'key' | 'optional' | 'chosenBy'>): string[] {
  return [
    ...(chosenBy ? [`with ${chosenBy.path}: ${chosenBy.is}`] : []),
    ...(optional && key ? [`off with ${key}.enabled: false`] : []),
  ];
}

function stacks(view: StageView): string[] {
  return columns(
    view.stacks.map(({ name, title, after }) => [
      name,
      after.length > 0 ? `${title}; after ${after.join(', ')}` : title,
    ]),
  );
}

function needs({ number, needs: { stages, stacks: others, components } }: StageView): string[] {
  if (stages.length === 0) return ['  nothing before it'];
  const rows = [['stages', `${stages.join(', ')} (--stage ${number} includes them)`]];
  if (others.length > 0) rows.push(['stacks', `${others.join(', ')}: applied first`]);
  if (components.length > 0) rows.push(['components', `${components.join(', ')}: switched on`]);
  return columns(rows);
}

function raises(view: StageView): string[] {
  return columns(Object.entries(view.raises).map(([path, value]) => [path, JSON.stringify(value)]));
}

function people({ people: { owners, review, ready } }: StageView): string[] {
  return [
    ...section('owners, by path of the bundle', columns(Object.entries(owners))),
    ...section('a reviewer looks at', bullets(review)),
    ...section('ready for the next stage when', bullets(ready)),
  ];
}

function bullets(all: readonly string[]): string[] {
  return all.map((item) => `  - ${item}`);
}
