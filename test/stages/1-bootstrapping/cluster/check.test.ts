import { resolved } from '../../../support/resolved';
import { faults } from './support';

const groups = (all: unknown) => ({ compute: { type: 'managed', groups: all } });

test('a version the catalog does not know', () => {
  expect(faults({ version: '1.31', compute: { type: 'karpenter' } })).toBe(
    [
      'cluster.version: Kubernetes 1.31 is not one this release knows',
      '  allowed: 1.35, 1.36, 1.37',
      '  next:    take one of these, or a newer stagecraft',
    ].join('\n'),
  );
});

test.each(['8.8.0.0/16', '10.96.0.0/8', '172.20.0.0/25', '172.20.1.0/16'])(
  'a range of Services that cannot be: %s',
  (serviceCidr) => {
    expect(faults({ serviceCidr })).toBe(
      [
        `cluster.serviceCidr: ${serviceCidr} cannot be the range of Services`,
        '  allowed: a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16), /12 to /24, first address first',
      ].join('\n'),
    );
  },
);

test('a range of Services inside the VPC', () => {
  expect(faults({ serviceCidr: '10.0.128.0/20' })).toBe(
    [
      "cluster.serviceCidr: 10.0.128.0/20 overlaps the VPC's 10.0.0.0/16",
      '  allowed: a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16), /12 to /24, first address first, apart from the VPC',
      '  next:    change serviceCidr: it is never routed, any free private range will do',
    ].join('\n'),
  );
});

describe('the endpoint', () => {
  test('public to nobody', () => {
    expect(faults({ endpoint: { public: true } })).toBe(
      [
        'cluster.endpoint.publicCidrs: the endpoint is public, but no range may reach it',
        '  allowed: at least one public IPv4 range',
        '  next:    name the addresses your people and pipelines come from, or set endpoint.public to false',
      ].join('\n'),
    );
  });

  test('private with public ranges', () => {
    expect(faults({ endpoint: { publicCidrs: ['203.0.113.0/24'] } })).toBe(
      [
        'cluster.endpoint.publicCidrs: ranges for a public endpoint, but endpoint.public is false',
        '  next:    set endpoint.public to true, or take publicCidrs out',
      ].join('\n'),
    );
  });

  test('public to everyone', () => {
    expect(faults({ endpoint: { public: true, publicCidrs: ['0.0.0.0/0'] } })).toBe(
      [
        'cluster.endpoint.publicCidrs.0: 0.0.0.0/0 is the whole internet',
        '  allowed: the public ranges your people and pipelines come from',
        '  next:    name those, or leave the endpoint private and come in through the VPC',
      ].join('\n'),
    );
  });

  test('public to a private range', () => {
    expect(faults({ endpoint: { public: true, publicCidrs: ['192.168.7.0/24'] } })).toBe(
      [
        'cluster.endpoint.publicCidrs.0: 192.168.7.0/24 is not a public range (192.168.0.0/16)',
        '  allowed: public IPv4 ranges',
        '  next:    take it out: from inside the VPC the private endpoint answers',
      ].join('\n'),
    );
  });

  test('public to a range that does not start at its first address', () => {
    expect(faults({ endpoint: { public: true, publicCidrs: ['203.0.113.7/24'] } })).toBe(
      [
        'cluster.endpoint.publicCidrs.0: 203.0.113.7/24 has address bits below its prefix',
        '  allowed: first address first, as 203.0.113.0/24',
      ].join('\n'),
    );
  });
});

