import { catalog } from '../../../../src/catalog';
import { type RawConfig, resolve } from '../../../../src/config';
import { platformStack, stackDocument, stackRoot } from '../../../../src/kit/terraform';
import { ladder } from '../../../../stages';
import { cluster } from '../../../../stages/1-bootstrapping';
import { lookupNetwork, type NetworkLookup } from '../../../../stages/1-bootstrapping/network/lookup.aws';
import type { SubnetRole } from '../../../../stages/1-bootstrapping/network/plan';

function look(
  network: Record<string, unknown> = {},
  roles: SubnetRole[] = ['private', 'public', 'controlPlane'],
): { lookup: NetworkLookup; data: any } {
  const context = resolve(ladder, { network } as RawConfig, catalog).contextOf(cluster);
  const stack = platformStack(stackRoot(), 'elsewhere', context.platform);
  const lookup = lookupNetwork(stack, context);
  for (const role of roles) lookup.subnetIds(role);
  expect(lookupNetwork(stack, context)).toBe(lookup);
  return { data: (stackDocument(stack, catalog) as any).data, lookup };
}

test('a new network is found by names and tags that configuration fixes', () => {
  const { data, lookup } = look();
  expect(data.aws_vpc.this).toEqual({ tags: { Name: 'demo', 'stagecraft:cluster': 'demo' } });
  expect(data.aws_subnet.control_plane_b).toEqual({
    tags: { Name: 'demo-control-plane-b', 'stagecraft:role': 'control-plane' },
    vpc_id: '${data.aws_vpc.this.id}',
  });
  expect(lookup.subnetIds('private').map((id) => String(id))).toHaveLength(3);
  expect(Object.keys(data.aws_subnet)).toHaveLength(9);
});

test('an existing one by the ids given, in the order given', () => {
  const { data } = look({
    existing: {
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      cidrs: ['10.9.0.0/16'],
      subnets: {
        private: [
          { id: 'subnet-00000000000000002', zone: 'b', cidr: '10.9.16.0/20' },
          { id: 'subnet-00000000000000001', zone: 'a', cidr: '10.9.0.0/20' },
        ],
      },
    },
  });
  expect(data.aws_vpc.this).toEqual({ id: 'vpc-0a1b2c3d4e5f60718' });
  expect(data.aws_subnet).toEqual({
    control_plane_a: { id: 'subnet-00000000000000001', vpc_id: '${data.aws_vpc.this.id}' },
    control_plane_b: { id: 'subnet-00000000000000002', vpc_id: '${data.aws_vpc.this.id}' },
    private_a: { id: 'subnet-00000000000000001', vpc_id: '${data.aws_vpc.this.id}' },
    private_b: { id: 'subnet-00000000000000002', vpc_id: '${data.aws_vpc.this.id}' },
  });
});

test('only the roles that are asked for are looked up, and two components of a stack share them', () => {
  const { data, lookup } = look({}, ['private']);
  expect(Object.keys(data.aws_subnet)).toEqual(['private_a', 'private_b', 'private_c']);
  expect(() => lookup.subnetId('public', 'd')).toThrow('no public subnet in zone d');
  expect(() => lookup.subnetId('private', 'a')).not.toThrow();
});
