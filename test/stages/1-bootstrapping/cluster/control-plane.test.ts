import { statements, terraform } from './support';

describe('the control plane', () => {
  test('is private, encrypted, logged, and lets nobody in by accident', async () => {
    const { resource } = await terraform();
    expect(resource.aws_eks_cluster.this).toEqual({
      name: 'demo',
      version: '1.36',
      role_arn: '${aws_iam_role.cluster.arn}',
      bootstrap_self_managed_addons: false,
      enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      vpc_config: {
        endpoint_private_access: true,
        endpoint_public_access: false,
        subnet_ids: ['a', 'b', 'c'].map((zone) => `\${data.aws_subnet.control_plane_${zone}.id}`),
      },
      encryption_config: { resources: ['secrets'], provider: { key_arn: '${aws_kms_key.secrets.arn}' } },
      kubernetes_network_config: { ip_family: 'ipv4', service_ipv4_cidr: '172.20.0.0/16' },
      upgrade_policy: { support_type: 'STANDARD' },
      zonal_shift_config: { enabled: true },
      lifecycle: { prevent_destroy: true },
      depends_on: [
        'aws_cloudwatch_log_group.cluster',
        'aws_iam_role_policy_attachment.cluster_AmazonEKSClusterPolicy',
        'aws_iam_role_policy.cluster',
      ],
    });
  });

  test('every setting reaches it', async () => {
    const { resource } = await terraform({
      version: '1.35',
      serviceCidr: '192.168.0.0/20',
      endpoint: { public: true, publicCidrs: ['203.0.113.0/24'] },
      upgradePolicy: 'EXTENDED',
      zonalShift: false,
      deletionProtection: false,
      logRetentionDays: 365,
    });
    const cluster = resource.aws_eks_cluster.this;
    expect(cluster).toMatchObject({
      version: '1.35',
      kubernetes_network_config: { service_ipv4_cidr: '192.168.0.0/20' },
      upgrade_policy: { support_type: 'EXTENDED' },
      zonal_shift_config: { enabled: false },
      vpc_config: { endpoint_public_access: true, public_access_cidrs: ['203.0.113.0/24'] },
    });
    expect(cluster.lifecycle).toBeUndefined();
    expect(resource.aws_kms_key.secrets.lifecycle).toBeUndefined();
    expect(resource.aws_cloudwatch_log_group.cluster.retention_in_days).toBe(365);
  });

  test('its log group is there first, under the name EKS writes to', async () => {
    const { resource } = await terraform();
    expect(resource.aws_cloudwatch_log_group.cluster).toEqual({
      name: '/aws/eks/demo/cluster',
      retention_in_days: 90,
      kms_key_id: '${aws_kms_key.logs.arn}',
    });
  });

  test('its role may use the key of secrets and no other', async () => {
    const document = await terraform();
    expect(statements(document, 'cluster')).toEqual({
      Secrets: expect.objectContaining({
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'],
        resources: ['${aws_kms_key.secrets.arn}'],
      }),
    });
    expect(statements(document, 'cluster_trust').Assume.actions).toEqual(['sts:AssumeRole', 'sts:TagSession']);
  });

  test('tells people what they ask for, and no secret', async () => {
    const { output } = await terraform();
    expect(Object.keys(output)).toEqual(
      expect.arrayContaining([
        'break_glass_kubeconfig_command',
        'break_glass_role_arn',
        'break_glass_topic_arn',
        'cluster_arn',
        'cluster_certificate_authority',
        'cluster_endpoint',
        'cluster_name',
        'cluster_security_group_id',
        'cluster_version',
        'kubeconfig_command',
        'oidc_issuer',
        'volume_key_arn',
      ]),
    );
    expect(output.kubeconfig_command.value).toBe('aws eks update-kubeconfig --name demo --region us-east-1');
  });
});

