import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { TerraformOutput } from 'cdktf';
import type { Context } from '../../../src/kit/contract';
import type { Stack } from '../../../src/kit/terraform';
import { vpcCidrs } from '../network';
import { lookupNetwork } from '../network/lookup.aws';
import { tunnelCommands } from './commands';
import { DAYS, type PrivateAccessConfig } from './config';
import { JumpHostAws } from './jump-host.aws';
import { egressOf } from './plan';
import { RunnerAws } from './runner.aws';

/** Address of the cluster in this stack; component `cluster` builds it. */
const CLUSTER = 'aws_eks_cluster.this';

/** Builds the way to the private endpoint in stack `cluster`. */
export function build(stack: Stack, context: Context<PrivateAccessConfig>): void {
  const { platform, config } = context;
  const { name, account, region, partition } = platform;
  const found = lookupNetwork(stack, context);
  const inside = egressOf(context) === 'vpc';
  const common = {
    name,
    account,
    region,
    partition,
    vpcId: found.vpcId,
    egressCidrs: inside ? vpcCidrs(context) : ['0.0.0.0/0'],
    clusterSecurityGroupId: `\${${CLUSTER}.vpc_config[0].cluster_security_group_id}`,
  };
  if (config.type === 'runner') {
    const s3 = inside && new DataAwsEc2ManagedPrefixList(stack, 'list:s3', { name: `com.amazonaws.${region}.s3` });
    const runner = new RunnerAws(stack, 'runner', { ...common, s3PrefixListId: s3 ? s3.id : undefined });
    new TerraformOutput(stack, 'output:runner_security_group_id', {
      value: runner.door.group.id,
      description: 'Security group to start CI runners in',
    });
    new TerraformOutput(stack, 'output:runner_subnet_ids', {
      value: found.subnetIds('private'),
      description: 'Subnets to start CI runners in',
    });
    return;
  }
  const host = new JumpHostAws(stack, 'private-access', {
    ...common,
    subnetIds: found.subnetIds('private'),
    instanceType: config.instanceType,
    architecture: config.architecture,
    ami: config.ami,
    refresh: { day: DAYS.indexOf(config.refreshDay), hour: config.refreshHour },
    tags: platform.tags,
  });
  new TerraformOutput(stack, 'output:tunnel_policy_arn', {
    value: host.tunnelPolicy.arn,
    description: 'IAM policy for people who need the tunnel',
  });
  const endpoint = `\${trimprefix(${CLUSTER}.endpoint, "https://")}`;
  new TerraformOutput(stack, 'output:reach_the_cluster', {
    value: tunnelCommands({ name, account, region, partition, localPort: config.localPort, endpoint }),
    description: 'Commands that lead to the Kubernetes API',
  });
}
