import { catalog } from '../../../src/catalog';
import { type RawConfig, resolve } from '../../../src/config';
import { ladder } from '../../../stages';
import { cluster as component, privateAccess } from '../../../stages/1-bootstrapping';
import { egressOf } from '../../../stages/1-bootstrapping/private-access/plan';
import { encodedText } from '../../support/base64';
import { face } from '../../support/synth';

async function cluster(config: Record<string, unknown> = {}, top: RawConfig = {}): Promise<any> {
  return face([component, privateAccess], 'cluster', { ...top, privateAccess: config });
}

function egress(raw: RawConfig): string {
  return egressOf(resolve(ladder, raw, catalog).contextOf(privateAccess));
}

const EXISTING = {
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  cidrs: ['10.9.0.0/16', '100.64.0.0/16'],
  subnets: {
    private: [
      { id: 'subnet-00000000000000001', zone: 'a', cidr: '10.9.0.0/20' },
      { id: 'subnet-00000000000000002', zone: 'b', cidr: '10.9.16.0/20' },
    ],
  },
};

test('defaults', () => {
  expect(resolve(ladder, {}, catalog).contextOf(privateAccess).config).toEqual({
    type: 'ssm',
    instanceType: 't4g.nano',
    architecture: 'arm64',
    refreshDay: 'sunday',
    refreshHour: 3,
    localPort: 8443,
  });
});

test('HTTPS stays in the VPC where a session finds its services there', () => {
  expect(egress({})).toBe('internet');
  expect(egress({ network: { nat: 'none' } })).toBe('vpc');
  expect(egress({ network: { endpoints: { interface: ['ssm', 'ssmmessages'] } } })).toBe('vpc');
  expect(egress({ network: { endpoints: { interface: ['ssm'] } } })).toBe('internet');
  expect(egress({ network: { existing: EXISTING } })).toBe('internet');
  const runner = { privateAccess: { type: 'runner' } };
  expect(egress({ ...runner, network: { endpoints: { interface: ['ssm', 'ssmmessages'] } } })).toBe('internet');
  expect(egress({ ...runner, network: { nat: 'none' } })).toBe('vpc');
  expect(egress({ network: { existing: EXISTING }, privateAccess: { egress: 'vpc' } })).toBe('vpc');
});

describe('ssm', () => {
  let document: any;
  let resource: any;
  beforeAll(async () => {
    document = await cluster();
    resource = document.resource;
  });

  test('nobody comes in: no ingress rule names its group, the API lets it in on 443 alone', () => {
    const rules = Object.values<any>(resource.aws_vpc_security_group_ingress_rule);
    expect(rules.filter((rule) => rule.security_group_id.includes('aws_security_group.private_access'))).toEqual([]);
    expect(resource.aws_security_group.private_access.ingress).toBeUndefined();
    expect(resource.aws_vpc_security_group_ingress_rule.private_access_to_api).toEqual({
      description: 'Kubernetes API from demo-private-access',
      from_port: 443,
      ip_protocol: 'tcp',
      referenced_security_group_id: '${aws_security_group.private_access.id}',
      security_group_id: '${aws_eks_cluster.this.vpc_config[0].cluster_security_group_id}',
      to_port: 443,
    });
  });

  test('the instance is hardened, has no key, and starts with the newest image', () => {
    const template = resource.aws_launch_template.private_access;
    expect(template).toMatchObject({
      image_id: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
      instance_type: 't4g.nano',
      metadata_options: { http_endpoint: 'enabled', http_put_response_hop_limit: 1, http_tokens: 'required' },
    });
    expect(template.block_device_mappings[0].ebs).toMatchObject({ encrypted: 'true', volume_type: 'gp3' });
    expect(template.key_name).toBeUndefined();
    expect(template.tag_specifications.map((t: any) => t.resource_type)).toEqual([
      'instance',
      'network-interface',
      'volume',
    ]);
    expect(template.tag_specifications[0].tags).toEqual({
      Name: 'demo-private-access',
      'stagecraft:cluster': 'demo',
      'stagecraft:way-to': 'demo',
    });
    expect(encodedText(template.user_data)).toBe(
      '#!/bin/bash\nsystemctl disable --now sshd\nrm -f /etc/sudoers.d/ssm-agent-users\n',
    );
  });

  test('it heals itself and is replaced every week', () => {
    expect(resource.aws_autoscaling_group.private_access).toMatchObject({
      desired_capacity: 1,
      max_size: 1,
      min_size: 1,
      vpc_zone_identifier: ['a', 'b', 'c'].map((zone) => `\${data.aws_subnet.private_${zone}.id}`),
    });
    expect(resource.aws_autoscaling_schedule.private_access_retire).toMatchObject({
      desired_capacity: 0,
      recurrence: '0 3 * * 0',
      time_zone: 'Etc/UTC',
    });
    expect(resource.aws_autoscaling_schedule.private_access_return).toMatchObject({
      desired_capacity: 1,
      min_size: 1,
      recurrence: '10 3 * * 0',
    });
  });

  test('people may forward a port through it, and nothing else', () => {
    const statements = document.data.aws_iam_policy_document.tunnel.statement;
    const start = statements.filter(({ actions }: any) => actions.includes('ssm:StartSession'));
    expect(start.map(({ resources }: any) => resources)).toEqual([
      ['arn:aws:ec2:us-east-1:111122223333:instance/*'],
      ['arn:aws:ssm:us-east-1::document/AWS-StartPortForwardingSessionToRemoteHost'],
    ]);
    expect(start[0].condition).toContainEqual({
      test: 'StringEquals',
      values: ['demo'],
      variable: 'ssm:resourceTag/stagecraft:way-to',
    });
    expect(resource.aws_iam_policy.tunnel.name).toBe('demo-tunnel');
  });

  test('the commands are an output', () => {
    expect(document.output.reach_the_cluster.value).toBe(
      `INSTANCE=$(aws ec2 describe-instances --region us-east-1 \\
  --filters Name=tag:stagecraft:way-to,Values=demo Name=instance-state-name,Values=running \\
  --query 'Reservations[0].Instances[0].InstanceId' --output text)
aws ssm start-session --region us-east-1 --target "$INSTANCE" \\
  --document-name AWS-StartPortForwardingSessionToRemoteHost \\
  --parameters host=\${trimprefix(aws_eks_cluster.this.endpoint, "https://")},portNumber=443,localPortNumber=8443
aws eks update-kubeconfig --region us-east-1 --name demo --kubeconfig ~/.kube/demo-tunnel
kubectl --kubeconfig ~/.kube/demo-tunnel config set-cluster arn:aws:eks:us-east-1:111122223333:cluster/demo \\
  --server=https://localhost:8443 --tls-server-name=\${trimprefix(aws_eks_cluster.this.endpoint, "https://")}
kubectl --kubeconfig ~/.kube/demo-tunnel get nodes
`,
    );
  });
});

