import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { judged, pass } from './support/judges';

const ROOT = join(__dirname, '../..');

judged([{ name: 'npm' }], 'the packed package', (npm) => {
  let work: string;
  let tarball: string;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'stagecraft-package-'));
    await pass(npm, ['pack', '--pack-destination', work, '--silent'], { cwd: ROOT });
    tarball = join(work, readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '');
  });

  test('its command line runs after an install that has neither provider-aws nor cdktf nor cdk8s', async () => {
    const home = join(work, 'cli');
    mkdirSync(home);
    writeFileSync(join(home, 'package.json'), '{ "private": true }');
    await pass(npm, ['install', '--no-audit', '--no-fund', '--omit=peer', tarball], { cwd: home });
    const installed = readdirSync(join(home, 'node_modules'));
    expect(installed.filter((name) => ['@cdktf', 'cdktf', 'cdk8s', 'constructs'].includes(name))).toEqual([]);
    const command = join(home, 'node_modules/.bin/stagecraft');
    await pass(command, ['synth', '--stage', '2', '--to', 'all', '--out', join(home, 'out')], { cwd: home });
    await pass(command, ['generate', join(home, 'acme'), '--stage', '1', '--name', 'acme'], { cwd: home });
    expect(readFileSync(join(home, 'out/terraform/cluster/cdk.tf.json'), 'utf8')).toContain('aws_eks_cluster');
    expect(readdirSync(join(home, 'acme'))).toEqual(
      expect.arrayContaining(['stagecraft.yaml', 'terraform', 'kubernetes', 'README.md', 'CODEOWNERS']),
    );
  });

  test('the app of the README compiles against it and synthesizes', async () => {
    const home = join(work, 'app');
    const modules = join(home, 'node_modules');
    mkdirSync(join(modules, 'stagecraft'), { recursive: true });
    await pass('tar', ['-xzf', tarball, '-C', join(modules, 'stagecraft'), '--strip-components=1']);
    for (const name of [
      'cdktf',
      '@cdktf',
      'cdk8s',
      'constructs',
      'zod',
      'eta',
      'js-yaml',
      'fastest-levenshtein',
      '@types',
      'undici-types',
    ]) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    }
    const [, sample = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
    writeFileSync(join(home, 'main.ts'), sample);
    writeFileSync(join(home, 'package.json'), '{ "private": true }');
    cpSync(join(__dirname, 'support/app.tsconfig.json'), join(home, 'tsconfig.json'));
    await pass('node', [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', home]);
    await pass('node', [join(home, 'main.js')], { cwd: home });
    expect(readdirSync(join(home, 'cdktf.out/stacks'))).toEqual(['network']);
    expect(readdirSync(join(home, 'dist'))).toHaveLength(1);
  });
});
