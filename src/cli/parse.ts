import yargs from 'yargs';
import { type Fault, UserError } from '../kit/errors';
import { commonFlags } from './flags';
import type { Arguments, Flag, Verb } from './verb';

/** What a command line asks for. */
export type Parsed = { readonly print: string } | { readonly verb: Verb; readonly args: Arguments };

const WIDTH = 100;

/**
 * Reads a command line.
 *
 * @throws UserError with every fault of it
 */
export function parse(argv: readonly string[], verbs: readonly Verb[], version: string): Parsed {
  let picked: { verb: Verb; args: Arguments } | undefined;
  let print = '';
  const parser = build(verbs, version, (verb, args) => {
    picked = { verb, args };
  });
  parser.parse([...argv], {}, (error: Error | undefined, _: unknown, output: string) => {
    if (error) throw error;
    print = output;
  });
  if (picked) return picked;
  return { print: `${print}\n` };
}

/** The text of `--help`, for the program or one verb. */
export function help(verbs: readonly Verb[], version: string, verb?: string): string {
  const parsed = parse([...(verb ? [verb] : []), '--help'], verbs, version);
  return 'print' in parsed ? parsed.print : '';
}

function build(verbs: readonly Verb[], version: string, pick: (verb: Verb, args: Arguments) => void) {
  const parser = yargs([])
    .scriptName('stagecraft')
    .usage(
      '$0 <verb> [flags]\n\nGenerates what each of five stages of Kubernetes adoption needs, and what the next one changes.',
    )
    .version(version)
    .help()
    .detectLocale(false)
    .exitProcess(false)
    .wrap(WIDTH)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .fail((message, error) => {
      throw error ?? new UserError({ where: 'command line', what: message, next: 'see stagecraft --help' });
    })
    .example('stagecraft stages', 'the ladder')
    .example('stagecraft generate acme --stage 1', 'a first bundle')
    .example('stagecraft diff --bundle acme --stage 2', 'what the next stage would change');
  for (const verb of verbs) {
    parser.command({
      command: `${verb.name}${verb.positional ? ` ${placeholder(verb)}` : ''}`,
      describe: verb.summary,
      builder: (y) => describe(y as typeof parser, verb),
      handler: (args) => {
        const faults = check(verb, args);
        if (faults.length > 0) throw new UserError(faults);
        pick(verb, args);
      },
    });
  }
  return parser.demandCommand(1, 'no verb given');
}

function placeholder({ positional }: Verb): string {
  return positional?.required ? `<${positional.name}>` : `[${positional?.name}]`;
}

function describe<T extends ReturnType<typeof yargs>>(parser: T, verb: Verb): T {
  parser.usage(`$0 ${verb.name}${verb.positional ? ` ${placeholder(verb)}` : ''} [flags]\n\n${verb.description}`);
  if (verb.positional) parser.positional(verb.positional.name, { type: 'string', describe: verb.positional.summary });
  for (const [name, flag] of Object.entries({ ...verb.flags, ...commonFlags })) parser.option(name, option(flag));
  for (const [command, what] of verb.examples) parser.example(command, what);
  return parser;
}

function option(flag: Flag) {
  return {
    type: flag.type === 'list' ? ('array' as const) : flag.type,
    string: flag.type !== 'boolean',
    describe: flag.summary,
    requiresArg: flag.type !== 'boolean',
    choices: flag.choices,
    demandOption: flag.required ?? false,
  };
}

function check(verb: Verb, args: Arguments): Fault[] {
  const known = new Set([
    '_',
    '$0',
    'help',
    'version',
    verb.positional?.name,
    ...Object.keys({ ...verb.flags, ...commonFlags }),
  ]);
  return Object.keys(args)
    .filter((key) => !known.has(key))
    .map((key) => ({
      where: `--${key}`,
      what: `${verb.name} has no such flag`,
      next: `see stagecraft ${verb.name} --help`,
    }));
}
