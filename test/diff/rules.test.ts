import { change, cluster, deployment, object, stack } from './support';

/** Class of the one change, and the rules that said so, worst first. */
function verdict(before: object | undefined, after: object | undefined): string {
  const found = change(cluster(...(before ? [before] : [])), cluster(...(after ? [after] : [])));
  return `${found.class}: ${found.verdicts.map(({ rule }) => rule).join(' ')}`;
}

const volume = object('ConfigMap', { data: { a: '1' } });
const set = (spec: object) => object('StatefulSet', { spec: { serviceName: 'web', replicas: 3, ...spec } }, 'apps/v1');
const claims = (storage: string) => ({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { storage } }] });
const policy = (spec: object) =>
  object('NetworkPolicy', { spec: { podSelector: {}, ...spec } }, 'networking.k8s.io/v1');

test.each([
  ['a template', deployment(), deployment({}, { priorityClassName: 'x' }), 'rollout: pod-template'],
  [
    'a selector, with its labels',
    deployment(),
    deployment({ selector: { matchLabels: { app: 'x' } } }),
    'replace: workload-selector',
  ],
  ['fewer replicas', deployment(), deployment({ replicas: 1 }), 'disruption: fewer-replicas'],
  ['more replicas', deployment(), deployment({ replicas: 3 }), 'safe: '],
  ['claims', set(claims('1Gi')), set(claims('2Gi')), 'replace: volume-claim-templates'],
  ['the service of a StatefulSet', set({}), set({ serviceName: 'x' }), 'replace: stateful-set-spec'],
  ['a mutable field of a StatefulSet', set({}), set({ minReadySeconds: 5 }), 'safe: '],
  ['a Job', object('Job', { spec: { template: 1 } }), object('Job', { spec: { template: 2 } }), 'replace: job-spec'],
  [
    'parameters of a class',
    object('StorageClass', { parameters: { type: 'gp2' } }),
    object('StorageClass', { parameters: { type: 'gp3' } }),
    'replace: storage-class',
  ],
  [
    'volume expansion of a class',
    object('StorageClass', {}),
    object('StorageClass', { allowVolumeExpansion: true }),
    'safe: ',
  ],
  [
    'the role of a binding',
    object('RoleBinding', { roleRef: { name: 'a' } }),
    object('RoleBinding', { roleRef: { name: 'b' } }),
    'replace: role-ref',
  ],
  [
    'a Service address',
    object('Service', { spec: { clusterIP: '10.0.0.1' } }),
    object('Service', { spec: { clusterIP: '10.0.0.2' } }),
    'replace: cluster-ip',
  ],
  ['a configuration nobody reads', volume, object('ConfigMap', { data: { a: '2' } }), 'safe: '],
  [
    'labels alone',
    deployment(),
    { ...deployment(), metadata: { name: 'web', namespace: 'shop', labels: { a: 'b' } } },
    'safe: ',
  ],
  [
    'an enforced standard',
    object('Namespace', {}),
    {
      ...object('Namespace'),
      metadata: { name: 'web', namespace: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    },
    'disruption: pod-security',
  ],
  [
    'a weaker budget',
    object('PodDisruptionBudget', { spec: { minAvailable: '50%' } }),
    object('PodDisruptionBudget', { spec: { minAvailable: '20%' } }),
    'disruption: weaker-budget',
  ],
  [
    'a rule more in a policy',
    policy({ policyTypes: ['Ingress'], ingress: [{ from: [1] }] }),
    policy({ policyTypes: ['Ingress'], ingress: [{ from: [1] }, { from: [2] }] }),
    'safe: ',
  ],
  [
    'a rule less in a policy',
    policy({ ingress: [{ from: [1] }, { from: [2] }] }),
    policy({ ingress: [{ from: [1] }] }),
    'disruption: closed-flow',
  ],
])('%s', (_, before, after, expected) => {
  expect(verdict(before, after)).toBe(expected);
});

test.each([
  ['PersistentVolumeClaim', 'data: removed-persistentvolumeclaim'],
  ['Namespace', 'data: removed-namespace'],
  ['CustomResourceDefinition', 'data: removed-customresourcedefinition'],
  ['Service', 'disruption: removed'],
  ['PodDisruptionBudget', 'disruption: removed-budget'],
  ['CronJob', 'safe: '],
])('a removed %s', (kind, expected) => {
  expect(verdict(object(kind), undefined)).toBe(expected);
});

test('a removed StatefulSet takes its claims, the worst class wins and all are listed', () => {
  expect(verdict(set(claims('1Gi')), undefined)).toBe('data: removed-claims removed');
});

test('whatever is added is safe, but a deny in a namespace that is there', () => {
  expect(verdict(undefined, object('Namespace'))).toBe('safe: ');
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const deny = policy({ policyTypes: ['Ingress', 'Egress'] });
  expect(change(cluster(namespace), cluster(namespace, deny)).verdicts.map(({ rule }) => rule)).toEqual(['first-deny']);
  const [, added] = [namespace, change(cluster(), cluster(deny))];
  expect(added.class).toBe('safe');
});

test('a configuration that pods read names them', () => {
  const reads = deployment({}, { volumes: [{ name: 'c', projected: { sources: [{ configMap: { name: 'web' } }] } }] });
  const found = change(cluster(volume, reads), cluster(object('ConfigMap', { data: { a: '2' } }), reads));
  expect(found.verdicts).toMatchObject([
    {
      class: 'rollout',
      reason: 'read by Deployment web, whose pods take it up by reload or restart',
      paths: ['data.a'],
    },
  ]);
});

describe('terraform', () => {
  const resource = (type: string, fields: object) => stack({ [type]: { this: fields } });
  const rules = (type: string, before: object, after: object) =>
    change(resource(type, before), resource(type, after)).verdicts.map(({ class: of, paths }) => `${of} ${paths}`);

  test.each([
    ['aws_eks_node_group', { instance_types: ['a'] }, { instance_types: ['b'] }, ['replace instance_types[0]']],
    [
      'aws_eks_node_group',
      { scaling_config: { max_size: 3 } },
      { scaling_config: { max_size: 2 } },
      ['disruption scaling_config.max_size'],
    ],
    ['aws_eks_node_group', { scaling_config: { max_size: 3 } }, { scaling_config: { max_size: 4 } }, []],
    [
      'aws_eks_node_group',
      { launch_template: { version: '1' } },
      { launch_template: { version: '2' } },
      ['rollout launch_template.version'],
    ],
    ['aws_eks_cluster', { version: '1.35' }, { version: '1.36' }, ['rollout version']],
    [
      'aws_eks_cluster',
      { access_config: { bootstrap_cluster_creator_admin_permissions: true } },
      {},
      ['data access_config', 'replace access_config'],
    ],
    ['aws_subnet', { cidr_block: 'a' }, { cidr_block: 'b' }, ['replace cidr_block']],
    ['aws_kms_key', { description: 'a' }, { description: 'b' }, []],
    ['aws_cloudwatch_log_group', { retention_in_days: 90 }, { retention_in_days: 30 }, ['data retention_in_days']],
    ['aws_cloudwatch_log_group', { retention_in_days: 30 }, { retention_in_days: 90 }, []],
    ['aws_s3_bucket', { bucket: 'a' }, { bucket: 'b' }, ['data bucket', 'replace bucket']],
    ['aws_launch_template', { user_data: 'a' }, { user_data: 'b' }, ['rollout user_data']],
    ['aws_kms_key', { lifecycle: { prevent_destroy: true } }, {}, ['disruption lifecycle']],
  ])('%s %j -> %j', (type, before, after, expected) => {
    expect(rules(type, before, after)).toEqual(expected);
  });

  test.each([
    ['aws_kms_key', 'data'],
    ['aws_efs_file_system', 'data'],
    ['aws_subnet', 'disruption'],
  ])('a removed %s', (type, expected) => {
    expect(change(resource(type, {}), stack({})).class).toBe(expected);
  });

  test('a removed output or data source is safe', () => {
    expect(change(stack({}, { output: { a: { value: 1 } } }), stack({})).class).toBe('safe');
    expect(change(stack({}, { data: { aws_vpc: { a: {} } } }), stack({})).class).toBe('safe');
  });
});