describe('keys', () => {
  test('rotate, wait thirty days before they go, and cannot be destroyed by mistake', async () => {
    const { resource } = await terraform();
    for (const key of ['secrets', 'volumes', 'logs'])
      expect(resource.aws_kms_key[key]).toMatchObject({
        enable_key_rotation: true,
        deletion_window_in_days: 30,
        lifecycle: { prevent_destroy: true },
      });
    expect(resource.aws_kms_alias.volumes.name).toBe('alias/demo-volumes');
  });

  test('Auto Scaling and Spot may encrypt volumes; the grant is for AWS services only', async () => {
    const { EncryptVolumes, AttachVolumes } = statements(await terraform(), 'key_volumes');
    const who = [
      { test: 'StringEquals', variable: 'kms:CallerAccount', values: ['111122223333'] },
      {
        test: 'ArnEquals',
        variable: 'aws:PrincipalArn',
        values: [
          'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
          'arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot',
        ],
      },
    ];
    expect(EncryptVolumes.condition).toEqual(who);
    expect(AttachVolumes.actions).toEqual(['kms:CreateGrant']);
    expect(AttachVolumes.condition).toEqual([
      ...who,
      { test: 'Bool', variable: 'kms:GrantIsForAWSResource', values: ['true'] },
    ]);
  });

  test('the key of logs serves one log group', async () => {
    const { Logs } = statements(await terraform(), 'key_logs');
    expect(Logs.principals).toEqual([{ type: 'Service', identifiers: ['logs.us-east-1.amazonaws.com'] }]);
    expect(Logs.condition).toEqual([
      {
        test: 'ArnEquals',
        variable: 'kms:EncryptionContext:aws:logs:arn',
        values: ['arn:aws:logs:us-east-1:111122223333:log-group:/aws/eks/demo/cluster'],
      },
    ]);
  });

  test('in China services have another domain', async () => {
    const { Logs } = statements(await terraform({}, { region: 'cn-north-1' }), 'key_logs');
    expect(Logs.principals[0].identifiers).toEqual(['logs.cn-north-1.amazonaws.com.cn']);
    expect(Logs.condition[0].values[0]).toMatch(/^arn:aws-cn:logs:cn-north-1:/);
  });
});

describe('Auto Mode', () => {
  const auto = () => terraform({ compute: { type: 'auto' } });

  test('says the same in all three places', async () => {
    const { resource } = await auto();
    expect(resource.aws_eks_cluster.this).toMatchObject({
      compute_config: {
        enabled: true,
        node_pools: ['general-purpose', 'system'],
        node_role_arn: '${aws_iam_role.node.arn}',
      },
      storage_config: { block_storage: { enabled: true } },
      kubernetes_network_config: { elastic_load_balancing: { enabled: true } },
      bootstrap_self_managed_addons: false,
    });
    expect(resource.aws_eks_node_group).toBeUndefined();
  });

  test('installs only what is no part of the service', async () => {
    const { resource } = await auto();
    expect(Object.keys(resource.aws_eks_addon)).toEqual(['cert_manager', 'metrics_server', 'snapshot_controller']);
    expect(JSON.parse(resource.aws_eks_addon.metrics_server.configuration_values)).toEqual({
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
    });
  });

  test('nodes have the smaller policies, the cluster role the larger ones and tags of this cluster only', async () => {
    const document = await auto();
    expect(Object.keys(document.resource.aws_iam_role_policy_attachment)).toEqual([
      'cluster_AmazonEKSBlockStoragePolicy',
      'cluster_AmazonEKSClusterPolicy',
      'cluster_AmazonEKSComputePolicy',
      'cluster_AmazonEKSLoadBalancingPolicy',
      'cluster_AmazonEKSNetworkingPolicy',
      'node_AmazonEC2ContainerRegistryPullOnly',
      'node_AmazonEKSWorkerNodeMinimalPolicy',
    ]);
    const { Secrets, ...tagging } = statements(document, 'cluster');
    expect(Secrets).toBeDefined();
    for (const statement of Object.values(tagging))
      expect(statement.condition).toContainEqual({
        test: 'StringEquals',
        variable: 'aws:RequestTag/eks:eks-cluster-name',
        values: ['demo'],
      });
  });

  test('the cluster role may use the key of volumes', async () => {
    const { EncryptVolumes } = statements(await auto(), 'key_volumes');
    expect(EncryptVolumes.condition[1].values).toContain('arn:aws:iam::111122223333:role/demo-cluster');
  });
});
