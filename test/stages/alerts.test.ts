import { isAlert } from '../../src/kit/alert';
import { collectMonitoring } from '../../src/kit/collect';
import { alertsOf, unitTests } from '../support/alert-tests';
import { CHOICES, resolved } from '../support/resolved';

describe.each(CHOICES.map((choice) => [JSON.stringify(choice), choice] as const))('%s', (_choice, choice) => {
  const { components, contextOf, platform } = resolved({ stage: 5, ...choice });
  const [first] = components;
  if (!first) throw new Error('no components');
  const { rules, runbooks } = collectMonitoring(contextOf(first));
  const alerts = rules.flatMap((group) => group.rules.flatMap((rule) => ('alert' in rule ? [rule] : [])));

  test('alerts have names of their own', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test.each(alerts.map((alert) => [alert.alert, alert] as const))('%s can be acted on', (name, alert) => {
    expect(isAlert(alert)).toBe(true);
    expect(name).toMatch(/^[A-Z][A-Za-z0-9]+$/);
    expect(Object.keys(platform.teams)).toContain(alert.owner);
    expect(alert.summary.length).toBeLessThan(90);
    expect(alert.threshold.length).toBeGreaterThan(20);
    const page = runbooks.find((one) => one.alert === name);
    expect(page?.look).toContain('```sh');
    for (const text of [page?.meaning, page?.impact, page?.end]) expect(text?.length).toBeGreaterThan(20);
  });

  test.each(alertsOf(rules).map((alert) => [alert.alert, alert] as const))('%s is proved both ways', (_, alert) => {
    const { fires, silent } = alert.proof;
    expect(Object.keys(fires.series).length).toBeGreaterThan(0);
    // The dead man's switch has no silence: it is there to be missed.
    expect(silent.length).toBeGreaterThan(alert.expr === 'vector(1)' ? -1 : 0);
    for (const one of silent) expect(Object.keys(one.series).length).toBeGreaterThan(0);
  });

  test('every alert gets a firing and a silent test, with its texts filled in', () => {
    const { tests } = unitTests(rules, 'rules.yaml');
    const cases = tests.flatMap((file) => file.tests);
    for (const { alert, expr } of alerts) {
      if (expr === 'vector(1)') continue;
      expect(cases.some(({ name }) => name.startsWith(`${alert} fires when`))).toBe(true);
      expect(cases.some(({ name }) => name.startsWith(`${alert} is silent when`))).toBe(true);
    }
  });
});
