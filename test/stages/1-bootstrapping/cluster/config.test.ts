import { catalog } from '../../../../src/catalog';
import { kubernetesVersion } from '../../../../stages/1-bootstrapping';
import { config } from './support';

test('defaults are a private cluster on managed node groups', () => {
  const c = config();
  expect(kubernetesVersion(c, catalog)).toBe('1.36');
  expect(c).toMatchObject({
    serviceCidr: '172.20.0.0/16',
    endpoint: { public: false, publicCidrs: [] },
    upgradePolicy: 'STANDARD',
    zonalShift: true,
    deletionProtection: true,
    logRetentionDays: 90,
    access: { admins: [], breakGlass: { enabled: false, requireMfa: true } },
    addons: { prefixDelegation: true, networkPolicy: true, efsCsi: false, certManager: true },
  });
  if (c.compute.type !== 'managed') throw new Error('not managed');
  expect(c.compute.groups.system).toMatchObject({ instanceTypes: ['m6i.large'], min: 3, capacity: 'on-demand' });
  expect(c.compute.groups.workers).toMatchObject({ instanceTypes: ['m6i.2xlarge'], perZone: true, desired: 1 });
});

test('one field of a default group keeps the others, and groups of the team stand beside them', () => {
  const { compute } = config({
    compute: { type: 'managed', groups: { workers: { max: 9 }, batch: { capacity: 'spot' } } },
  });
  if (compute.type !== 'managed') throw new Error('not managed');
  expect(compute.groups.workers).toMatchObject({ max: 9, instanceTypes: ['m6i.2xlarge'] });
  expect(compute.groups.batch).toMatchObject({ capacity: 'spot', min: 0, instanceTypes: ['m6i.xlarge'] });
  expect(compute.groups.system.desired).toBe(3);
});

test('an unquoted minor is understood', () => {
  expect(config({ version: 1.35 }).version).toBe('1.35');
});

test('Karpenter and Auto Mode need no more than their name', () => {
  expect(config({ compute: { type: 'karpenter' } }).compute).toMatchObject({
    pool: { capacity: ['on-demand'], expireAfterHours: 720 },
    groups: { system: { min: 3 } },
  });
  expect(config({ compute: { type: 'auto' } }).compute).toEqual({
    type: 'auto',
    nodePools: ['general-purpose', 'system'],
  });
});
