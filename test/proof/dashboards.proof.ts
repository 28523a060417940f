import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../../src/kit/yaml';
import { allDashboards, queriesOf } from '../support/dashboards';
import { withoutVariables } from '../support/promql';
import { CHOICES } from '../support/resolved';
import { judged, pass } from './support/judges';

judged([{ name: 'promtool' }], 'the real parser takes every query of every dashboard', (promtool) => {
  test('as the expression of a rule', async () => {
    const dashboards = (await Promise.all(CHOICES.map((raw) => allDashboards(5, raw)))).flat();
    const rules = queriesOf(dashboards).map(({ where, expr }, index) => ({
      record: `dashboard:query:number${index}`,
      expr: withoutVariables(expr),
      labels: { where },
    }));
    expect(rules.length).toBeGreaterThan(100);
    const folder = mkdtempSync(join(tmpdir(), 'stagecraft-dashboards-'));
    writeFileSync(join(folder, 'queries.yaml'), toYaml({ groups: [{ name: 'dashboards', rules }] }));
    await pass(promtool, ['check', 'rules', 'queries.yaml'], { cwd: folder });
  });
});
