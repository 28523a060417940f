import { catalog } from '../../../src/catalog';
import { userData } from '../../../stages/1-bootstrapping/cluster/nodes/user-data';
import { manifests, object, objects } from '../../support/synth';

const karpenter = (pool: object = {}, rest: object = {}) => ({
  cluster: { compute: { type: 'karpenter', pool } },
  ...rest,
});

test('nodes are hardened, encrypted and pinned', async () => {
  const { spec } = object(await manifests(karpenter()), 'EC2NodeClass', 'default');
  expect(spec).toMatchObject({
    amiSelectorTerms: [{ alias: 'al2023@v20260724' }],
    instanceProfile: 'demo-karpenter-node',
    securityGroupSelectorTerms: [{ tags: { 'karpenter.sh/discovery': 'demo' } }],
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: {
          volumeSize: '100Gi',
          encrypted: true,
          kmsKeyID: 'arn:aws:kms:us-east-1:111122223333:alias/demo-volumes',
        },
      },
    ],
  });
  expect(spec.subnetSelectorTerms).toHaveLength(3);
  expect(Object.keys(spec.subnetSelectorTerms[0].tags)).toEqual(['Name']);
});

test('subnets of an existing VPC are named by id', async () => {
  const subnet = (zone: string, n: number) => ({ id: `subnet-0000000${n}`, zone, cidr: `10.9.${n}.0/24` });
  const existing = {
    vpcId: 'vpc-0a1b2c3d',
    cidrs: ['10.9.0.0/16'],
    subnets: { private: [subnet('a', 1), subnet('b', 2), subnet('c', 3)] },
  };
  const { spec } = object(await manifests(karpenter({}, { network: { existing } })), 'EC2NodeClass', 'default');
  expect(spec.subnetSelectorTerms).toEqual([
    { id: 'subnet-00000001' },
    { id: 'subnet-00000002' },
    { id: 'subnet-00000003' },
  ]);
});

test('Bottlerocket has a disk for itself and one for data', async () => {
  const { spec } = object(await manifests(karpenter({ ami: 'bottlerocket', diskGiB: 200 })), 'EC2NodeClass', 'default');
  expect(spec.amiSelectorTerms).toEqual([{ alias: 'bottlerocket@v1.64.0' }]);
  expect(spec.blockDeviceMappings.map((d: any) => [d.deviceName, d.ebs.volumeSize])).toEqual([
    ['/dev/xvda', '4Gi'],
    ['/dev/xvdb', '200Gi'],
  ]);
});

test('the pool says what may be bought, how much of it, and how nodes go', async () => {
  const pool = { capacity: ['spot', 'on-demand'], minGeneration: 6, minCpu: 2, maxCpu: 16, cpuLimit: 50 };
  const { spec } = object(await manifests(karpenter(pool)), 'NodePool', 'default');
  expect(spec.template.spec.requirements).toEqual([
    { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
    { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
    { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand'] },
    { key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: ['c', 'm', 'r'] },
    { key: 'karpenter.k8s.aws/instance-generation', operator: 'Gt', values: ['5'] },
    { key: 'karpenter.k8s.aws/instance-cpu', operator: 'Gt', values: ['1'] },
    { key: 'karpenter.k8s.aws/instance-cpu', operator: 'Lt', values: ['17'] },
    { key: 'karpenter.k8s.aws/instance-hypervisor', operator: 'In', values: ['nitro'] },
  ]);
  expect(spec.limits).toEqual({ cpu: '50', memory: '400Gi' });
  expect(spec.template.spec.expireAfter).toBe('720h');
  expect(spec.disruption.budgets).toEqual([{ nodes: '10%' }]);
});

test('other kinds of compute have none', async () => {
  expect(objects(await manifests(), 'NodePool')).toEqual([]);
});

test.each(['al2023', 'bottlerocket'] as const)('%s nodes are set up as managed ones', async (ami) => {
  const { spec } = object(await manifests(karpenter({ ami })), 'EC2NodeClass', 'default');
  expect(spec.userData).toBe(userData(ami));
  expect(spec.userData).toContain('1048576');
});

test('nodes take as many pods as prefixes give addresses, or as many as Karpenter counts', async () => {
  expect(object(await manifests(karpenter()), 'EC2NodeClass', 'default').spec.kubelet).toEqual({ maxPods: 110 });
  const single = { cluster: { ...karpenter().cluster, addons: { prefixDelegation: false } } };
  expect(object(await manifests(single), 'EC2NodeClass', 'default').spec.kubelet).toBeUndefined();
  const { requirements } = object(await manifests(single), 'NodePool', 'default').spec.template.spec;
  expect(JSON.stringify(requirements)).not.toContain('hypervisor');
});

test("the controller's image is among those a mirror must have, at the version of the chart", async () => {
  const { images } = await manifests(karpenter());
  expect(images).toEqual([`public.ecr.aws/karpenter/controller:${catalog.releases.karpenter?.version}`]);
  expect((await manifests(karpenter({}, { registry: 'mirror.test' }))).images).toEqual([
    'mirror.test/karpenter/controller:1.14.1',
  ]);
});
