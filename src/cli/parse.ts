import { Parser } from 'yargs/helpers';
import { type Fault, UserError } from '../kit/errors';
import { nearest, or } from '../kit/nearest';
import { commonFlags } from './flags';
import type { Arguments, Flag, Verb } from './verb';

/** What a command line asks for. */
export type Parsed =
  | { readonly ask: 'version' }
  | { readonly ask: 'help'; readonly verb?: Verb }
  | { readonly ask: 'run'; readonly verb: Verb; readonly args: Arguments };

/** Flags of a verb with those every verb takes. */
export function allFlags(verb: Verb): Readonly<Record<string, Flag>> {
  return { ...verb.flags, ...commonFlags };
}

/**
 * Reads a command line.
 *
 * @throws UserError with every fault of it
 */
export function parse(argv: readonly string[], verbs: readonly Verb[]): Parsed {
  const { _: words, help, version, ...flags } = tokens(argv, verbs);
  const [first, ...rest] = words;
  if (version === true && first === undefined) return { ask: 'version' };
  if (first === undefined && help === true) return { ask: 'help' };
  const asked = first === 'help' ? rest[0] : first;
  if (first === 'help' && asked === undefined) return { ask: 'help' };
  const verb = verbs.find(({ name }) => name === asked);
  if (!verb) throw new UserError(unknownVerb(asked, verbs));
  if (help === true || first === 'help') return { ask: 'help', verb };
  const faults = [
    ...switchFaults(argv, verb),
    ...flagFaults(flags, verb),
    ...positionalFaults(rest, verb),
    ...missing(flags, verb),
  ];
  if (faults.length > 0) throw new UserError(faults);
  return { ask: 'run', verb, args: verb.positional ? { ...flags, [verb.positional.name]: rest[0] } : flags };
}

interface Tokens {
  readonly _: readonly string[];
  readonly [flag: string]: unknown;
}

function tokens(argv: readonly string[], verbs: readonly Verb[]): Tokens {
  const known = Object.entries(Object.assign({}, ...verbs.map(allFlags)) as Record<string, Flag>);
  const named = (type: Flag['type']) => known.filter(([, flag]) => flag.type === type).map(([name]) => name);
  const { _, h, ...flags } = Parser([...argv], {
    string: ['_', ...named('string'), ...named('list')],
    array: named('list'),
    boolean: ['help', 'version', ...named('boolean')],
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    },
  });
  return { ...flags, ...(h === undefined ? {} : { help: true }), _: _.map(String) };
}

function unknownVerb(typed: string | undefined, verbs: readonly Verb[]): Fault {
  const names = verbs.map(({ name }) => name);
  const near = typed === undefined ? undefined : nearest(typed, names);
  return {
    where: 'stagecraft',
    what: typed === undefined ? 'needs a verb' : 'has no such verb',
    got: typed,
    allowed: or(names),
    next: near === undefined ? 'see stagecraft --help' : `did you mean ${near}?`,
  };
}

function flagFaults(flags: Readonly<Record<string, unknown>>, verb: Verb): Fault[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    const flag = Object.hasOwn(allFlags(verb), name) ? allFlags(verb)[name] : undefined;
    if (!flag) return [unknownFlag(name, verb)];
    const fault = valueFault(flag, value);
    return fault ? [{ where: `--${name}`, next: seeHelp(verb), ...fault }] : [];
  });
}

/** The parser takes `--force=perhaps` for `--force=false`. */
function switchFaults(argv: readonly string[], verb: Verb): Fault[] {
  return argv.flatMap((word) => {
    const [, name = '', value] = /^--([\w-]+)=(.*)$/s.exec(word) ?? [];
    const flag = Object.hasOwn(allFlags(verb), name) ? allFlags(verb)[name] : undefined;
    if (flag?.type !== 'boolean' || value === 'true' || value === 'false') return [];
    return [{ where: `--${name}`, what: 'takes no value', got: value, allowed: 'the flag alone', next: seeHelp(verb) }];
  });
}

function unknownFlag(name: string, verb: Verb): Fault {
  const names = Object.keys(allFlags(verb));
  const near = nearest(name, names);
  const typed = name.length === 1 ? `-${name}` : `--${name}`;
  return {
    where: typed,
    what: `is no flag of ${verb.name}`,
    got: typed,
    allowed: or(names.map((known) => `--${known}`)),
    next: near === undefined ? seeHelp(verb) : `did you mean --${near}?`,
  };
}

function valueFault(flag: Flag, value: unknown): Omit<Fault, 'where'> | undefined {
  if (flag.type !== 'list' && Array.isArray(value))
    return { what: 'is given more than once', got: value, allowed: 'one value' };
  if (flag.type === 'boolean') return undefined;
  const all = Array.isArray(value) ? value : [value];
  if (all.length === 0 || all.some((one) => one === '' || one === undefined))
    return { what: 'needs a value', allowed: flag.choices ? or(flag.choices) : (flag.value ?? 'text') };
  const wrong = all.find((one) => flag.choices && !flag.choices.includes(String(one)));
  if (wrong === undefined || !flag.choices) return undefined;
  const near = nearest(String(wrong), flag.choices);
  return {
    what: 'is not one of the values there are',
    got: wrong,
    allowed: or(flag.choices),
    ...(near === undefined ? {} : { next: `did you mean ${near}?` }),
  };
}

function positionalFaults(words: readonly string[], verb: Verb): Fault[] {
  const { positional } = verb;
  const surplus = words.slice(positional ? 1 : 0);
  const faults: Fault[] = surplus.map((word) => ({
    where: verb.name,
    what: 'takes no such word',
    got: word,
    allowed: positional ? `one ${positional.name}, and flags` : 'flags alone',
    next: seeHelp(verb),
  }));
  if (positional?.required && !words[0])
    faults.push({
      where: verb.name,
      what: `needs ${positional.name}`,
      allowed: positional.summary,
      next: `for example: ${verb.examples[0]?.[0]}`,
    });
  return faults;
}

function missing(flags: Readonly<Record<string, unknown>>, verb: Verb): Fault[] {
  return Object.entries(verb.flags)
    .filter(([name, flag]) => flag.required && flags[name] === undefined)
    .map(([name, flag]) => ({
      where: `--${name}`,
      what: 'is missing',
      allowed: flag.summary,
      next: `for example: ${verb.examples[0]?.[0]}`,
    }));
}

function seeHelp(verb: Verb): string {
  return `see stagecraft ${verb.name} --help`;
}
