import { join, relative } from 'node:path';
import { build, type Metafile } from 'esbuild';

const ROOT = join(__dirname, '../..');

/** Files that are loaded with an entry: its static imports and theirs; what `import()` asks for comes later, if ever. */
function loadedWith(entry: string, { inputs }: Metafile): Set<string> {
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind, external } of inputs[path]?.imports ?? [])
      if (!external && kind !== 'dynamic-import') visit(next);
  };
  visit(entry);
  return seen;
}

const packagesOf = (files: ReadonlySet<string>) =>
  new Set([...files].flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));

let metafile: Metafile;
beforeAll(async () => {
  const built = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/main.ts'],
    bundle: true,
    platform: 'node',
    write: false,
    metafile: true,
    logLevel: 'error',
    alias: { archiver: join(ROOT, 'scripts/stubs/archiver.cjs') },
  });
  metafile = built.metafile;
});

test('--help and --version load the parser and nothing else', () => {
  const packages = packagesOf(loadedWith('src/cli/main.ts', metafile));
  for (const heavy of ['cdktf', 'cdk8s', 'constructs', 'zod', 'yaml']) expect([...packages]).not.toContain(heavy);
  expect([...packages]).toContain('yargs');
});

test.each(['stages/index.ts', 'src/operations/stages.ts', 'src/operations/validate.ts', 'src/operations/synth.ts'])(
  '%s loads neither cdktf nor cdk8s by being imported',
  (entry) => {
    const packages = packagesOf(loadedWith(entry, metafile));
    for (const heavy of ['cdktf', 'cdk8s', 'constructs', '@cdktf/provider-aws'])
      expect([...packages]).not.toContain(heavy);
  },
);

test('the built command line has both libraries inside', () => {
  const all = packagesOf(new Set(Object.keys(metafile.inputs).map((path) => relative('.', path))));
  expect([...all]).toEqual(expect.arrayContaining(['cdktf', 'cdk8s', 'constructs']));
});
