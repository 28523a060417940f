// Builds the package: dist/ with declarations for the subpath exports, and the command line with its code cache.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { leaveOut } from './leave-out.mjs';

const onlyCli = process.argv.includes('--cli');
const elsewhere = process.argv.indexOf('--outfile');
if (!onlyCli) {
  rmSync('dist', { recursive: true, force: true });
  execFileSync('node', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}
const start = elsewhere < 0 ? 'dist/stagecraft.js' : process.argv[elsewhere + 1];
const main = start.replace(/\.js$/, '.main.js');
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'linked',
  logLevel: 'warning',
};
await build({
  ...common,
  entryPoints: ['src/cli/start.ts'],
  outfile: start,
  banner: { js: '#!/usr/bin/env node' },
});
await build({
  ...common,
  entryPoints: ['src/cli/main.ts'],
  outfile: main,
  // As Node wraps a module; src/cli/start.ts calls it.
  banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
  footer: { js: '})' },
  plugins: [leaveOut],
});
if (elsewhere < 0) {
  // A first run leaves the code cache: src/cli/code-cache.ts.
  const out = mkdtempSync(path.join(tmpdir(), 'stagecraft-build-'));
  execFileSync('node', [start, 'synth', '--stage', '5', '--to', 'all', '--out', out]);
  rmSync(out, { recursive: true });
}