describe('node groups', () => {
  test('sizes out of order', () => {
    expect(faults(groups({ workers: { min: 2, desired: 1, max: 3 } }))).toBe(
      [
        'cluster.compute.groups.workers.desired: min 2, desired 1, max 3 are out of order',
        '  allowed: min <= desired <= max',
      ].join('\n'),
    );
  });

  test('an instance type of another architecture', () => {
    expect(faults(groups({ workers: { instanceTypes: ['m7g.2xlarge'] } }))).toBe(
      [
        'cluster.compute.groups.workers.instanceTypes.0: m7g.2xlarge is arm64, the group is x86_64',
        '  allowed: instance types of x86_64',
        '  next:    set architecture: arm64, or take another type',
      ].join('\n'),
    );
  });

  test('a GPU image without GPU, and GPU without its image', () => {
    expect(faults(groups({ ml: { gpu: true } }))).toBe(
      [
        "cluster.compute.groups.ml.instanceTypes.0: m6i.xlarge has no NVIDIA processor, the group's image is for one",
        '  allowed: instance types of the p and g families, for example g6.xlarge',
        '  next:    take another type, or set gpu: false',
      ].join('\n'),
    );
    expect(faults(groups({ ml: { instanceTypes: ['g6.xlarge'] } }))).toBe(
      [
        "cluster.compute.groups.ml.instanceTypes.0: g6.xlarge has NVIDIA processors, but the group's image has no driver",
        '  allowed: gpu: true with this type',
        '  next:    set gpu: true, or take a type without',
      ].join('\n'),
    );
  });

  test('a zone the network has not, and one twice', () => {
    expect(faults(groups({ workers: { zones: ['d', 'a', 'a'] } }))).toBe(
      [
        'cluster.compute.groups.workers.zones.0: the network has no zone d',
        '  allowed: a, b, c',
        'cluster.compute.groups.workers.zones.2: zone a is there twice',
        '  allowed: each zone once',
      ].join('\n'),
    );
  });

  test('a name that cannot be one', () => {
    expect(faults(groups({ Workers_2: {} }))).toBe(
      [
        'cluster.compute.groups.Workers_2: Workers_2 cannot name a node group',
        '  allowed: lower case letters, digits and hyphens, a letter first, at most 24',
      ].join('\n'),
    );
  });

  test('two names that would be one address', () => {
    expect(faults(groups({ 'workers-a': {} }))).toBe(
      [
        'cluster.compute.groups.workers-a: workers-a is also the part of group workers in zone a',
        '  allowed: a name of its own',
        '  next:    take another name',
      ].join('\n'),
    );
  });

  test('labels kept for Kubernetes', () => {
    expect(faults(groups({ workers: { labels: { 'node-role.kubernetes.io/worker': '' } } }))).toBe(
      [
        'cluster.compute.groups.workers.labels.node-role.kubernetes.io/worker: label node-role.kubernetes.io/worker is kept for Kubernetes, EKS or stagecraft',
        '  allowed: labels with a prefix of your own, or none',
      ].join('\n'),
    );
  });

  test.each([
    [
      { capacity: 'spot' },
      [
        'cluster.compute.groups.system.capacity: Spot for the nodes that DNS and the controllers run on',
        '  allowed: on-demand',
        '  next:    put Spot into a group of its own',
      ],
    ],
    [
      { enabled: false },
      [
        'cluster.compute.groups.system.enabled: the cluster has no place for DNS and its controllers',
        '  allowed: true',
      ],
    ],
    [
      { min: 1 },
      [
        'cluster.compute.groups.system.min: 1 nodes cannot keep DNS and the controllers up through the loss of one',
        '  allowed: 2 or more, better one a zone',
      ],
    ],
    [
      { schedule: { down: '0 20 * * *', up: '0 7 * * *' } },
      [
        'cluster.compute.groups.system.schedule: an off-hours schedule would take DNS and the autoscaler away, and nothing would bring nodes back',
        '  allowed: a schedule on other groups',
      ],
    ],
    [
      { gpu: true, instanceTypes: ['g6.xlarge'] },
      ['cluster.compute.groups.system.gpu: GPU nodes repel what the cluster itself needs', '  allowed: false'],
    ],
  ])('the system group with %j', (system, text) => {
    expect(faults(groups({ system }))).toBe(text.join('\n'));
  });

  test('Auto Mode takes no node groups', () => {
    expect(faults({ compute: { type: 'auto', groups: { workers: {} } } })).toContain('groups');
  });

  test('Karpenter checks its groups too', () => {
    expect(faults({ compute: { type: 'karpenter', groups: { system: { capacity: 'spot' } } } })).toContain(
      'cluster.compute.groups.system.capacity: Spot',
    );
  });

  test('a pool that cannot be', () => {
    expect(faults({ compute: { type: 'karpenter', pool: { minCpu: 16, maxCpu: 8 } } })).toBe(
      ['cluster.compute.pool.maxCpu: minCpu 16 is more than maxCpu 8', '  allowed: minCpu <= maxCpu'].join('\n'),
    );
  });
});

test.each(['admins', 'operators', 'viewers', 'breakGlass.principals'])('%s of another partition', (kind) => {
  const list = ['arn:aws-us-gov:iam::111122223333:role/one', 'arn:aws:iam::111122223333:role/two'];
  const access = kind.startsWith('breakGlass') ? { breakGlass: { enabled: true, principals: list } } : { [kind]: list };
  expect(faults({ access }, { region: 'us-gov-west-1' })).toBe(
    [
      `cluster.access.${kind}.1: arn:aws:iam::111122223333:role/two is of another partition than region us-gov-west-1`,
      '  allowed: arn:aws-us-gov:iam::<account>:role/<name>, or user/<name>',
      '  next:    name a principal of the partition the cluster is in',
    ].join('\n'),
  );
});

test('a permissions boundary of another partition', () => {
  expect(() => resolved({ permissionsBoundary: 'arn:aws-cn:iam::111122223333:policy/edge' })).toThrow(
    'permissionsBoundary: is of another partition than region us-east-1\n',
  );
});
