import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { starterFiles } from '../support/synth';
import { judged, pass } from './support/judges';
import { variant, variantNames } from './support/variants';

const shellcheck = { name: 'shellcheck' };

judged([shellcheck], 'shellcheck of every script of a bundle', (command) => {
  test.each(variantNames)('%s', async (name) => {
    const directory = mkdtempSync(join(tmpdir(), 'stagecraft-scripts-'));
    const scripts = (await starterFiles(variant(name))).filter(({ path }) => path.endsWith('.sh'));
    expect(scripts.length).toBeGreaterThan(0);
    for (const { path, text } of scripts) {
      writeFileSync(join(directory, basename(path)), text);
      await pass(command, [join(directory, basename(path))]);
    }
  });
});
