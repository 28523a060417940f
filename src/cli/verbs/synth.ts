import { bundleFlag, configFlags, configRequest, on, required, text } from '../flags';
import { lines } from '../text';
import type { Verb } from '../verb';

export const synthVerb: Verb = {
  name: 'synth',
  summary: 'render Terraform, Kubernetes manifests, or both into a directory',
  description:
    'Renders stages 1 to N into a directory that is new, empty or ours. With --bundle it writes what the bundle holds, byte for byte.',
  flags: {
    ...bundleFlag,
    ...configFlags,
    to: {
      type: 'string',
      choices: ['terraform', 'yaml', 'all'],
      summary: 'what to render; all writes both, under terraform/ and kubernetes/ (default: all)',
    },
    out: { type: 'string', value: 'DIR', required: true, summary: 'directory to write' },
    force: { type: 'boolean', summary: 'write into a directory that is not ours' },
  },
  examples: [
    ['stagecraft synth --stage 1 --to terraform --out tf', 'Terraform of stage 1, defaults alone'],
    ['stagecraft synth --bundle acme --to yaml --out manifests', "a bundle's manifests"],
    ['stagecraft synth --stage 2 --set tags.owner=me --to all --out out', 'both sides, one key changed'],
  ],
  async run({ ladder, catalog, progress }, args) {
    progress('rendering');
    const { synth } = await import('../../operations/synth');
    const result = await synth(ladder, catalog, {
      config: configRequest(args),
      to: (text(args, 'to') ?? 'all') as 'terraform' | 'yaml' | 'all',
      out: required(args, 'out'),
      force: on(args, 'force'),
    });
    return {
      json: result,
      text: () =>
        lines(
          `${result.out}: ${result.files.length} files of stage ${result.stage}`,
          ...result.stacks.map((name) => `  terraform stack ${name}`),
          ...(result.components.length > 0 ? [`  manifests of ${result.components.join(', ')}`] : []),
        ),
    };
  },
};
