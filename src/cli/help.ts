import { allFlags } from './parse';
import { columns, lines, wrap } from './text';
import type { Flag, Verb } from './verb';

const ABOUT =
  'Generates what each of five stages of Kubernetes adoption needs on AWS (Terraform, Kubernetes manifests and the files around them), and shows what the next stage changes before anything does.';

const EXAMPLES: Verb['examples'] = [
  ['stagecraft stages', 'the ladder'],
  ['stagecraft generate acme --stage 1 --name acme --region eu-west-1', 'a first bundle'],
  ['stagecraft diff --bundle acme --stage 2', 'what the next stage would change'],
  ['stagecraft synth --stage 1 --to all --out out', 'stage 1 by its defaults, without a bundle'],
];

export const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  ['1', 'something of yours needs fixing: every fault is listed, nothing was written'],
  ['2', 'a mistake of stagecraft: a report to file is printed'],
  ['3', 'differences, with diff --exit-code or --fail-on'],
];

/** `--help` of the program. */
export function programHelp(verbs: readonly Verb[]): string {
  return lines(
    'usage: stagecraft <verb> [flags]',
    '',
    ...wrap(ABOUT),
    '',
    'verbs:',
    ...columns(verbs.map((verb) => [[verb.name, placeholder(verb)].filter(Boolean).join(' '), verb.summary])),
    '',
    'flags:',
    ...columns([
      ['--help, -h', 'this text, or that of a verb: stagecraft <verb> --help'],
      ['--version', 'version of stagecraft'],
      ['--json', 'on every verb: one JSON document on stdout instead of text'],
    ]),
    '',
    'exit codes:',
    ...columns(EXIT_CODES),
    '',
    ...examples(EXAMPLES),
  );
}

/** `--help` of one verb. */
export function verbHelp(verb: Verb): string {
  const usage = ['usage: stagecraft', verb.name, placeholder(verb), '[flags]'].filter(Boolean).join(' ');
  const { positional } = verb;
  return lines(
    usage,
    '',
    ...wrap(verb.description),
    '',
    ...(positional ? ['words:', ...columns([[placeholder(verb), positional.summary]]), ''] : []),
    'flags:',
    ...columns(Object.entries(allFlags(verb)).map(([name, flag]) => [flagUsage(name, flag), flag.summary])),
    '',
    ...examples(verb.examples),
  );
}

function placeholder({ positional }: Verb): string {
  if (!positional) return '';
  return positional.required ? positional.name.toUpperCase() : `[${positional.name.toUpperCase()}]`;
}

function flagUsage(name: string, flag: Flag): string {
  if (flag.type === 'boolean') return `--${name}`;
  return `--${name} ${flag.choices ? flag.choices.join('|') : (flag.value ?? name.toUpperCase())}`;
}

function examples(all: Verb['examples']): string[] {
  return ['examples:', ...all.flatMap(([command, what]) => [`  # ${what}`, `  ${command}`])];
}
