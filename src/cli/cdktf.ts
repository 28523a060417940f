import { existsSync } from 'node:fs';
import { ladder } from '../../stages';
import { catalog } from '../catalog';
import { CONFIG_FILE } from '../config';
import { UserError } from '../kit/errors';
import { cdktfApp } from '../kit/terraform/app';
import { build } from '../operations/build';

/** What cdktf.json runs: the stacks of the bundle in the current directory, or of the defaults where there is none. */
async function main() {
  const config = existsSync(CONFIG_FILE) ? { bundle: '.' } : {};
  const { synthesis } = await build(ladder, catalog, config, { terraform: true, kubernetes: false, files: false });
  cdktfApp(synthesis.terraform).synth();
}

main().catch((error) => {
  process.stderr.write(`${error instanceof UserError ? error.message : error.stack}\n`);
  process.exitCode = error instanceof UserError ? 1 : 2;
});
