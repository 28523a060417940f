import { decreased, notOnlyAdded, type Rule } from './rule';

const PROVIDER = 'hashicorp/terraform-provider-aws internal/service';

/**
 * Arguments that the provider marks ForceNew, of the resource types we emit and those teams add most: a change deletes the
 * resource and makes another.
 */
const FORCE_NEW: Readonly<Record<string, { readonly source: string; readonly paths: readonly string[] }>> = {
  aws_eks_cluster: {
    source: 'eks/cluster.go',
    paths: [
      'name',
      'role_arn',
      'bootstrap_self_managed_addons',
      'access_config.bootstrap_cluster_creator_admin_permissions',
      'kubernetes_network_config.ip_family',
      'kubernetes_network_config.service_ipv4_cidr',
      'outpost_config',
    ],
  },
  aws_eks_node_group: {
    source: 'eks/node_group.go',
    paths: [
      'ami_type',
      'capacity_type',
      'cluster_name',
      'disk_size',
      'instance_types',
      'launch_template.id',
      'launch_template.name',
      'node_group_name',
      'node_group_name_prefix',
      'node_role_arn',
      'remote_access',
      'subnet_ids',
    ],
  },
  aws_eks_fargate_profile: {
    source: 'eks/fargate_profile.go',
    paths: ['cluster_name', 'fargate_profile_name', 'pod_execution_role_arn', 'selector', 'subnet_ids'],
  },
  aws_eks_addon: { source: 'eks/addon.go', paths: ['addon_name', 'cluster_name'] },
  aws_eks_access_entry: { source: 'eks/access_entry.go', paths: ['cluster_name', 'principal_arn', 'type'] },
  aws_eks_access_policy_association: {
    source: 'eks/access_policy_association.go',
    paths: ['access_scope', 'cluster_name', 'policy_arn', 'principal_arn'],
  },
  aws_eks_identity_provider_config: { source: 'eks/identity_provider_config.go', paths: ['cluster_name', 'oidc'] },
  aws_eks_pod_identity_association: {
    source: 'eks/pod_identity_association.go',
    paths: ['cluster_name', 'namespace', 'service_account'],
  },
  aws_vpc: { source: 'ec2/vpc_.go', paths: ['cidr_block', 'ipv4_ipam_pool_id', 'ipv4_netmask_length'] },
  aws_vpc_ipv4_cidr_block_association: {
    source: 'ec2/vpc_ipv4_cidr_block_association.go',
    paths: ['cidr_block', 'vpc_id'],
  },
  aws_subnet: {
    source: 'ec2/vpc_subnet.go',
    paths: ['availability_zone', 'availability_zone_id', 'cidr_block', 'ipv6_native', 'outpost_arn', 'vpc_id'],
  },
  aws_ec2_subnet_cidr_reservation: {
    source: 'ec2/vpc_subnet_cidr_reservation.go',
    paths: ['cidr_block', 'description', 'reservation_type', 'subnet_id'],
  },
  aws_route_table: { source: 'ec2/vpc_route_table.go', paths: ['vpc_id'] },
  aws_route: {
    source: 'ec2/vpc_route.go',
    paths: ['destination_cidr_block', 'destination_prefix_list_id', 'route_table_id'],
  },
  aws_route_table_association: { source: 'ec2/vpc_route_table_association.go', paths: ['gateway_id', 'subnet_id'] },
  aws_nat_gateway: { source: 'ec2/vpc_nat_gateway.go', paths: ['allocation_id', 'connectivity_type', 'subnet_id'] },
  aws_eip: { source: 'ec2/ec2_eip.go', paths: ['domain', 'network_border_group', 'public_ipv4_pool'] },
  aws_vpc_endpoint: { source: 'ec2/vpc_endpoint.go', paths: ['service_name', 'vpc_endpoint_type', 'vpc_id'] },
  aws_security_group: { source: 'ec2/vpc_security_group.go', paths: ['description', 'name', 'name_prefix', 'vpc_id'] },
  aws_vpc_security_group_ingress_rule: {
    source: 'ec2/vpc_security_group_ingress_rule.go',
    paths: ['security_group_id'],
  },
  aws_vpc_security_group_egress_rule: { source: 'ec2/vpc_security_group_egress_rule.go', paths: ['security_group_id'] },
  aws_flow_log: {
    source: 'ec2/vpc_flow_log.go',
    paths: [
      'destination_options',
      'eni_id',
      'iam_role_arn',
      'log_destination',
      'log_destination_type',
      'log_format',
      'max_aggregation_interval',
      'subnet_id',
      'traffic_type',
      'vpc_id',
    ],
  },
  aws_launch_template: { source: 'ec2/ec2_launch_template.go', paths: ['name', 'name_prefix'] },
  aws_iam_role: { source: 'iam/role.go', paths: ['name', 'name_prefix', 'path'] },
  aws_iam_policy: { source: 'iam/policy.go', paths: ['description', 'name', 'name_prefix', 'path'] },
  aws_iam_role_policy: { source: 'iam/role_policy.go', paths: ['name', 'name_prefix', 'role'] },
  aws_iam_role_policy_attachment: { source: 'iam/role_policy_attachment.go', paths: ['policy_arn', 'role'] },
  aws_iam_instance_profile: { source: 'iam/instance_profile.go', paths: ['name', 'name_prefix', 'path'] },
  aws_iam_openid_connect_provider: { source: 'iam/openid_connect_provider.go', paths: ['url'] },
  aws_kms_alias: { source: 'kms/alias.go', paths: ['name', 'name_prefix'] },
  aws_kms_key: { source: 'kms/key.go', paths: ['customer_master_key_spec', 'key_usage', 'multi_region'] },
  aws_cloudwatch_log_group: { source: 'logs/group.go', paths: ['log_group_class', 'name', 'name_prefix'] },
  aws_cloudwatch_log_metric_filter: { source: 'logs/metric_filter.go', paths: ['log_group_name', 'name'] },
  aws_cloudwatch_metric_alarm: { source: 'cloudwatch/metric_alarm.go', paths: ['alarm_name'] },
  aws_cloudwatch_event_rule: { source: 'events/rule.go', paths: ['event_bus_name', 'name', 'name_prefix'] },
  aws_cloudwatch_event_target: { source: 'events/target.go', paths: ['event_bus_name', 'rule', 'target_id'] },
  aws_sns_topic: { source: 'sns/topic.go', paths: ['fifo_topic', 'name', 'name_prefix'] },
  aws_sns_topic_subscription: { source: 'sns/topic_subscription.go', paths: ['endpoint', 'protocol', 'topic_arn'] },
  aws_sqs_queue: { source: 'sqs/queue.go', paths: ['fifo_queue', 'name', 'name_prefix'] },
  aws_s3_bucket: { source: 's3/bucket.go', paths: ['bucket', 'bucket_prefix', 'object_lock_enabled'] },
  aws_dynamodb_table: { source: 'dynamodb/table.go', paths: ['hash_key', 'name', 'range_key'] },
  aws_ecr_repository: { source: 'ecr/repository.go', paths: ['encryption_configuration', 'name'] },
  aws_secretsmanager_secret: { source: 'secretsmanager/secret.go', paths: ['name', 'name_prefix'] },
  aws_efs_file_system: {
    source: 'efs/file_system.go',
    paths: ['availability_zone_name', 'creation_token', 'encrypted', 'kms_key_id', 'performance_mode'],
  },
  aws_efs_mount_target: { source: 'efs/mount_target.go', paths: ['file_system_id', 'ip_address', 'subnet_id'] },
  aws_budgets_budget: { source: 'budgets/budget.go', paths: ['account_id', 'name', 'name_prefix'] },
};

