import { architectureOf, hasNvidia } from '../../../../stages/1-bootstrapping/cluster/nodes/images';
import { statements, terraform, userDataOf } from './support';

const managed = (groups: unknown) => terraform({ compute: { type: 'managed', groups } });

describe('managed node groups', () => {
  test('by default three small tainted nodes for the cluster itself and one large node a zone', async () => {
    const { resource } = await terraform();
    const groups = resource.aws_eks_node_group;
    expect(Object.keys(groups)).toEqual(['system', 'workers_a', 'workers_b', 'workers_c']);
    expect(groups.system).toMatchObject({
      node_group_name_prefix: 'system-',
      version: '${aws_eks_cluster.this.version}',
      ami_type: 'AL2023_x86_64_STANDARD',
      capacity_type: 'ON_DEMAND',
      instance_types: ['m6i.large'],
      scaling_config: { min_size: 3, desired_size: 3, max_size: 6 },
      taint: [{ key: 'CriticalAddonsOnly', value: 'true', effect: 'NO_SCHEDULE' }],
      labels: { 'stagecraft/node-group': 'system' },
      update_config: { max_unavailable_percentage: 33 },
      node_repair_config: { enabled: true },
      lifecycle: { create_before_destroy: true, ignore_changes: ['scaling_config[0].desired_size'] },
    });
    expect(groups.workers_b).toMatchObject({
      subnet_ids: ['${data.aws_subnet.private_b.id}'],
      instance_types: ['m6i.2xlarge'],
      scaling_config: { min_size: 1, desired_size: 1, max_size: 5 },
      taint: [],
    });
  });

  test('start after the network add-ons and their permissions', async () => {
    const { resource } = await terraform();
    expect(resource.aws_eks_node_group.system.depends_on).toEqual([
      'aws_iam_role_policy_attachment.node_AmazonEC2ContainerRegistryPullOnly',
      'aws_iam_role_policy_attachment.node_AmazonEKSWorkerNodePolicy',
      'aws_iam_role_policy_attachment.node_AmazonSSMManagedInstanceCore',
      'aws_eks_addon.eks_pod_identity_agent',
      'aws_eks_addon.kube_proxy',
      'aws_eks_addon.vpc_cni',
    ]);
    expect(resource.aws_eks_addon.vpc_cni.depends_on).toEqual([
      'aws_iam_role_policy_attachment.vpc_cni_AmazonEKS_CNI_Policy',
    ]);
  });

  test('the network plugin has its own identity: nodes do not carry its policy', async () => {
    const { resource } = await terraform();
    expect(Object.keys(resource.aws_iam_role_policy_attachment)).not.toContain('node_AmazonEKS_CNI_Policy');
  });

  test('are measured every minute only where that is asked for, since it costs', async () => {
    const { resource } = await managed({ workers: { detailedMonitoring: true } });
    expect(resource.aws_launch_template.node_system.monitoring).toEqual({ enabled: false });
    expect(resource.aws_launch_template.node_workers.monitoring).toEqual({ enabled: true });
  });

  test('a group that is switched off is not there', async () => {
    const { resource } = await managed({ workers: { enabled: false } });
    expect(Object.keys(resource.aws_eks_node_group)).toEqual(['system']);
    expect(resource.aws_launch_template.node_workers).toBeUndefined();
  });

  test('zones, labels, taints, Spot and architecture reach a group', async () => {
    const { resource } = await managed({
      batch: {
        zones: ['a', 'c'],
        capacity: 'spot',
        architecture: 'arm64',
        instanceTypes: ['m7g.xlarge', 'm6g.xlarge'],
        labels: { 'example.com/team': 'data' },
        taints: [{ key: 'example.com/batch', effect: 'NoExecute' }],
        repair: false,
        maxUnavailablePercent: 50,
      },
    });
    expect(resource.aws_eks_node_group.batch).toMatchObject({
      subnet_ids: ['${data.aws_subnet.private_a.id}', '${data.aws_subnet.private_c.id}'],
      ami_type: 'AL2023_ARM_64_STANDARD',
      capacity_type: 'SPOT',
      labels: { 'example.com/team': 'data', 'stagecraft/node-group': 'batch' },
      taint: [{ key: 'example.com/batch', effect: 'NO_EXECUTE' }],
      node_repair_config: { enabled: false },
      update_config: { max_unavailable_percentage: 50 },
    });
  });

  test('a GPU group has the driver, and repels what asks for no GPU', async () => {
    const { resource } = await managed({ gpu: { gpu: true, instanceTypes: ['g6.xlarge'] } });
    expect(resource.aws_eks_node_group.gpu).toMatchObject({
      ami_type: 'AL2023_x86_64_NVIDIA',
      taint: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NO_SCHEDULE' }],
    });
  });

  test('a group that can be empty tells the autoscaler what its nodes would be like', async () => {
    const { resource } = await managed({ batch: { taints: [{ key: 'example.com/batch', value: 'yes' }] } });
    expect(Object.values(resource.aws_autoscaling_group_tag).map((one: any) => one.tag)).toEqual([
      {
        key: 'k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage',
        value: '100Gi',
        propagate_at_launch: false,
      },
      {
        key: 'k8s.io/cluster-autoscaler/node-template/label/stagecraft/node-group',
        value: 'batch',
        propagate_at_launch: false,
      },
      {
        key: 'k8s.io/cluster-autoscaler/node-template/taint/example.com/batch',
        value: 'yes:NoSchedule',
        propagate_at_launch: false,
      },
    ]);
  });

  test('an off-hours schedule takes a group to nothing and back', async () => {
    const { resource } = await managed({
      workers: { schedule: { down: '0 20 * * 1-5', up: '0 7 * * 1-5', timeZone: 'Europe/Berlin' } },
    });
    const schedules = resource.aws_autoscaling_schedule;
    expect(schedules.workers_a_down).toMatchObject({
      autoscaling_group_name: '${aws_eks_node_group.workers_a.resources[0].autoscaling_groups[0].name}',
      recurrence: '0 20 * * 1-5',
      time_zone: 'Europe/Berlin',
      min_size: 0,
      max_size: 0,
      desired_capacity: 0,
    });
    expect(schedules.workers_a_up).toMatchObject({ min_size: 1, max_size: 5, desired_capacity: 1 });
  });

  test('Cluster Autoscaler changes only groups of this cluster', async () => {
    const document = await terraform();
    const { Scale } = statements(document, 'cluster_autoscaler');
    expect(Scale.condition).toEqual([
      { test: 'StringEquals', variable: 'aws:ResourceTag/eks:cluster-name', values: ['demo'] },
      { test: 'StringEquals', variable: 'aws:ResourceTag/k8s.io/cluster-autoscaler/enabled', values: ['true'] },
    ]);
    expect(document.resource.aws_eks_pod_identity_association.cluster_autoscaler).toMatchObject({
      namespace: 'kube-system',
      service_account: 'cluster-autoscaler',
    });
  });
});

