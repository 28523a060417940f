import { UserError } from '../../kit/errors';
import { or } from '../../kit/nearest';
import { bundleFlag, configFlags, configRequest, list, on, text } from '../flags';
import type { Arguments, Verb } from '../verb';

/** Repeated here so that help loads nothing of the diff; a test holds the two together. */
export const CLASS_NAMES = ['safe', 'rollout', 'disruption', 'replace', 'data'];

const FORMATS = ['text', 'json', 'markdown', 'html'] as const;

export const diffVerb: Verb = {
  name: 'diff',
  summary: 'what stage N adds, changes and removes against N-1, or against a directory',
  description:
    'Compares what stage N renders with what stage N-1 renders (stage 1 with nothing), over Terraform, Kubernetes and files, before anything changes.',
  flags: {
    ...bundleFlag,
    ...configFlags,
    from: { type: 'string', value: 'M', summary: 'stage of the old side; 0 is nothing (default: N-1)' },
    against: { type: 'string', value: 'DIR', summary: 'directory that is the old side, instead of a stage' },
    format: {
      type: 'string',
      choices: FORMATS,
      summary: 'form of the result (default: text)',
    },
    'exit-code': { type: 'boolean', summary: 'exit with 3 when there are differences' },
    'fail-on': {
      type: 'list',
      value: 'class',
      summary: `exit with 3 when a change of this class occurs (${or(CLASS_NAMES)}); may be repeated`,
    },
  },
  examples: [
    ['stagecraft diff --stage 2', 'what stage 2 brings over stage 1'],
    ['stagecraft diff --bundle acme --stage 3 --format markdown', 'for a pull request'],
    ['stagecraft diff --bundle acme --against acme --exit-code', 'whether the bundle is up to date'],
  ],
  async run({ ladder, catalog, progress }, args) {
    const format = formatOf(args);
    progress('comparing');
    const { diff } = await import('../../operations/diff');
    const result = await diff(ladder, catalog, {
      config: configRequest(args),
      from: text(args, 'from'),
      against: text(args, 'against'),
      failOn: list(args, 'fail-on'),
    });
    const differs = on(args, 'exit-code') && result.different;
    return {
      json: result.data,
      text: ({ color }) => result.render(format, color),
      exitCode: differs || result.failing.length > 0 ? 3 : 0,
    };
  },
};

/** `--json` is the same as `--format json`; beside another format one of the two would be ignored. */
function formatOf(args: Arguments): (typeof FORMATS)[number] {
  const format = FORMATS.find((one) => one === text(args, 'format'));
  if (!on(args, 'json')) return format ?? 'text';
  if (format === undefined || format === 'json') return 'json';
  throw new UserError({
    where: '--format',
    what: 'asks for another form than --json',
    got: format,
    allowed: 'json beside --json, or one of the two flags alone',
    next: `leave --json out for ${format}`,
  });
}
