import { join } from 'node:path';
import { formatFault } from '../../kit/errors';
import { fillBeforeApply } from '../fill';
import { configFlags, configRequest, on, required } from '../flags';
import { count, lines } from '../text';
import type { Verb } from '../verb';

export const generateVerb: Verb = {
  name: 'generate',
  summary: 'write or update a bundle: the directory a team commits',
  description:
    "Writes stagecraft.yaml, rendered Terraform and manifests, and the plain files around them. An existing bundle is updated: rendered files are rewritten, starter files are merged, the team's own are left alone.",
  positional: { name: 'dir', required: true, summary: 'directory of the bundle' },
  flags: {
    ...configFlags,
    force: { type: 'boolean', summary: 'write into a directory that is not ours' },
  },
  examples: [
    ['stagecraft generate acme --stage 1 --name acme --region eu-west-1', 'a first bundle'],
    ['stagecraft generate acme --stage 2', 'the same bundle, one stage up'],
    ['stagecraft generate acme', 'rendered again after a change of stagecraft.yaml'],
  ],
  async run({ ladder, catalog, progress }, args) {
    const { generate } = await import('../../operations/generate');
    const directory = required(args, 'dir');
    progress(`generating ${directory}`);
    const result = await generate(ladder, catalog, {
      directory,
      config: configRequest(args, undefined),
      force: on(args, 'force'),
    });
    return {
      json: result,
      text: () =>
        lines(
          `${directory}: stage ${result.stage}, ${count(result.written.length, 'file')} written, ${result.unchanged} unchanged`,
          ...result.notes,
          ...result.warnings.map((warning) => `warning: ${formatFault(warning)}`),
          ...fillBeforeApply(result.fill),
          `next: read ${join(directory, 'README.md')}`,
        ),
    };
  },
};