test('every choice of the instance reaches it', async () => {
  const { resource } = await cluster(
    {
      instanceType: 't3.micro',
      architecture: 'x86_64',
      refreshDay: 'wednesday',
      refreshHour: 22,
      localPort: 9443,
      egress: 'vpc',
    },
    { network: { existing: EXISTING } },
  );
  expect(resource.aws_launch_template.private_access).toMatchObject({
    image_id: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
    instance_type: 't3.micro',
  });
  expect(resource.aws_autoscaling_schedule.private_access_return.recurrence).toBe('10 22 * * 3');
  expect(resource.aws_vpc_security_group_egress_rule.private_access_https.cidr_ipv4).toBe('10.9.0.0/16');
  expect(resource.aws_vpc_security_group_egress_rule.private_access_https_2.cidr_ipv4).toBe('100.64.0.0/16');
});

test('an image of the team stands as it is', async () => {
  const { resource } = await cluster({ ami: 'ami-0a1b2c3d4e5f60718' });
  expect(resource.aws_launch_template.private_access.image_id).toBe('ami-0a1b2c3d4e5f60718');
});

test('runner is a security group the API lets in and a role, and starts nothing', async () => {
  const { resource, output, data } = await cluster({ type: 'runner' });
  expect(resource.aws_autoscaling_group).toBeUndefined();
  expect(resource.aws_security_group.runner.name).toBe('demo-runner');
  expect(resource.aws_vpc_security_group_ingress_rule.runner_to_api.referenced_security_group_id).toBe(
    '${aws_security_group.runner.id}',
  );
  expect(resource.aws_iam_instance_profile.runner).toEqual({
    name: 'demo-runner',
    role: '${aws_iam_role.runner.name}',
  });
  expect(data.aws_iam_policy_document.runner.statement[1]).toMatchObject({
    actions: ['eks:DescribeCluster'],
    resources: ['arn:aws:eks:us-east-1:111122223333:cluster/demo'],
  });
  expect(Object.keys(output)).toEqual(expect.arrayContaining(['runner_security_group_id', 'runner_subnet_ids']));
});

test('a runner without a way out still reaches S3, where the state is', async () => {
  const { resource, data } = await cluster({ type: 'runner' }, { network: { nat: 'none' } });
  expect(data.aws_ec2_managed_prefix_list.s3).toEqual({ name: 'com.amazonaws.us-east-1.s3' });
  expect(resource.aws_vpc_security_group_egress_rule).toMatchObject({
    runner_https: { cidr_ipv4: '10.0.0.0/16' },
    runner_s3: {
      prefix_list_id: '${data.aws_ec2_managed_prefix_list.s3.id}',
      from_port: 443,
      to_port: 443,
    },
  });
  const open = await cluster({ type: 'runner' });
  expect(Object.keys(open.resource.aws_vpc_security_group_egress_rule)).toEqual(['runner_https']);
});

test('none builds nothing', async () => {
  const { resource, output } = await cluster({ type: 'none' });
  expect(resource.aws_autoscaling_group).toBeUndefined();
  expect(Object.keys(resource.aws_security_group ?? {})).not.toContain('private_access');
  expect(output.reach_the_cluster).toBeUndefined();
});

test.each([
  [{ type: 'vpn' }, 'type', 'ssm, runner or none'],
  [{ instanceType: 'nano' }, 'instanceType', 'an EC2 instance type such as t4g.nano'],
  [{ ami: 'latest' }, 'ami', 'an AMI id such as ami-0a1b2c3d4e5f60718'],
  [{ egress: 'all' }, 'egress', 'vpc or internet'],
])('%j is refused', (raw, path, allowed) => {
  expect(() => resolve(ladder, { privateAccess: raw }, catalog)).toThrow(
    expect.objectContaining({ faults: [expect.objectContaining({ where: `privateAccess.${path}`, allowed })] }),
  );
});
