import { network as component } from '../../../../stages/1-bootstrapping';
import { face, synth } from '../../../support/synth';

async function network(config: Record<string, unknown> = {}, top: Record<string, unknown> = {}): Promise<any> {
  return face([component], 'network', { ...top, network: config });
}

/** Addresses of a resource type. */
function names(document: any, type: string): string[] {
  return Object.keys(document.resource[type] ?? {}).sort();
}

describe('defaults', () => {
  let document: any;
  let resource: any;
  beforeAll(async () => {
    document = await network();
    resource = document.resource;
  });

  test('the VPC has DNS support and host names, and a default security group without a rule', () => {
    expect(resource.aws_vpc.this).toEqual({
      cidr_block: '10.0.0.0/16',
      enable_dns_hostnames: true,
      enable_dns_support: true,
      tags: { Name: 'demo', 'stagecraft:cluster': 'demo' },
    });
    expect(resource.aws_default_security_group.this).toEqual({
      tags: { Name: 'demo-default-unused' },
      vpc_id: '${aws_vpc.this.id}',
    });
  });

  test('nine subnets with addresses people can type, tagged for load balancers and Karpenter, none giving out public addresses', () => {
    expect(names(document, 'aws_subnet')).toEqual(
      ['control_plane', 'private', 'public'].flatMap((role) => ['a', 'b', 'c'].map((zone) => `${role}_${zone}`)),
    );
    expect(resource.aws_subnet.private_a).toEqual({
      availability_zone: 'us-east-1a',
      cidr_block: '10.0.0.0/19',
      map_public_ip_on_launch: false,
      tags: {
        Name: 'demo-private-a',
        'karpenter.sh/discovery': 'demo',
        'kubernetes.io/role/internal-elb': '1',
        'stagecraft:cluster': 'demo',
        'stagecraft:role': 'private',
      },
      vpc_id: '${aws_vpc.this.id}',
    });
    expect(resource.aws_subnet.public_b.tags).toMatchObject({ 'kubernetes.io/role/elb': '1' });
    expect(Object.keys(resource.aws_subnet.control_plane_c.tags)).not.toContain('kubernetes.io/role/internal-elb');
    for (const subnet of Object.values<any>(resource.aws_subnet)) expect(subnet.map_public_ip_on_launch).toBe(false);
  });

  test('the upper half of each private subnet is reserved for prefixes', () => {
    expect(resource.aws_ec2_subnet_cidr_reservation.private_b).toEqual({
      cidr_block: '10.0.48.0/20',
      reservation_type: 'prefix',
      subnet_id: '${aws_subnet.private_b.id}',
    });
  });

  test('each private subnet goes out through the gateway of its zone', () => {
    for (const zone of ['a', 'b', 'c']) {
      expect(resource.aws_route[`private_${zone}_nat`]).toEqual({
        destination_cidr_block: '0.0.0.0/0',
        nat_gateway_id: `\${aws_nat_gateway.${zone}.id}`,
        route_table_id: `\${aws_route_table.private_${zone}.id}`,
      });
      expect(resource.aws_nat_gateway[zone]).toMatchObject({
        allocation_id: `\${aws_eip.nat_${zone}.allocation_id}`,
        subnet_id: `\${aws_subnet.public_${zone}.id}`,
      });
      expect(resource.aws_eip[`nat_${zone}`].domain).toBe('vpc');
    }
    expect(document.output.nat_addresses.value).toEqual(
      ['a', 'b', 'c'].map((zone) => `\${aws_eip.nat_${zone}.public_ip}`),
    );
  });

  test('the control plane has a table of its own without a way out', () => {
    expect(resource.aws_route_table_association.control_plane_a.route_table_id).toBe(
      '${aws_route_table.control_plane.id}',
    );
    const routed = Object.values<any>(resource.aws_route).map((route) => route.route_table_id);
    expect(routed).not.toContain('${aws_route_table.control_plane.id}');
  });

  test('gateway endpoints are in every table; there is no interface endpoint', () => {
    expect(names(document, 'aws_vpc_endpoint')).toEqual(['dynamodb', 's3']);
    expect(resource.aws_vpc_endpoint.s3).toMatchObject({
      service_name: 'com.amazonaws.us-east-1.s3',
      vpc_endpoint_type: 'Gateway',
    });
    expect(resource.aws_vpc_endpoint.s3.route_table_ids).toHaveLength(5);
    expect(resource.aws_security_group).toBeUndefined();
  });

  test('flow logs go to an encrypted log group that is made first', () => {
    expect(resource.aws_flow_log.this).toMatchObject({
      iam_role_arn: '${aws_iam_role.flow_logs.arn}',
      log_destination: '${aws_cloudwatch_log_group.flow_logs.arn}',
      log_destination_type: 'cloud-watch-logs',
      max_aggregation_interval: 600,
      traffic_type: 'ALL',
    });
    expect(resource.aws_cloudwatch_log_group.flow_logs).toEqual({
      kms_key_id: '${aws_kms_key.flow_logs.arn}',
      name: '/aws/vpc/demo/flow-logs',
      retention_in_days: 90,
    });
    expect(resource.aws_kms_key.flow_logs).toMatchObject({ deletion_window_in_days: 30, enable_key_rotation: true });
    expect(resource.aws_kms_alias.flow_logs.name).toBe('alias/demo-flow-logs');
  });

  test('only flow logs of this account and region may take the role', () => {
    const [trust] = document.data.aws_iam_policy_document.flow_logs_trust.statement;
    expect(trust.principals).toEqual([{ identifiers: ['vpc-flow-logs.amazonaws.com'], type: 'Service' }]);
    expect(trust.condition).toEqual([
      { test: 'StringEquals', values: ['111122223333'], variable: 'aws:SourceAccount' },
      {
        test: 'ArnLike',
        values: ['arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/*'],
        variable: 'aws:SourceArn',
      },
    ]);
  });

  test('the key serves that log group alone', () => {
    const [account, group] = document.data.aws_iam_policy_document.flow_logs_key.statement;
    expect(account.principals).toEqual([{ identifiers: ['arn:aws:iam::111122223333:root'], type: 'AWS' }]);
    expect(group.principals).toEqual([{ identifiers: ['logs.us-east-1.amazonaws.com'], type: 'Service' }]);
    expect(group.condition).toEqual([
      {
        test: 'ArnEquals',
        values: ['arn:aws:logs:us-east-1:111122223333:log-group:/aws/vpc/demo/flow-logs'],
        variable: 'kms:EncryptionContext:aws:logs:arn',
      },
    ]);
  });

  test('only principals of the account pass the S3 endpoint, except to read', () => {
    const [own, anyone] = document.data.aws_iam_policy_document.endpoint_s3.statement;
    expect(own).toMatchObject({
      actions: ['s3:*'],
      condition: [{ test: 'StringEquals', values: ['111122223333'], variable: 'aws:PrincipalAccount' }],
    });
    expect(anyone).toMatchObject({ actions: ['s3:GetObject'], sid: 'AnyoneReads' });
  });

  test('each wildcard has its reason beside it, and no action is a bare star', () => {
    for (const block of Object.values<any>(document.data.aws_iam_policy_document))
      for (const statement of block.statement) {
        expect(statement.actions).not.toContain('*');
        const wild = [...statement.actions, ...(statement.resources ?? [])].some((text: string) => text.includes('*'));
        if (wild) expect(block['//'].join('\n')).toContain(`${statement.sid}: `);
      }
  });

  test('outputs', () => {
    expect(Object.keys(document.output).sort()).toEqual([
      'control_plane_subnet_ids',
      'nat_addresses',
      'private_subnet_ids',
      'public_subnet_ids',
      'vpc_id',
    ]);
  });
});