/** Types whose removal, and so their replacement too, takes data or the key to it. */
const DATA_TYPES: Readonly<Record<string, string>> = {
  aws_s3_bucket: 'the bucket and its objects are gone',
  aws_kms_key: 'what this key encrypted cannot be read once its deletion window has passed',
  aws_cloudwatch_log_group: 'the logs in it are deleted',
  aws_efs_file_system: 'the files in it are deleted',
  aws_ebs_volume: 'the volume is deleted',
  aws_ebs_snapshot: 'the snapshot is deleted',
  aws_db_instance: 'the database is deleted',
  aws_rds_cluster: 'the database is deleted',
  aws_dynamodb_table: 'the table and its items are deleted',
  aws_ecr_repository: 'the images in it are deleted',
  aws_secretsmanager_secret: 'the secret is deleted after its recovery window',
  aws_ssm_parameter: 'the value is deleted',
  aws_sqs_queue: 'messages that wait in it are lost',
  aws_backup_vault: 'its recovery points are deleted',
  aws_eks_cluster: 'every object in the cluster is gone with it',
};

const REPLACING: readonly Rule[] = Object.entries(FORCE_NEW).flatMap(([type, { source, paths }]): Rule[] => {
  const rule = { types: [type], action: 'changed', paths, source: `${PROVIDER}/${source} (ForceNew)` } as const;
  const replace: Rule = {
    ...rule,
    id: `replaces-${type}`,
    class: 'replace',
    reason: 'the provider cannot change this argument: it destroys the resource and creates another',
  };
  const lost = DATA_TYPES[type];
  return lost ? [replace, { ...rule, id: `loses-${type}`, class: 'data', reason: `replaced: ${lost}` }] : [replace];
});

