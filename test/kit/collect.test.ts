import { catalog } from '../../src/catalog';
import { resolve } from '../../src/config';
import { collectMonitoring } from '../../src/kit/collect';
import { component, type Stage } from '../../src/kit/contract';
import type { Monitoring } from '../../src/kit/monitoring';

const scrape = {
  job: 'vault',
  namespace: 'vault',
  service: 'vault',
  port: 'metrics',
  sampleLimit: 10,
  targetLimit: 1,
  podLabels: { app: 'vault' },
  containerPort: 8200,
};
const rules = [
  {
    name: 'vault',
    rules: [
      {
        alert: 'VaultSealed',
        expr: 'vault_core_unsealed == 0',
        severity: 'critical',
        owner: 'platform',
        summary: 's',
        description: 'd',
        threshold: 't',
      } as const,
    ],
  },
];

function collected(...said: Monitoring[]) {
  const stage = (number: 1 | 2, components: Monitoring[]): Stage => ({
    number,
    name: `stage-${number}`,
    title: '',
    summary: '',
    stacks: [],
    components: components.map((monitoring, index) =>
      component({ name: `c${number}-${index}`, title: '', summary: '', monitoring: () => monitoring }),
    ),
    people: { owners: {}, review: [], ready: [] },
  });
  const [first = {}, ...rest] = said;
  const ladder = [stage(1, [first]), stage(2, rest)];
  const { components, contextOf } = resolve(ladder, { stage: 2 }, catalog);
  const [one] = components;
  if (!one) throw new Error('no component');
  return collectMonitoring(contextOf(one));
}

test('what components of every stage say arrives in ladder order, with who said it', () => {
  const { scrapes, rules: groups } = collected({ scrapes: [{ ...scrape, job: 'a' }] }, { scrapes: [scrape], rules });
  expect(scrapes.map(({ job, component: from }) => [job, from])).toEqual([
    ['a', 'c1-0'],
    ['vault', 'c2-0'],
  ]);
  expect(groups).toEqual([{ ...rules[0], component: 'c2-0' }]);
});

test('dashboards are loaded only when they are asked for', async () => {
  const dashboards = jest.fn(async () => [{ uid: 'vault', title: 'Vault', folder: 'Platform', model: {} }]);
  const all = collected({ dashboards });
  expect(dashboards).not.toHaveBeenCalled();
  expect((await all.dashboards()).map(({ uid }) => uid)).toEqual(['vault']);
});

test('two of one name are an error that says whose they are', () => {
  expect(() => collected({ scrapes: [scrape] }, { scrapes: [scrape] })).toThrow(
    'scrape job vault is declared twice: by c1-0 and by c2-0',
  );
  expect(() => collected({ rules }, { rules })).toThrow('rule group vault is declared twice: by c1-0 and by c2-0');
});

test('a namespace has one team', () => {
  const shop = { namespaceTeams: { shop: 'shop', 'shop-test': 'shop' } };
  expect(collected(shop, { namespaceTeams: { bank: 'bank' } }).namespaceTeams).toEqual({
    shop: 'shop',
    'shop-test': 'shop',
    bank: 'bank',
  });
  expect(() => collected(shop, { namespaceTeams: { shop: 'bank' } })).toThrow(
    'team of namespace shop is declared twice: by c1-0 and by c2-0',
  );
});

test('an inhibition names alerts that exist', () => {
  const inhibition = { name: 'sealed', cause: 'VaultSealed', consequences: ['VaultSlow'], equal: ['pod'] };
  expect(() => collected({ rules, inhibitions: [inhibition] })).toThrow(
    'inhibition sealed of c1-0 names alert VaultSlow, which no rule raises',
  );
  const fine = { ...inhibition, consequences: ['VaultSealed'] };
  expect(collected({ rules, inhibitions: [fine] }).inhibitions).toEqual([{ ...fine, component: 'c1-0' }]);
});
