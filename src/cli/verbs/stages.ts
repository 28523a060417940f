import { text } from '../flags';
import { columns, lines } from '../text';
import type { Verb } from '../verb';

export const stagesVerb: Verb = {
  name: 'stages',
  summary: 'the ladder, or one stage: what it brings, needs and asks of people',
  description: 'Prints the five stages, or everything about one of them.',
  positional: { name: 'stage', required: false, summary: 'number of one stage, 1 to 5' },
  flags: {},
  examples: [
    ['stagecraft stages', 'the ladder'],
    ['stagecraft stages 2', 'one stage'],
  ],
  async run({ ladder }, args) {
    const { describeStages } = await import('../../operations/stages');
    const result = describeStages(ladder, text(args, 'stage'));
    return {
      json: result,
      text: () =>
        lines(
          ...columns(
            result.map((s) => [String(s.number), s.title, `${s.components.length} components`, s.summary]),
            '',
          ),
        ),
    };
  },
};
