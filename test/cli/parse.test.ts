import { parse } from '../../src/cli/parse';
import { verbs } from '../../src/cli/verbs';
import { CLASS_NAMES } from '../../src/cli/verbs/diff';
import { CLASSES } from '../../src/diff';

const read = (...line: string[]) => parse(line, verbs);
const faults = (...line: string[]) => {
  try {
    read(...line);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('a command line', () => {
  test('is a verb, its word and its flags', () => {
    const parsed = read('generate', 'acme', '--stage', '2', '--set', 'a.b=1', '--set=c=d', '--force');
    expect(parsed).toMatchObject({
      ask: 'run',
      verb: { name: 'generate' },
      args: { dir: 'acme', stage: '2', set: ['a.b=1', 'c=d'], force: true },
    });
  });

  test('may have its flags in front of the verb', () => {
    expect(read('--json', 'stages', '2')).toMatchObject({ verb: { name: 'stages' }, args: { stage: '2', json: true } });
  });

  test('keeps values as they were typed', () => {
    expect(read('validate', '--name', '007', '--set', 'a=1e3')).toMatchObject({
      args: { name: '007', set: ['a=1e3'] },
    });
  });

  test('takes one value a --set', () => {
    expect(faults('validate', '--set', 'a=1', 'b=2')).toContain('validate: takes no such word');
  });
});

describe('help and version', () => {
  test.each([
    [['--help'], undefined],
    [['-h'], undefined],
    [['help'], undefined],
    [['synth', '--help'], 'synth'],
    [['help', 'synth'], 'synth'],
    [['synth', '-h', '--nonsense'], 'synth'],
  ])('%j', (line, verb) => {
    const parsed = read(...line);
    expect(parsed.ask).toBe('help');
    expect(parsed.ask === 'help' ? parsed.verb?.name : 'none').toBe(verb);
  });

  test('--version', () => {
    expect(read('--version')).toEqual({ ask: 'version' });
  });
});

describe('what is wrong', () => {
  test('no verb', () => {
    expect(faults()).toBe(`stagecraft: needs a verb
  allowed: generate, synth, diff, stages or validate
  next:    see stagecraft --help`);
  });

  test('a verb there is not', () => {
    expect(faults('sinth')).toBe(`stagecraft: has no such verb
  got:     "sinth"
  allowed: generate, synth, diff, stages or validate
  next:    did you mean synth?`);
  });

  test('a verb like none there is', () => {
    expect(faults('zzzzzzzz')).toContain('next:    see stagecraft --help');
  });

  test('a flag there is not', () => {
    expect(faults('stages', '--jsn')).toBe(`--jsn: is no flag of stages
  got:     "--jsn"
  allowed: --json
  next:    did you mean --json?`);
  });

  test('a flag of another verb', () => {
    expect(faults('stages', '--out', 'x')).toBe(`--out: is no flag of stages
  got:     "--out"
  allowed: --json
  next:    see stagecraft stages --help`);
  });

  test('a short flag', () => {
    expect(faults('stages', '-x')).toContain('-x: is no flag of stages');
  });

  test('a flag without its value', () => {
    expect(faults('synth', '--out')).toBe(`--out: needs a value
  allowed: DIR
  next:    see stagecraft synth --help`);
    expect(faults('synth', '--out', '--force')).toContain('--out: needs a value');
    expect(faults('synth', '--out=')).toContain('--out: needs a value');
    expect(faults('synth', '--out', 'x', '--set')).toContain('--set: needs a value');
  });

  test('a flag given twice', () => {
    expect(faults('synth', '--out', 'x', '--out', 'y')).toBe(`--out: is given more than once
  got:     ["x","y"]
  allowed: one value
  next:    see stagecraft synth --help`);
  });

  test('a value for a switch', () => {
    expect(faults('synth', '--out', 'x', '--force=perhaps')).toContain('--force: takes no value');
  });

  test('a choice there is not', () => {
    expect(faults('synth', '--to', 'yamml', '--out', 'x')).toBe(`--to: is not one of the values there are
  got:     "yamml"
  allowed: terraform, yaml or all
  next:    did you mean yaml?`);
  });

  test('a flag that is missing', () => {
    expect(faults('synth')).toBe(`--out: is missing
  allowed: directory to write
  next:    for example: stagecraft synth --stage 1 --to terraform --out tf`);
  });

  test('a word that is missing, and one too many', () => {
    expect(faults('generate')).toBe(`generate: needs dir
  allowed: directory of the bundle
  next:    for example: stagecraft generate acme --stage 1 --name acme --region eu-west-1`);
    expect(faults('generate', 'a', 'b')).toBe(`generate: takes no such word
  got:     "b"
  allowed: one dir, and flags
  next:    see stagecraft generate --help`);
  });

  test('everything at once', () => {
    expect(
      faults('synth', '--oot', 'x', '--to', 'html', 'more')
        .split('\n')
        .filter((l) => !l.startsWith(' ')),
    ).toEqual([
      '--oot: is no flag of synth',
      '--to: is not one of the values there are',
      'synth: takes no such word',
      '--out: is missing',
    ]);
  });

  test('a prototype for a flag', () => {
    expect(faults('stages', '--__proto__.polluted', 'x')).not.toBe('');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test('a flag means the same on every verb', () => {
  const types = new Map<string, Set<string>>();
  for (const { flags } of verbs)
    for (const [name, { type }] of Object.entries(flags)) types.set(name, (types.get(name) ?? new Set()).add(type));
  expect([...types].filter(([, all]) => all.size > 1)).toEqual([]);
});

test('diff names the classes of change there are', () => {
  expect(CLASS_NAMES).toEqual(CLASSES);
});
