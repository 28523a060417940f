// What cdktf.json runs: `cdktf synth` gives the same stacks as `stagecraft synth --to terraform`.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(root, 'dist', 'cdktf.js');
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/cdktf.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  legalComments: 'none',
  logLevel: 'warning',
});
createRequire(import.meta.url)(outfile);