test('one NAT gateway serves every zone, and keeps its address when there is one a zone later', async () => {
  const { resource, ...document } = await network({ nat: 'single' });
  expect(Object.keys(resource.aws_nat_gateway)).toEqual(['a']);
  for (const zone of ['a', 'b', 'c'])
    expect(resource.aws_route[`private_${zone}_nat`].nat_gateway_id).toBe('${aws_nat_gateway.a.id}');
  expect(document.output.nat_addresses.value).toEqual(['${aws_eip.nat_a.public_ip}']);
});

test('without NAT there are the endpoints a private cluster needs, reached over HTTPS from the VPC', async () => {
  const document = await network({ nat: 'none', cidr: '100.64.0.0/16' });
  const { resource } = document;
  expect(resource.aws_nat_gateway).toBeUndefined();
  expect(Object.keys(resource.aws_route)).toEqual(['public_internet']);
  expect(names(document, 'aws_vpc_endpoint')).toEqual(
    [
      'autoscaling',
      'dynamodb',
      'ec2',
      'ec2messages',
      'ecr_api',
      'ecr_dkr',
      'eks',
      'eks_auth',
      'elasticloadbalancing',
      'kms',
      'logs',
      's3',
      'sqs',
      'ssm',
      'ssmmessages',
      'sts',
      'xray',
    ].sort(),
  );
  expect(resource.aws_vpc_endpoint.ecr_dkr).toEqual({
    policy: '${data.aws_iam_policy_document.endpoint_ecr_dkr.json}',
    private_dns_enabled: true,
    security_group_ids: ['${aws_security_group.endpoints.id}'],
    service_name: 'com.amazonaws.us-east-1.ecr.dkr',
    subnet_ids: ['a', 'b', 'c'].map((zone) => `\${aws_subnet.private_${zone}.id}`),
    tags: { Name: 'demo-ecr.dkr' },
    vpc_endpoint_type: 'Interface',
    vpc_id: '${aws_vpc.this.id}',
  });
  expect(resource.aws_vpc_security_group_ingress_rule.endpoints_https).toMatchObject({
    cidr_ipv4: '100.64.0.0/16',
    from_port: 443,
    ip_protocol: 'tcp',
    to_port: 443,
  });
  expect(resource.aws_security_group.endpoints.egress).toBeUndefined();
});

