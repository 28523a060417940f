import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import yargs from 'yargs';
import { ladder } from '../../stages';
import { catalog } from '../catalog';
import { resolve } from '../config';
import { synthesize } from '../operations/synthesize';
import { renderKubernetes, renderTerraform } from '../output/render';

async function main(argv: readonly string[]) {
  const args = await yargs(argv)
    .option('stage', { type: 'number', default: 1 })
    .option('out', { type: 'string', demandOption: true })
    .parse();
  const resolved = resolve(ladder, { stage: args.stage }, catalog);
  const synthesis = await synthesize(resolved, catalog, { terraform: true, kubernetes: true, files: true });
  for (const [prefix, files] of [
    ['terraform', renderTerraform(synthesis.terraform)],
    ['kubernetes', renderKubernetes(synthesis.kubernetes)],
  ] as const)
    for (const [path, text] of files) {
      const full = join(args.out, prefix, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
    }
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