test('without Cluster Autoscaler nobody may change the size of groups', async () => {
  const { resource } = await terraform({}, { clusterAutoscaler: { enabled: false } });
  expect(resource.aws_iam_role.cluster_autoscaler).toBeUndefined();
});

describe('launch templates', () => {
  test('are hardened, and set nothing that a managed group forbids', async () => {
    const { resource } = await terraform({}, { tags: { 'cost-center': '42' } });
    const template = resource.aws_launch_template.node_workers;
    expect(template.metadata_options).toEqual({
      http_endpoint: 'enabled',
      http_tokens: 'required',
      http_put_response_hop_limit: 1,
      instance_metadata_tags: 'disabled',
    });
    expect(template.block_device_mappings).toEqual([
      {
        device_name: '/dev/xvda',
        ebs: {
          volume_size: 100,
          volume_type: 'gp3',
          iops: 3000,
          throughput: 125,
          encrypted: 'true',
          kms_key_id: '${aws_kms_key.volumes.arn}',
          delete_on_termination: 'true',
        },
      },
    ]);
    expect(template.tag_specifications.map((one: any) => one.resource_type)).toEqual([
      'instance',
      'network-interface',
      'volume',
    ]);
    expect(template.tag_specifications[0].tags).toEqual({
      Name: 'demo-workers',
      'cost-center': '42',
      'stagecraft:cluster': 'demo',
    });
    for (const forbidden of ['image_id', 'key_name', 'iam_instance_profile', 'vpc_security_group_ids', 'instance_type'])
      expect(template[forbidden]).toBeUndefined();
  });

  test('AL2023 nodes are ready for Elasticsearch', async () => {
    const text = userDataOf(await terraform(), 'node_workers');
    expect(text).toContain('vm.max_map_count = 1048576');
    expect(text).toContain(
      'Content-Type: application/node.eks.aws\n\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig',
    );
    expect(text.match(/^--stagecraft(--)?$/gm)).toEqual(['--stagecraft', '--stagecraft', '--stagecraft--']);
  });

  test('Bottlerocket nodes are locked down, have no admin container, and two encrypted disks', async () => {
    const document = await managed({ workers: { ami: 'bottlerocket', diskGiB: 200 } });
    const text = userDataOf(document, 'node_workers');
    expect(text).toContain('[settings.kernel]\nlockdown = "integrity"');
    expect(text).toContain('"vm.max_map_count" = "1048576"');
    expect(text).toContain('[settings.host-containers.admin]\nenabled = false');
    const disks = document.resource.aws_launch_template.node_workers.block_device_mappings;
    expect(disks.map(({ device_name, ebs }: any) => [device_name, ebs.volume_size, ebs.encrypted])).toEqual([
      ['/dev/xvda', 4, 'true'],
      ['/dev/xvdb', 200, 'true'],
    ]);
    expect(document.resource.aws_eks_node_group.workers_a.ami_type).toBe('BOTTLEROCKET_x86_64');
  });
});

