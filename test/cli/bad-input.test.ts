import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ladder } from '../../stages';
import { cli } from './support';

interface Bad {
  readonly name: string;
  /** stagecraft.yaml; without it, flags alone. */
  readonly yaml?: string | Buffer;
  readonly flags?: readonly string[];
  /** Prepares the output directory. */
  readonly out?: (path: string) => void;
  /** Place every text must name. */
  readonly where: RegExp;
  /** A file mode that root is not bound by. */
  readonly skip?: boolean;
}

const subnets = (ranges: string) => `network:\n  subnets:\n    private: [${ranges}]\n`;

const BAD: readonly Bad[] = [
  { name: 'an unknown key', yaml: 'nmae: acme\n', where: /nmae/ },
  { name: 'an unknown key of a component', yaml: 'network:\n  cdir: 10.0.0.0/16\n', where: /network\.cdir/ },
  { name: 'a wrong type', yaml: 'tags: [a]\n', where: /tags/ },
  { name: 'a key without a value', yaml: 'name:\n', where: /name/ },
  { name: 'a duplicate key', yaml: 'name: acme\nname: acme\n', where: /name/ },
  { name: 'a YAML syntax error', yaml: 'name: [acme\n', where: /stagecraft\.yaml:\d+:\d+/ },
  { name: 'a tab', yaml: 'tags:\n\ta: b\n', where: /stagecraft\.yaml:2:1/ },
  { name: 'two documents', yaml: 'name: acme\n---\nname: acme\n', where: /stagecraft\.yaml:2:1/ },
  { name: 'a list for a file', yaml: '- acme\n', where: /stagecraft\.yaml:1:1/ },
  { name: 'bytes that are no text', yaml: Buffer.from([0xff, 0xfe, 0x00]), where: /stagecraft\.yaml/ },
  { name: 'stage 9', flags: ['--stage', '9'], where: /--stage/ },
  { name: 'stage 9 in the file', yaml: 'stage: 9\n', where: /stagecraft\.yaml:1:8/ },
  { name: 'a stage that is no number', flags: ['--stage', 'two'], where: /--stage/ },
  { name: 'a region that is none', flags: ['--region', 'eu-wst-1'], where: /--region/ },
  { name: 'a name with a slash', flags: ['--name', 'acme/prod'], where: /--name/ },
  { name: 'a name with a template', yaml: 'name: acme-${env}\n', where: /name/ },
  { name: 'a name too long', flags: ['--name', 'a'.repeat(25)], where: /--name/ },
  { name: 'an account of eleven digits', yaml: 'account: "12345678901"\n', where: /account/ },
  { name: 'an account without quotes', yaml: 'account: 123456789012\n', where: /account/ },
  { name: 'a domain that is none', yaml: 'domain: acme\n', where: /domain/ },
  { name: 'a repository that is no https address', yaml: 'repository: git@acme.io:platform\n', where: /repository/ },
  { name: 'a state that is none', yaml: 'state: {type: gcs}\n', where: /state\.type/ },
  { name: 'a reserved tag', yaml: 'tags: {"aws:owner": me}\n', where: /tags/ },
  { name: 'a prototype', yaml: '__proto__: {a: 1}\n', where: /__proto__/ },
  { name: 'a token of cdktf', yaml: 'tags: {a: "${TfToken[1]}"}\n', where: /tags\.a/ },
  { name: 'a control character', yaml: 'tags: {a: "\\u0007"}\n', where: /tags\.a/ },
  { name: 'a range that is none', yaml: 'network: {cidr: 10.0.0.0/33}\n', where: /network\.cidr/ },
  { name: 'a range that is too small', yaml: 'network: {cidr: 10.0.0.0/24}\n', where: /network\.cidr/ },
  { name: 'two zones', yaml: 'network: {zones: [a, b]}\n', where: /network\.zones/ },
  {
    name: 'two subnets for three zones',
    yaml: subnets('10.0.0.0/19, 10.0.32.0/19'),
    where: /network\.subnets\.private/,
  },
  {
    name: 'ranges that overlap',
    yaml: subnets('10.0.0.0/19, 10.0.0.0/19, 10.0.64.0/19'),
    where: /network\.subnets\.private/,
  },
  { name: 'a Kubernetes version there is not', yaml: 'cluster: {version: "1.20"}\n', where: /cluster/ },
  { name: 'an extended file that is not there', yaml: 'extends: base.yaml\n', where: /extends/ },
  { name: 'a file that extends itself', yaml: 'extends: stagecraft.yaml\n', where: /extends/ },
  { name: '--set without a value', flags: ['--set', 'name'], where: /--set/ },
  { name: '--set of a path there is not', flags: ['--set', 'a.b=1'], where: /--set a\.b=1/ },
  { name: 'a flag there is not', flags: ['--regoin', 'eu-west-1'], where: /--regoin/ },
  { name: 'a side there is not', flags: ['--to', 'helm'], where: /--to/ },
  { name: 'an output directory that is a file', out: (path) => writeFileSync(path, 'mine'), where: /out/ },
  {
    name: 'an output directory that is not ours',
    out: (path) => {
      mkdirSync(path);
      writeFileSync(join(path, 'mine.txt'), 'mine');
    },
    where: /out/,
  },
  {
    name: 'an output directory that may not be written',
    out: (path) => {
      mkdirSync(path);
      chmodSync(path, 0o500);
    },
    where: /out/,
    skip: process.getuid?.() === 0,
  },
];

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stagecraft-bad-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Every path below a directory. */
function files(): string[] {
  return readdirSync(directory, { recursive: true }).map(String).sort();
}

test.each(BAD.filter(({ skip }) => !skip))(
  '$name: exit 1, place, what is allowed, what to do, and nothing written',
  async (bad) => {
    const bundle = join(directory, 'bundle');
    if (bad.yaml !== undefined) {
      mkdirSync(bundle);
      writeFileSync(join(bundle, 'stagecraft.yaml'), bad.yaml);
    }
    const out = join(directory, 'out');
    bad.out?.(out);
    const before = files();
    const line = ['synth', ...(bad.yaml === undefined ? [] : ['--bundle', bundle]), '--out', out, ...(bad.flags ?? [])];

    const text = await cli(line, {}, ladder);
    expect({ code: text.code, out: text.out }).toEqual({ code: 1, out: '' });
    expect(text.err).toMatch(bad.where);
    expect(text.err).not.toMatch(/undefined|\[object|\n {4}at /);

    const json = await cli([...line, '--json'], {}, ladder);
    expect({ code: json.code, err: json.err }).toEqual({ code: 1, err: '' });
    const { faults } = JSON.parse(json.out);
    for (const fault of faults)
      expect(fault).toEqual(
        expect.objectContaining({
          where: expect.any(String),
          what: expect.any(String),
          allowed: expect.any(String),
          next: expect.any(String),
        }),
      );
    if (bad.yaml !== undefined) expect(faults[0].file).toBe(join(bundle, 'stagecraft.yaml'));

    expect(files()).toEqual(before);
  },
);
