import { formatFault } from '../../kit/errors';
import { fillBeforeApply } from '../fill';
import { bundleFlag, configFlags, configRequest } from '../flags';
import { count, lines } from '../text';
import type { Verb } from '../verb';

export const validateVerb: Verb = {
  name: 'validate',
  summary: 'check configuration, references between objects, and both faces of every identity',
  description:
    'Synthesizes in memory and checks it: every reference between objects leads somewhere, and role and service account of every workload identity agree. Lists what the team must fill in before the first apply. Writes nothing.',
  flags: { ...bundleFlag, ...configFlags },
  examples: [
    ['stagecraft validate --bundle acme', 'a bundle'],
    ['stagecraft validate --stage 5', 'stage 5 by its defaults'],
  ],
  async run({ ladder, catalog, progress }, args) {
    progress('checking');
    const { validate } = await import('../../operations/validate');
    const result = await validate(ladder, catalog, { config: configRequest(args) });
    const right = result.problems.length === 0;
    return {
      json: result,
      text: () =>
        lines(
          ...result.problems.map(formatFault),
          ...result.warnings.map((warning) => `warning: ${formatFault(warning)}`),
          right ? `stage ${result.stage}: no problems` : count(result.problems.length, 'problem'),
          ...fillBeforeApply(result.fill),
        ),
      exitCode: right ? 0 : 1,
    };
  },
};
