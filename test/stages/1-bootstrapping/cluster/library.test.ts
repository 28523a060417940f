import { TerraformStack } from 'cdktf';
import { catalog } from '../../../../src/catalog';
import { stackRoot } from '../../../../src/kit/terraform';
import { planAddons } from '../../../../stages/1-bootstrapping/cluster/addons/plan';
import { ClusterAws } from '../../../../stages/1-bootstrapping/cluster/cluster.aws';
import { ControlPlane } from '../../../../stages/1-bootstrapping/cluster/control-plane.aws';
import { config } from './support';

function document(fill: (stack: TerraformStack) => void): any {
  const stack = new TerraformStack(stackRoot(), 'mine');
  fill(stack);
  stack.prepareStack();
  return stack.toTerraform();
}

test('the whole cluster stands in a stack of somebody else, with everything given by props', () => {
  const own = config({ compute: { type: 'auto' } });
  const { resource } = document((stack) => {
    new ClusterAws(stack, 'cluster', {
      cluster: 'theirs',
      account: '444455556666',
      region: 'eu-west-1',
      controlPlaneSubnetIds: ['subnet-1', 'subnet-2'],
      nodeSubnets: new Map(),
      version: '1.36',
      addons: planAddons(own, catalog),
      identities: [],
      config: own,
    });
  });
  const [cluster] = Object.values<any>(resource.aws_eks_cluster);
  expect(cluster).toMatchObject({ name: 'theirs', vpc_config: { subnet_ids: ['subnet-1', 'subnet-2'] } });
  expect(Object.keys(resource.aws_eks_addon)).toHaveLength(3);
});

test('a control plane alone needs little, and has our defaults', () => {
  const { resource } = document((stack) => {
    new ControlPlane(stack, 'control-plane', {
      cluster: 'theirs',
      version: '1.36',
      subnetIds: ['subnet-1', 'subnet-2'],
      serviceCidr: '172.20.0.0/16',
      secretsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/secrets',
      logsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/logs',
    });
  });
  const [cluster] = Object.values<any>(resource.aws_eks_cluster);
  expect(cluster).toMatchObject({
    upgrade_policy: { support_type: 'STANDARD' },
    zonal_shift_config: { enabled: true },
    vpc_config: { endpoint_public_access: false, endpoint_private_access: true },
    lifecycle: { prevent_destroy: true },
  });
  const [group] = Object.values<any>(resource.aws_cloudwatch_log_group);
  expect(group.retention_in_days).toBe(90);
});
