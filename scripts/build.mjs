// Builds the package: dist/ with declarations for the subpath exports, and the command line as one file.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const onlyCli = process.argv.includes('--cli');
const elsewhere = process.argv.indexOf('--outfile');
if (!onlyCli) {
  rmSync('dist', { recursive: true, force: true });
  execFileSync('node', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}
/** zod carries its messages in some fifty languages; ours are in English and written by us. */
const oneLanguage = {
  name: 'one-language',
  setup({ onResolve }) {
    onResolve({ filter: /locales\/index\.(?:js|cjs)$/ }, ({ resolveDir }) =>
      resolveDir.includes('/zod/') ? { path: path.resolve('scripts/stubs/locales.cjs') } : undefined,
    );
  },
};

await build({
  entryPoints: ['src/cli/main.ts'],
  outfile: elsewhere < 0 ? 'dist/stagecraft.js' : process.argv[elsewhere + 1],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  banner: { js: '#!/usr/bin/env node' },
  // Only cdktf's file assets need it, and we have none; it is half of what cdktf costs to load.
  alias: { archiver: './scripts/stubs/archiver.cjs' },
  plugins: [oneLanguage],
  legalComments: 'linked',
  logLevel: 'warning',
});
