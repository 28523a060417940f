// Writes test/golden/stage-N from the built command line: what `synth --to all` gives from defaults.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';

for (const stage of [1, 2]) {
  const out = `test/golden/stage-${stage}`;
  rmSync(out, { recursive: true, force: true });
  execFileSync('node', ['dist/stagecraft.js', 'synth', '--stage', String(stage), '--to', 'all', '--out', out], {
    stdio: 'inherit',
  });
  rmSync(`${out}/.stagecraft`, { recursive: true, force: true });
}