test('a token is exchanged at STS before there is a principal', async () => {
  const { data } = await network({ endpoints: { interface: ['sts', 'ec2'], trustedAccounts: ['444455556666'] } });
  const [own, exchange] = data.aws_iam_policy_document.endpoint_sts.statement;
  expect(own.condition[0].values).toEqual(['111122223333', '444455556666']);
  expect(exchange.actions).toEqual(['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity']);
  expect(data.aws_iam_policy_document.endpoint_ec2).toBeUndefined();
});

test('interface endpoints of China carry its prefix where AWS gave them one', async () => {
  const { resource } = await network(
    { endpoints: { interface: ['ecr.api', 'kms'] } },
    { region: 'cn-north-1', account: '444455556666' },
  );
  expect(resource.aws_vpc_endpoint.ecr_api.service_name).toBe('cn.com.amazonaws.cn-north-1.ecr.api');
  expect(resource.aws_vpc_endpoint.kms.service_name).toBe('com.amazonaws.cn-north-1.kms');
  expect(resource.aws_vpc_endpoint.s3.service_name).toBe('com.amazonaws.cn-north-1.s3');
});

test('flow logs to S3 are delivered to a closed bucket under the key, and expire', async () => {
  const { resource, data } = await network({
    flowLogs: { destination: 's3', retentionDays: 30, trafficType: 'REJECT' },
  });
  expect(resource.aws_cloudwatch_log_group).toBeUndefined();
  expect(resource.aws_iam_role).toBeUndefined();
  expect(resource.aws_flow_log.this).toMatchObject({
    log_destination: '${aws_s3_bucket.flow_logs.arn}',
    log_destination_type: 's3',
    traffic_type: 'REJECT',
  });
  expect(resource.aws_s3_bucket.flow_logs.bucket).toBe('demo-flow-logs-111122223333-us-east-1');
  expect(resource.aws_s3_bucket_lifecycle_configuration.flow_logs.rule[0].expiration).toEqual([{ days: 30 }]);
  expect(Object.values(resource.aws_s3_bucket_public_access_block.flow_logs).filter((v) => v === true)).toHaveLength(4);
  const statements = data.aws_iam_policy_document.flow_logs_bucket.statement;
  expect(statements.map(({ sid }: any) => sid)).toEqual(['DeliveryWrites', 'DeliveryChecks', 'TlsOnly']);
  expect(statements[0].resources).toEqual(['${aws_s3_bucket.flow_logs.arn}/AWSLogs/111122223333/*']);
  expect(data.aws_iam_policy_document.flow_logs_key.statement[1].principals[0].identifiers).toEqual([
    'delivery.logs.amazonaws.com',
  ]);
});

test('what is switched off is not there', async () => {
  const { resource } = await network({
    flowLogs: { enabled: false },
    prefixReservation: false,
    endpoints: { gateway: [] },
  });
  expect(resource.aws_flow_log).toBeUndefined();
  expect(resource.aws_kms_key).toBeUndefined();
  expect(resource.aws_ec2_subnet_cidr_reservation).toBeUndefined();
  expect(resource.aws_vpc_endpoint).toBeUndefined();
});

test('with an existing VPC there is no stack network, and nobody waits for it', async () => {
  const { terraform: stacks } = await synth({
    network: {
      existing: {
        vpcId: 'vpc-0a1b2c3d4e5f60718',
        cidrs: ['10.9.0.0/16'],
        subnets: {
          private: [
            { id: 'subnet-00000000000000001', zone: 'a', cidr: '10.9.0.0/20' },
            { id: 'subnet-00000000000000002', zone: 'b', cidr: '10.9.16.0/20' },
          ],
        },
      },
    },
  });
  expect(stacks.map(({ name }) => name)).not.toContain('network');
  expect(stacks.flatMap(({ after }) => after)).not.toContain('network');
});
