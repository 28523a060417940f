import { catalog } from '../../../../src/catalog';
import { type RawConfig, resolve } from '../../../../src/config';
import { ladder } from '../../../../stages';
import { type NetworkConfig, network } from '../../../../stages/1-bootstrapping';
import { zonesOf } from '../../../../stages/1-bootstrapping/network/plan';

function config(raw: Record<string, unknown> = {}, top: RawConfig = {}): NetworkConfig {
  return resolve(ladder, { ...top, network: raw } as RawConfig, catalog).contextOf(network).config;
}

function fault(raw: Record<string, unknown>, top: RawConfig = {}): string {
  try {
    config(raw, top);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('no fault');
}

const EXISTING = {
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  cidrs: ['10.9.0.0/16'],
  subnets: {
    private: [
      { id: 'subnet-00000000000000001', zone: 'a', cidr: '10.9.0.0/20' },
      { id: 'subnet-00000000000000002', zone: 'b', cidr: '10.9.16.0/20' },
    ],
  },
};

test('defaults', () => {
  expect(config()).toEqual({
    cidr: '10.0.0.0/16',
    subnets: {},
    nat: 'per-zone',
    endpoints: { gateway: ['s3', 'dynamodb'], trustedAccounts: [] },
    flowLogs: {
      enabled: true,
      destination: 'cloud-watch-logs',
      retentionDays: 90,
      trafficType: 'ALL',
      aggregationSeconds: 600,
    },
    prefixReservation: true,
  });
});

test('zones are a, b and c, or the three a region has', () => {
  expect(zonesOf(config(), 'us-east-1')).toEqual(['a', 'b', 'c']);
  expect(zonesOf(config(), 'ap-northeast-1')).toEqual(['a', 'c', 'd']);
  expect(zonesOf(config({ zones: ['b', 'c', 'f'] }), 'ap-northeast-1')).toEqual(['b', 'c', 'f']);
});

const RANGE = 'an IPv4 range such as 10.0.0.0/16, its first address first';
const VPC = `an IPv4 range of /16 to /20, its first address first, inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10`;

test.each([
  [{ cidr: '10.0.0.0' }, 'cidr', 'is not an IPv4 range', VPC],
  [{ cidr: '10.0.1.0/16' }, 'cidr', 'is not an IPv4 range', VPC],
  [{ cidr: '10.0.0.0/8' }, 'cidr', 'is not the size of a VPC', VPC],
  [{ cidr: '10.0.0.0/24' }, 'cidr', 'is not the size of a VPC', VPC],
  [{ cidr: '8.8.0.0/16' }, 'cidr', 'is not in a private range', VPC],
  [{ zones: ['a', 'b'] }, 'zones', 'has too few items', 'three letters of availability zones, such as [a, b, c]'],
  [
    { zones: ['a', 'b', 'us-east-1c'] },
    'zones.2',
    'does not have the form that is asked for',
    'the letter of an availability zone, such as a',
  ],
  [{ subnets: { public: ['10.0.0.0/29'] } }, 'subnets.public.0', 'is not the size of a subnet', `${RANGE}, /16 to /28`],
  [
    { subnets: { private: ['10.0.0.0/25'] } },
    'subnets.private.0',
    'is not the size of a private subnet',
    `${RANGE}, /16 to /24`,
  ],
  [
    { endpoints: { trustedAccounts: ['123'] } },
    'endpoints.trustedAccounts.0',
    'does not have the form that is asked for',
    'an account of twelve digits, in quotes',
  ],
  [
    { existing: { ...EXISTING, vpcId: 'my-vpc' } },
    'existing.vpcId',
    'does not have the form that is asked for',
    'a VPC id such as vpc-0a1b2c3d4e5f60718',
  ],
  [
    { endpoints: { interface: ['eks-aut'] } },
    'endpoints.interface.0',
    'is not one of the values there are',
    'one of 25, such as eks-auth, eks or ebs',
  ],
  [{ nat: 'one' }, 'nat', 'is not one of the values there are', 'per-zone, single or none'],
])('%j', (raw, path, what, allowed) => {
  const [place, , words] = fault(raw).split('\n');
  expect(place).toBe(`network.${path}: ${what}`);
  expect(words).toBe(`  allowed: ${allowed}`);
});

test.each([
  [{ zones: ['a', 'b', 'b'] }, 'network.zones: zone b is there twice\n  allowed: three different letters'],
  [
    { subnets: { private: ['10.0.0.0/20', '10.0.16.0/20'] } },
    [
      'network.subnets.private: 2 ranges for 3 zones',
      '  allowed: 3 ranges, one a zone in the order of zones',
      '  next:    give one more range a zone, or leave the list out to have it computed',
    ].join('\n'),
  ],
  [
    { subnets: { public: ['10.1.0.0/24', '10.0.97.0/24', '10.0.98.0/24'] } },
    [
      'network.subnets.public.0: 10.1.0.0/24 is outside the VPC',
      '  allowed: a range inside 10.0.0.0/16',
      '  next:    move the subnet, or change network.cidr',
    ].join('\n'),
  ],
  [
    { subnets: { public: ['10.0.0.0/24', '10.0.97.0/24', '10.0.98.0/24'] } },
    [
      'network.subnets.public.0: 10.0.0.0/24 overlaps 10.0.0.0/19 of network.subnets.private.0',
      '  allowed: ranges that share no address',
      '  next:    move one of the two; ranges left out are computed from network.cidr',
    ].join('\n'),
  ],
  [
    { existing: EXISTING, subnets: { public: ['10.9.32.0/24', '10.9.33.0/24', '10.9.34.0/24'] } },
    [
      'network.subnets.public: ranges of new subnets, but the VPC exists already',
      '  next:    name them below network.existing.subnets.public, or take network.existing out',
    ].join('\n'),
  ],
  [
    { existing: { ...EXISTING, cidrs: ['10.8.0.0/16', '10.9.0.0/20'] } },
    [
      'network.existing.subnets.private.1: 10.9.16.0/20 is outside the VPC',
      '  allowed: a range inside 10.8.0.0/16, 10.9.0.0/20',
      '  next:    move the subnet, or change network.existing.cidrs',
    ].join('\n'),
  ],
  [
    {
      existing: {
        ...EXISTING,
        subnets: {
          private: [
            { id: 'subnet-00000000000000001', zone: 'a', cidr: '10.9.0.0/20' },
            { id: 'subnet-00000000000000002', zone: 'a', cidr: '10.9.16.0/20' },
          ],
        },
      },
    },
    [
      'network.existing.subnets.private: two subnets in zone a',
      '  allowed: one subnet a zone',
      '  next:    name one of the two',
    ].join('\n'),
  ],
  [
    {
      existing: {
        ...EXISTING,
        subnets: {
          ...EXISTING.subnets,
          controlPlane: [{ id: 'subnet-00000000000000003', zone: 'a', cidr: '10.9.32.0/28' }],
        },
      },
    },
    'network.existing.subnets.controlPlane: one subnet in one zone\n  allowed: subnets in two zones or more',
  ],
])('%j', (raw, message) => {
  const lines = fault(raw).split('\n');
  expect(lines.filter((line) => !line.startsWith('  got:')).join('\n')).toBe(message);
});

test('one public subnet of an existing VPC is a fault: load balancers want two zones', () => {
  const one = [{ id: 'subnet-00000000000000003', zone: 'a', cidr: '10.9.32.0/24' }];
  expect(fault({ existing: { ...EXISTING, subnets: { ...EXISTING.subnets, public: one } } })).toContain(
    'network.existing.subnets.public: one subnet in one zone',
  );
});

test('a region of two zones takes no new VPC, unless three are named', () => {
  expect(fault({}, { region: 'us-west-1' })).toContain(
    'region: us-west-1 shows an account two zones, and a new VPC takes three',
  );
  expect(zonesOf(config({ zones: ['a', 'b', 'c'] }, { region: 'us-west-1' }), 'us-west-1')).toEqual(['a', 'b', 'c']);
  expect(config({ existing: EXISTING }, { region: 'us-west-1' }).existing).toBeDefined();
});