describe('Karpenter', () => {
  const karpenter = () => terraform({ compute: { type: 'karpenter' } });

  test('runs on a managed group, with nodes of its own role let in', async () => {
    const { resource } = await karpenter();
    expect(Object.keys(resource.aws_eks_node_group)).toEqual(['system']);
    expect(resource.aws_eks_access_entry.karpenter_node).toEqual({
      cluster_name: '${aws_eks_cluster.this.name}',
      principal_arn: '${aws_iam_role.karpenter_node.arn}',
      type: 'EC2_LINUX',
    });
    expect(resource.aws_iam_instance_profile.karpenter_node.name).toBe('demo-karpenter-node');
    expect(resource.aws_ec2_tag.karpenter_discovery).toEqual({
      resource_id: '${aws_eks_cluster.this.vpc_config[0].cluster_security_group_id}',
      key: 'karpenter.sh/discovery',
      value: 'demo',
    });
    expect(resource.aws_autoscaling_group_tag).toBeUndefined();
    expect(resource.aws_iam_role.cluster_autoscaler).toBeUndefined();
  });

  test('hears of interruptions through a queue that takes only its rules', async () => {
    const document = await karpenter();
    expect(document.resource.aws_sqs_queue.karpenter).toEqual({
      name: 'demo-karpenter',
      message_retention_seconds: 300,
      sqs_managed_sse_enabled: true,
    });
    expect(Object.keys(document.resource.aws_cloudwatch_event_rule)).toEqual([
      'break_glass',
      'karpenter_health',
      'karpenter_rebalance',
      'karpenter_reservation',
      'karpenter_spot',
      'karpenter_state',
    ]);
    expect(statements(document, 'karpenter_queue').Events.condition[0].values).toEqual([
      'arn:aws:events:us-east-1:111122223333:rule/demo-karpenter-*',
    ]);
  });

  test('its controller is told of zonal shifts of this cluster, where there can be any', async () => {
    const sids = async (zonalShift: boolean) =>
      statements(await terraform({ compute: { type: 'karpenter' }, zonalShift }), 'karpenter');
    expect((await sids(true)).ZonalShifts).toMatchObject({
      actions: ['arc-zonal-shift:GetManagedResource'],
      condition: [
        {
          test: 'StringEquals',
          variable: 'arc-zonal-shift:ResourceIdentifier',
          values: ['arn:aws:eks:us-east-1:111122223333:cluster/demo'],
        },
      ],
    });
    expect((await sids(false)).ZonalShifts).toBeUndefined();
  });

  test('its controller makes and ends only what is tagged for this cluster', async () => {
    const { Start, End, StartFromTemplates, PassNodeRole } = statements(await karpenter(), 'karpenter');
    const requested = {
      test: 'StringEquals',
      variable: 'aws:RequestTag/kubernetes.io/cluster/demo',
      values: ['owned'],
    };
    const owned = { test: 'StringEquals', variable: 'aws:ResourceTag/kubernetes.io/cluster/demo', values: ['owned'] };
    expect(Start.condition).toContainEqual(requested);
    expect(End.condition).toContainEqual(owned);
    expect(StartFromTemplates.condition).toContainEqual(owned);
    expect(PassNodeRole.resources).toEqual(['arn:aws:iam::111122223333:role/demo-karpenter-node']);
  });
});

test.each([
  ['m6i.large', 'x86_64', false],
  ['m7g.xlarge', 'arm64', false],
  ['c8gd.2xlarge', 'arm64', false],
  ['im4gn.large', 'arm64', false],
  ['a1.large', 'arm64', false],
  ['t4g.medium', 'arm64', false],
  ['g5.xlarge', 'x86_64', true],
  ['g5g.xlarge', 'arm64', true],
  ['g6e.2xlarge', 'x86_64', true],
  ['g4ad.xlarge', 'x86_64', false],
  ['p5.48xlarge', 'x86_64', true],
  ['p6e-gb200.36xlarge', 'arm64', true],
  ['u7i-12tb.224xlarge', 'x86_64', false],
  ['hpc7g.4xlarge', 'arm64', false],
])('%s is %s, NVIDIA: %s', (type, architecture, nvidia) => {
  expect(architectureOf(type)).toBe(architecture);
  expect(hasNvidia(type)).toBe(nvidia);
});
