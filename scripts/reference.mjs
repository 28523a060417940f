// Writes docs/reference: the configuration page, its JSON Schema for editors, and the command line page.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const work = mkdtempSync(join(tmpdir(), 'stagecraft-reference-'));
try {
  const outfile = join(work, 'reference.cjs');
  await build({
    entryPoints: ['scripts/reference-pages.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias: { archiver: './scripts/stubs/archiver.cjs' },
    logLevel: 'warning',
  });
  const { referencePages } = createRequire(import.meta.url)(outfile);
  mkdirSync('docs/reference', { recursive: true });
  for (const [name, text] of Object.entries(referencePages())) writeFileSync(join('docs/reference', name), text);
} finally {
  rmSync(work, { recursive: true, force: true });
}
