import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../../src/kit/yaml';
import { ladder } from '../../stages';
import { groupsByComponent, unitTests } from '../support/alert-tests';
import { judged, pass } from './support/judges';

judged([{ name: 'promtool' }], 'every alert fires when it must and is silent when it must not', (promtool) => {
  const components = [...groupsByComponent(Math.max(...ladder.map(({ number }) => number)))];

  test.each(components)('the alerts of %s', async (_, groups) => {
    const folder = mkdtempSync(join(tmpdir(), 'stagecraft-alerts-'));
    const { rules, tests } = unitTests(groups, 'rules.yaml');
    writeFileSync(join(folder, 'rules.yaml'), toYaml(rules));
    const names = tests.map((_test, index) => `tests-${index}.yaml`);
    tests.forEach((file, index) => {
      writeFileSync(join(folder, names[index] ?? ''), toYaml(file));
    });
    await pass(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', 'rules.yaml'], { cwd: folder });
    await pass(promtool, ['test', 'rules', ...names], { cwd: folder });
  });
});
