import { catalog } from '../../../../src/catalog';
import { type RawConfig, resolve } from '../../../../src/config';
import { ladder } from '../../../../stages';
import { controlPlaneCidrs, networkOf, privateCidrs, vpcCidrs } from '../../../../stages/1-bootstrapping';
import { cluster } from '../../../../stages/1-bootstrapping/cluster';
import { contains, overlaps } from '../../../../stages/1-bootstrapping/network/cidr';
import { computeSubnets } from '../../../../stages/1-bootstrapping/network/plan';

/** The context of another component: everybody asks through one's own. */
function context(network: Record<string, unknown> = {}) {
  return resolve(ladder, { network } as RawConfig, catalog).contextOf(cluster);
}

test('the default plan: large private, small public, tiny control-plane subnets, half of the VPC free', () => {
  expect(networkOf(context())).toEqual({
    cidrs: ['10.0.0.0/16'],
    zones: ['a', 'b', 'c'],
    subnets: {
      private: [
        { zone: 'a', cidr: '10.0.0.0/19' },
        { zone: 'b', cidr: '10.0.32.0/19' },
        { zone: 'c', cidr: '10.0.64.0/19' },
      ],
      public: [
        { zone: 'a', cidr: '10.0.96.0/24' },
        { zone: 'b', cidr: '10.0.97.0/24' },
        { zone: 'c', cidr: '10.0.98.0/24' },
      ],
      controlPlane: [
        { zone: 'a', cidr: '10.0.99.0/28' },
        { zone: 'b', cidr: '10.0.99.16/28' },
        { zone: 'c', cidr: '10.0.99.32/28' },
      ],
    },
  });
});

test.each([16, 17, 18, 19, 20])('computed subnets of a /%i lie inside it and apart', (prefix) => {
  const vpc = `172.16.0.0/${prefix}`;
  const all = Object.values(computeSubnets(vpc, 3)).flat();
  expect(all).toHaveLength(9);
  for (const [i, cidr] of all.entries()) {
    expect(contains(vpc, cidr)).toBe(true);
    expect(all.slice(0, i).filter((other) => overlaps(other, cidr))).toEqual([]);
  }
});

test('the smallest VPC still has private /22 and public /26', () => {
  expect(computeSubnets('10.0.0.0/20', 3)).toEqual({
    private: ['10.0.0.0/22', '10.0.4.0/22', '10.0.8.0/22'],
    public: ['10.0.12.0/26', '10.0.12.64/26', '10.0.12.128/26'],
    controlPlane: ['10.0.12.192/28', '10.0.12.208/28', '10.0.12.224/28'],
  });
});

test('given lists stand as they are, in the order of the zones', () => {
  const given = ['10.0.128.0/20', '10.0.144.0/20', '10.0.160.0/20'];
  const { subnets } = networkOf(context({ zones: ['f', 'b', 'a'], subnets: { private: given } }));
  expect(subnets.private).toEqual([
    { zone: 'f', cidr: '10.0.128.0/20' },
    { zone: 'b', cidr: '10.0.144.0/20' },
    { zone: 'a', cidr: '10.0.160.0/20' },
  ]);
});

test('ranges by role are known for a new VPC', () => {
  expect(vpcCidrs(context())).toEqual(['10.0.0.0/16']);
  expect(privateCidrs(context())).toEqual(['10.0.0.0/19', '10.0.32.0/19', '10.0.64.0/19']);
  expect(controlPlaneCidrs(context())).toEqual(['10.0.99.0/28', '10.0.99.16/28', '10.0.99.32/28']);
});

test('and for an existing one; without control-plane subnets, the control plane is in the private ones', () => {
  const existing = {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    cidrs: ['10.9.0.0/16', '100.64.0.0/16'],
    subnets: {
      private: [
        { id: 'subnet-00000000000000001', zone: 'a', cidr: '10.9.0.0/20' },
        { id: 'subnet-00000000000000002', zone: 'b', cidr: '100.64.0.0/18' },
      ],
    },
  };
  const seen = context({ existing });
  expect(vpcCidrs(seen)).toEqual(['10.9.0.0/16', '100.64.0.0/16']);
  expect(privateCidrs(seen)).toEqual(['10.9.0.0/20', '100.64.0.0/18']);
  expect(controlPlaneCidrs(seen)).toEqual(privateCidrs(seen));
  expect(networkOf(seen)).toMatchObject({ vpcId: existing.vpcId, zones: ['a', 'b'], subnets: { public: [] } });
});
