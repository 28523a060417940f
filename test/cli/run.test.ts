import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { component } from '../../src/kit/contract';
import type { Ladder } from '../../src/kit/ladder';
import { version } from '../../src/kit/version';
import { testLadder } from '../config/support';
import { cli } from './support';

const [first] = testLadder;

/** A ladder whose only component fails in the way of a bug. */
function broken(): Ladder {
  const failing = component({
    name: 'failing',
    title: 'Failing',
    summary: 'fails',
    k8s: {
      layer: 'platform',
      load: async () => () => {
        throw new Error('out of cheese');
      },
    },
  });
  return first ? [{ ...first, components: [failing] }] : [];
}

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stagecraft-cli-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('exit code 0', () => {
  test('--version prints the version and nothing else', async () => {
    expect(await cli(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test('--help names every verb', async () => {
    const { code, out } = await cli(['--help']);
    expect(code).toBe(0);
    for (const verb of ['generate DIR', 'synth', 'diff', 'stages [STAGE]', 'validate'])
      expect(out).toContain(`  ${verb} `);
  });

  test('help loads no ladder', async () => {
    const { run } = await import('../../src/cli/run');
    const io = { out: () => {}, err: () => {}, color: false, progress: false };
    const never = () => Promise.reject(new Error('loaded'));
    expect(await run(['synth', '--help'], never, io)).toBe(0);
    expect(await run(['--version'], never, io)).toBe(0);
  });

  test('validate lists what to fill in before the first apply', async () => {
    expect(await cli(['validate', '--stage', '2', '--set', 'domain=acme.io'])).toEqual({
      code: 0,
      err: '',
      out: `stage 2: no problems
fill before apply:
  account         "111122223333"                         AWS account, twelve digits in quotes
  repository      "https://github.com/example/platform"  Repository that holds the bundle
  teams.platform  "@example/platform"                    GitHub team by role, for CODEOWNERS and alert routing
  kinds.receiver  (nothing)                              Receiver of alerts
  top.contact     "you@example.com"                      Contact
`,
    });
  });

  test('synth says what it wrote, as text and as JSON', async () => {
    const out = join(directory, 'out');
    expect((await cli(['synth', '--to', 'yaml', '--out', out])).out).toMatch(/^.*out: \d+ files of stage 1\n/);
    const again = await cli(['synth', '--to', 'yaml', '--out', out, '--json']);
    expect(JSON.parse(again.out)).toMatchObject({ stage: 1, out, stacks: [] });
  });
});

describe('exit code 1', () => {
  test('shows every fault on stderr, and nothing on stdout', async () => {
    const { code, out, err } = await cli(['validate', '--stage', '9', '--region', 'eu-wst-1']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(`--stage: stage: is too big
  got:     9
  allowed: a whole number from 1 to 5
  next:    correct it, or remove it for the default, 1
--region: region: is not one of the values there are
  got:     "eu-wst-1"
  allowed: one of 38, such as eu-west-1, eu-west-2 or eu-west-3
  next:    did you mean eu-west-1?
`);
  });

  test('with --json, stdout holds the faults as data', async () => {
    const { code, out, err } = await cli(['validate', '--stage', '9', '--json']);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(JSON.parse(out)).toEqual({
      faults: [
        {
          where: 'stage',
          what: 'is too big',
          got: 9,
          allowed: 'a whole number from 1 to 5',
          next: 'correct it, or remove it for the default, 1',
          flag: '--stage',
        },
      ],
    });
  });

  test('diff --format json speaks JSON of faults too', async () => {
    const { code, out } = await cli(['diff', '--stage', '9', '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out).faults).toHaveLength(1);
  });

  test('--json beside another form of a diff is refused: one of the two would be ignored', async () => {
    const { code, out } = await cli(['diff', '--json', '--format', 'html']);
    expect(code).toBe(1);
    expect(JSON.parse(out).faults).toEqual([
      {
        where: '--format',
        what: 'asks for another form than --json',
        got: 'html',
        allowed: 'json beside --json, or one of the two flags alone',
        next: 'leave --json out for html',
      },
    ]);
    expect((await cli(['diff', '--json', '--format', 'json'])).code).toBe(0);
  });

  test.each([
    ['a flag', ['--region', 'nowhere']],
    ['--set', ['--set', 'kinds.replicas=many']],
    ['a flag there is not', ['--regoin', 'eu-west-1']],
  ])('writes nothing for %s that is wrong', async (_, flags) => {
    const out = join(directory, 'out');
    expect((await cli(['synth', '--to', 'all', '--out', out, ...flags])).code).toBe(1);
    expect((await cli(['generate', out, ...flags])).code).toBe(1);
    expect(existsSync(out)).toBe(false);
  });

  test('writes nothing for a file that is wrong', async () => {
    writeFileSync(join(directory, 'stagecraft.yaml'), 'stage: 9\n');
    const out = join(directory, 'out');
    const { code, err } = await cli(['synth', '--bundle', directory, '--to', 'all', '--out', out]);
    expect(code).toBe(1);
    expect(err).toContain(`${join(directory, 'stagecraft.yaml')}:1:8: stage: is too big`);
    expect(readdirSync(directory)).toEqual(['stagecraft.yaml']);
  });
});

describe('exit code 2', () => {
  test('a bug prints a report that can be filed, without the values of flags', async () => {
    const line = ['synth', '--to', 'yaml', '--out', join(directory, 'secret'), '--name=acme-secret'];
    const { code, out, err } = await cli(line, {}, broken());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('This is a mistake of stagecraft, not of yours.');
    expect(err).toContain(`stagecraft ${version}, node ${process.version}`);
    expect(err).toContain('command: stagecraft synth --to yaml --out … --name=…');
    expect(err).toContain('Error: out of cheese\n    at ');
    expect(err).not.toContain('acme-secret');
    expect(existsSync(join(directory, 'secret'))).toBe(false);
  });
});

describe('a terminal', () => {
  test('sees progress, and it is gone when the verb ends', async () => {
    const { err } = await cli(['generate', join(directory, 'acme')], { progress: true });
    expect(err.startsWith('\r\u001b[2Kgenerating ')).toBe(true);
    expect(err.endsWith('\r\u001b[2K')).toBe(true);
  });

  test('that is none sees no progress', async () => {
    expect((await cli(['generate', join(directory, 'acme')])).err).toBe('');
  });
});
