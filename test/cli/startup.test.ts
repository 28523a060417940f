import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(__dirname, '../..');

/** Entries of what is heavy; each says that it was loaded. */
const HEAVY = /node_modules\/(cdktf|cdk8s|constructs|zod|yaml)\/.*\.js$/;

let work: string;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'stagecraft-startup-'));
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(work, 'stagecraft.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
    alias: { archiver: join(ROOT, 'scripts/stubs/archiver.cjs') },
    plugins: [
      {
        name: 'say what is loaded',
        setup({ onLoad }) {
          onLoad({ filter: HEAVY }, ({ path }) => {
            const [, name] = HEAVY.exec(path) ?? [];
            return { contents: `(globalThis.loaded ??= new Set()).add('${name}');\n${readFileSync(path, 'utf8')}` };
          });
        },
      },
    ],
  });
});
afterAll(() => rmSync(work, { recursive: true }));

/** The packages that were loaded when a command line ended. */
function loadedBy(...line: string[]): string[] {
  const probe = `process.on('exit', () => console.log('\\n' + JSON.stringify([...(globalThis.loaded ?? [])].sort())));
    process.argv.splice(1, 0, 'stagecraft');
    require('./stagecraft.js');`;
  const out = execFileSync('node', ['-e', probe, '--', ...line], { cwd: work, encoding: 'utf8' });
  return JSON.parse(out.trim().split('\n').at(-1) ?? '');
}

test.each([[['--help']], [['synth', '--help']], [['--version']]])('%j loads no schema and no engine', (line) => {
  expect(loadedBy(...line)).toEqual([]);
});

test.each([[['stages']], [['stages', '2', '--json']]])('%j loads no engine', (line) => {
  expect(loadedBy(...line)).toEqual(['zod']);
});

test('synth loads the engine it needs', () => {
  expect(loadedBy('synth', '--to', 'terraform', '--out', 'terraform')).not.toContain('cdk8s');
  expect(loadedBy('synth', '--to', 'yaml', '--out', 'yaml')).not.toContain('cdktf');
  expect(loadedBy('synth', '--to', 'all', '--out', 'all')).toEqual(expect.arrayContaining(['cdk8s', 'cdktf']));
});
