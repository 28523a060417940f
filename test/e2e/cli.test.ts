import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

let work: string;
let file: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'stagecraft-e2e-'));
  file = join(work, 'stagecraft.js');
  execFileSync('node', ['scripts/build.mjs', '--cli', '--outfile', file], { cwd: ROOT });
});
afterAll(() => rmSync(work, { recursive: true }));

/** Runs the built file in the work directory, away from node_modules. */
function stagecraft(...line: string[]) {
  const { status, stdout, stderr } = spawnSync('node', [file, ...line], { cwd: work, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

test('it runs alone: --version and --help', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(stagecraft('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  expect(stagecraft('--help').out).toContain('usage: stagecraft <verb> [flags]');
});

test('stages, as text and as JSON', () => {
  expect(stagecraft('stages').out).toContain('1  Bootstrapping and Provisioning\n');
  expect(JSON.parse(stagecraft('stages', '1', '--json').out)).toMatchObject({ number: 1, name: 'bootstrapping' });
});

test('synth writes Terraform and manifests', () => {
  const { code, out, err } = stagecraft('synth', '--stage', '1', '--to', 'all', '--out', 'both');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^both: \d+ files of stage 1\n/);
  expect(existsSync(join(work, 'both/terraform/manifest.json'))).toBe(true);
  expect(existsSync(join(work, 'both/kubernetes/kustomization.yaml'))).toBe(true);
});

test('what is wrong exits with 1 and writes nothing', () => {
  const { code, out, err } = stagecraft('synth', '--stage', '9', '--to', 'all', '--out', 'wrong');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('--stage: stage: is too big');
  expect(existsSync(join(work, 'wrong'))).toBe(false);
  const json = stagecraft('synth', '--stage', '9', '--out', 'wrong', '--json');
  expect({ code: json.code, err: json.err }).toEqual({ code: 1, err: '' });
  expect(JSON.parse(json.out).faults[0].where).toBe('stage');
});

test('output that nobody reads to its end is no bug', () => {
  const { status, stderr } = spawnSync('sh', ['-c', `node ${file} stages --json | true`], {
    cwd: work,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('the first run leaves a code cache beside the command line; a damaged one changes nothing', () => {
  const caches = () => readdirSync(work).filter((name) => name.endsWith('.cache'));
  const synth = (out: string) => {
    expect(stagecraft('synth', '--stage', '1', '--to', 'all', '--out', out)).toMatchObject({ code: 0, err: '' });
    return readFileSync(join(work, out, '.stagecraft/owned.json'), 'utf8');
  };
  for (const name of caches()) rmSync(join(work, name));
  stagecraft('--help');
  stagecraft('stages');
  expect(caches()).toEqual([]);
  const first = synth('first');
  const [cache = ''] = caches();
  expect(synth('second')).toBe(first);
  const bytes = readFileSync(join(work, cache));
  writeFileSync(join(work, cache), bytes.fill(0, bytes.length / 2, bytes.length / 2 + 1000));
  expect(synth('third')).toBe(first);
  expect(caches()).toEqual([cache]);
});