/** Turning encryption on is an update in place; nothing takes it back. */
const ENCRYPTION: readonly Rule[] = (['replace', 'data'] as const).map((name) => ({
  id: `encryption-${name}`,
  types: ['aws_eks_cluster'],
  action: 'changed',
  paths: ['encryption_config'],
  when: notOnlyAdded,
  class: name,
  reason:
    'envelope encryption cannot be taken back or moved to another key: another cluster takes the place of this one',
  source: `${PROVIDER}/eks/cluster.go (ForceNewIfChange)`,
}));

const REMOVING: readonly Rule[] = [
  ...Object.entries(DATA_TYPES).map(
    ([type, reason]): Rule => ({
      id: `removed-${type}`,
      types: [type],
      action: 'removed',
      class: 'data',
      reason,
      source: `${PROVIDER} (delete)`,
    }),
  ),
  {
    id: 'removed-resource',
    types: 'any',
    action: 'removed',
    when: ({ type }) => type.startsWith('aws_') && !Object.hasOwn(DATA_TYPES, type),
    class: 'disruption',
    reason: 'the resource is destroyed',
    source: 'https://developer.hashicorp.com/terraform/language/resources/behavior',
  },
];

const ROLLING: readonly Rule[] = [
  {
    id: 'launch-template',
    types: ['aws_launch_template'],
    action: 'changed',
    except: ['tags', 'description'],
    class: 'rollout',
    reason: 'it becomes a new version, which node groups roll out node by node',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html',
  },
  {
    id: 'node-version',
    types: ['aws_eks_node_group'],
    action: 'changed',
    paths: ['version', 'release_version', 'launch_template.version'],
    class: 'rollout',
    reason: 'nodes are drained and replaced by update_config',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html',
  },
  {
    id: 'control-plane-version',
    types: ['aws_eks_cluster'],
    action: 'changed',
    paths: ['version'],
    class: 'rollout',
    reason: 'the control plane is upgraded in place and cannot go back',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html',
  },
  {
    id: 'add-on',
    types: ['aws_eks_addon'],
    action: 'changed',
    paths: ['addon_version', 'configuration_values'],
    class: 'rollout',
    reason: "the add-on's pods are replaced",
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html',
  },
];

const DISRUPTING: readonly Rule[] = [
  {
    id: 'fewer-nodes',
    types: ['aws_eks_node_group'],
    action: 'changed',
    paths: ['scaling_config'],
    when: decreased,
    class: 'disruption',
    reason: 'fewer nodes may run: pods that no longer fit wait',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html',
  },
  {
    id: 'cluster-access',
    types: ['aws_eks_cluster'],
    action: 'changed',
    paths: ['vpc_config', 'access_config.authentication_mode'],
    when: notOnlyAdded,
    class: 'disruption',
    reason: 'who reaches the API server, and how, changes',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
  },
  {
    id: 'permissions',
    types: ['aws_iam_role', 'aws_iam_role_policy', 'aws_iam_policy'],
    action: 'changed',
    paths: ['assume_role_policy', 'policy'],
    when: notOnlyAdded,
    class: 'disruption',
    reason: 'whoever uses these permissions may lose some',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html',
  },
  {
    id: 'unguarded',
    types: 'any',
    action: 'changed',
    paths: ['lifecycle.prevent_destroy', 'deletion_protection', 'deletion_protection_enabled'],
    when: (_, difference) => difference?.new !== true,
    class: 'disruption',
    reason: 'a guard against its removal is lifted',
    source: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle',
  },
  {
    id: 'shorter-retention',
    types: ['aws_cloudwatch_log_group'],
    action: 'changed',
    paths: ['retention_in_days'],
    when: (subject, difference) => decreased(subject, difference) || difference?.old === 0,
    class: 'data',
    reason: 'logs older than the new retention are deleted',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  },
  {
    id: 'sooner-expiry',
    types: ['aws_s3_bucket_lifecycle_configuration'],
    action: 'changed',
    paths: ['rule.expiration.days', 'rule.noncurrent_version_expiration.noncurrent_days'],
    when: decreased,
    class: 'data',
    reason: 'objects older than the new age are deleted',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html',
  },
  {
    id: 'state-backend',
    types: ['terraform'],
    action: 'changed',
    paths: ['backend', 'cloud'],
    class: 'disruption',
    reason: 'the state moves: run terraform init -migrate-state before the next plan',
    source: 'https://developer.hashicorp.com/terraform/language/backend',
  },
];

/** What a change of a Terraform block does. */
export const TERRAFORM_RULES: readonly Rule[] = [...REPLACING, ...ENCRYPTION, ...REMOVING, ...ROLLING, ...DISRUPTING];
