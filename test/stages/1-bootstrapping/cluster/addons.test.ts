import { catalog } from '../../../../src/catalog';
import { resolve } from '../../../../src/config';
import { component } from '../../../../src/kit/contract';
import type { WorkloadIdentity } from '../../../../src/kit/identity';
import { synthesize } from '../../../../src/operations/synthesize';
import { ladder } from '../../../../stages';
import { cluster } from '../../../../stages/1-bootstrapping';
import { clusterIdentities } from '../../../../stages/1-bootstrapping/cluster/identities';
import { stack } from '../../../support/synth';
import { faults, terraform } from './support';

const values = (document: any, name: string) => JSON.parse(document.resource.aws_eks_addon[name].configuration_values);

test('every add-on has a pinned version for each minor but the newest, and overwrites what was changed by hand', async () => {
  const { resource } = await terraform({ addons: { efsCsi: true } });
  for (const [name, addon] of Object.entries<any>(resource.aws_eks_addon)) {
    expect([name, addon.addon_version]).toEqual([name, expect.stringMatching(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/)]);
    expect(addon).toMatchObject({ resolve_conflicts_on_create: 'OVERWRITE', resolve_conflicts_on_update: 'OVERWRITE' });
  }
  for (const [name, { versions, source }] of Object.entries(catalog.addons)) {
    expect([name, Object.keys(versions)]).toEqual([name, ['1.35', '1.36']]);
    expect(source).not.toBe('');
  }
});

test('an upgrade to the next minor takes no add-on back to an older version', () => {
  const numbers = (version: string) => version.split(/\D+/).filter(Boolean).map(Number);
  const older = (a: readonly number[], b: readonly number[]) => {
    const i = a.findIndex((n, index) => n !== b[index]);
    return i >= 0 && (a[i] ?? 0) < (b[i] ?? 0);
  };
  const back = Object.entries(catalog.addons).flatMap(([name, { versions }]) => {
    const ordered = Object.keys(versions)
      .sort()
      .map((minor) => versions[minor] ?? '');
    return ordered
      .filter((version, i) => i > 0 && older(numbers(version), numbers(ordered[i - 1] ?? '')))
      .map(() => name);
  });
  expect(back).toEqual([]);
});

test('a minor without confirmed versions leaves them to EKS', async () => {
  const { resource } = await terraform({ version: '1.37', compute: { type: 'karpenter' } });
  for (const addon of Object.values<any>(resource.aws_eks_addon)) expect(addon.addon_version).toBeUndefined();
});

test('a version of the configuration wins over the catalog', async () => {
  const { resource } = await terraform({ addons: { versions: { coredns: 'v1.14.3-eksbuild.16' } } });
  expect(resource.aws_eks_addon.coredns.addon_version).toBe('v1.14.3-eksbuild.16');
});

test('the network plugin enforces policies and hands out prefixes', async () => {
  expect(values(await terraform(), 'vpc_cni')).toEqual({
    enableNetworkPolicy: 'true',
    nodeAgent: { enablePolicyEventLogs: 'true' },
    env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' },
  });
  const off = await terraform({ addons: { networkPolicy: false, prefixDelegation: false } });
  expect(values(off, 'vpc_cni')).toEqual({
    enableNetworkPolicy: 'false',
    env: { ENABLE_PREFIX_DELEGATION: 'false' },
  });
});

test('controllers run on the system group, after its nodes', async () => {
  const document = await terraform();
  const where = {
    nodeSelector: { 'stagecraft/node-group': 'system' },
    tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
  };
  expect(values(document, 'coredns')).toMatchObject({ ...where, autoScaling: { enabled: true, minReplicas: 2 } });
  expect(values(document, 'aws_ebs_csi_driver').controller).toMatchObject({ ...where, replicaCount: 2 });
  expect(values(document, 'metrics_server')).toEqual(where);
  expect(values(document, 'snapshot_controller')).toEqual(where);
  expect(values(document, 'cert_manager')).toEqual({
    ...where,
    replicaCount: 2,
    cainjector: { ...where, replicaCount: 2 },
    webhook: { ...where, replicaCount: 3 },
  });
  for (const name of ['coredns', 'metrics_server', 'snapshot_controller', 'cert_manager'])
    expect(document.resource.aws_eks_addon[name].depends_on).toEqual(['aws_eks_node_group.system']);
});

test('volumes carry the tags of the platform, and no second default class is made', async () => {
  const ebs = values(await terraform({}, { tags: { team: 'a' } }), 'aws_ebs_csi_driver');
  expect(ebs.controller.extraVolumeTags).toEqual({ team: 'a', 'stagecraft:cluster': 'demo' });
  expect(ebs.defaultStorageClass).toEqual({ enabled: false });
});

test('each can be switched off but those a node cannot do without', async () => {
  const addons = { metricsServer: false, certManager: false, snapshotController: false };
  const { resource } = await terraform({ addons }, { internalCa: { enabled: false } });
  expect(Object.keys(resource.aws_eks_addon)).toEqual([
    'aws_ebs_csi_driver',
    'coredns',
    'eks_node_monitoring_agent',
    'eks_pod_identity_agent',
    'kube_proxy',
    'vpc_cni',
  ]);
});

test('add-ons with rights in AWS bind their own service account', async () => {
  const { resource } = await terraform({ addons: { efsCsi: true } });
  const bound = Object.entries<any>(resource.aws_eks_addon)
    .filter(([, { pod_identity_association }]) => pod_identity_association)
    .map(([name, { pod_identity_association }]) => [name, pod_identity_association[0]]);
  expect(Object.fromEntries(bound)).toEqual({
    vpc_cni: { role_arn: '${aws_iam_role.vpc_cni.arn}', service_account: 'aws-node' },
    aws_ebs_csi_driver: { role_arn: '${aws_iam_role.ebs_csi.arn}', service_account: 'ebs-csi-controller-sa' },
    aws_efs_csi_driver: { role_arn: '${aws_iam_role.efs_csi.arn}', service_account: 'efs-csi-controller-sa' },
  });
  expect(Object.keys(resource.aws_eks_pod_identity_association)).toEqual(['cluster_autoscaler']);
});

test('identities say which an add-on manages', () => {
  const context = resolve(ladder, {}, catalog).contextOf(cluster);
  expect(clusterIdentities(context).map(({ name, managed }) => [name, managed])).toEqual([
    ['vpc-cni', 'addon'],
    ['ebs-csi', 'addon'],
    ['cluster-autoscaler', undefined],
  ]);
});

test('nodes are watched by the agent of EKS, but where Auto Mode does that itself', async () => {
  expect(Object.keys((await terraform()).resource.aws_eks_addon)).toContain('eks_node_monitoring_agent');
  const off = [{ addons: { nodeMonitoring: false } }, { compute: { type: 'auto' } }];
  for (const raw of off)
    expect(Object.keys((await terraform(raw)).resource.aws_eks_addon)).not.toContain('eks_node_monitoring_agent');
});

test('values of the team are laid over ours', async () => {
  const own = {
    coredns: { autoScaling: { maxReplicas: 20 }, resources: null, corefile: '.:53 { forward . ${x} }' },
    'kube-proxy': { mode: 'nftables' },
  };
  const document = await terraform({ addons: { values: own } });
  const coredns = values(document, 'coredns');
  expect(coredns.autoScaling).toEqual({ enabled: true, minReplicas: 2, maxReplicas: 20 });
  expect(coredns.corefile).toBe('.:53 { forward . $${x} }');
  expect(coredns.nodeSelector).toEqual({ 'stagecraft/node-group': 'system' });
  expect(Object.keys(coredns)).not.toContain('resources');
  expect(values(document, 'kube_proxy')).toEqual({ mode: 'nftables' });
});

test('more add-ons come after the nodes', async () => {
  const name = 'aws-mountpoint-s3-csi-driver';
  const { resource } = await terraform({
    addons: { extra: [name], versions: { [name]: 'v2.4.0-eksbuild.1' }, values: { [name]: { a: 1 } } },
  });
  expect(resource.aws_eks_addon.aws_mountpoint_s3_csi_driver).toMatchObject({
    addon_name: name,
    addon_version: 'v2.4.0-eksbuild.1',
    configuration_values: '{"a":1}',
    depends_on: ['aws_eks_node_group.system'],
  });
});

test('values for an add-on that is not there, and one that is there already, are refused', () => {
  expect(faults({ addons: { values: { dns: {} }, extra: ['coredns', 'a', 'a'] } })).toBe(
    [
      'cluster.addons.values.dns: configuration values for dns, which this configuration does not install',
      '  allowed: eks-pod-identity-agent, kube-proxy, vpc-cni, coredns, aws-ebs-csi-driver, eks-node-monitoring-agent, snapshot-controller, metrics-server, cert-manager, coredns, a, a',
      ...[0, 1, 2].flatMap((i) => [
        `cluster.addons.extra.${i}: ${i === 0 ? 'coredns' : 'a'} is installed already`,
        '  allowed: each add-on once',
        '  next:    take it out here; what is ours has a switch of its own, or is always there',
      ]),
    ].join('\n'),
  );
});

test('a version for an add-on that is not there is refused', () => {
  expect(faults({ addons: { versions: { 'core-dns': 'v1.14.3-eksbuild.3' } } })).toBe(
    [
      'cluster.addons.versions.core-dns: a version for core-dns, which this configuration does not install',
      '  allowed: eks-pod-identity-agent, kube-proxy, vpc-cni, coredns, aws-ebs-csi-driver, eks-node-monitoring-agent, snapshot-controller, metrics-server, cert-manager',
    ].join('\n'),
  );
});

test('a kube-proxy of another minor is refused', () => {
  expect(faults({ addons: { versions: { 'kube-proxy': 'v1.34.6-eksbuild.13' } } })).toBe(
    [
      'cluster.addons.versions.kube-proxy: kube-proxy v1.34.6-eksbuild.13 is not of Kubernetes 1.36',
      '  allowed: v1.36.<patch>-eksbuild.<build>',
      '  next:    aws eks describe-addon-versions --addon-name kube-proxy --kubernetes-version 1.36',
    ].join('\n'),
  );
});

describe('the OIDC provider of service account tokens', () => {
  test('is not there while nothing needs it', async () => {
    const { resource } = await terraform();
    expect(resource.aws_iam_openid_connect_provider).toBeUndefined();
  });

  test('is there, without thumbprint, once a component has an identity by token', async () => {
    const identity: WorkloadIdentity = { name: 'snapshots', namespace: 'logging', serviceAccount: 'es', via: 'irsa' };
    const tokens = component({ name: 'tokens', title: '', summary: '', identities: () => [identity] });
    const [first, ...rest] = ladder;
    if (!first) throw new Error('no stage');
    const longer = [{ ...first, components: [...first.components, tokens] }, ...rest];
    const wanted = { terraform: true, kubernetes: false, files: false };
    const document: any = stack(await synthesize(resolve(longer, {}, catalog), catalog, wanted), 'cluster');
    expect(document.resource.aws_iam_openid_connect_provider.cluster).toEqual({
      url: '${aws_eks_cluster.this.identity[0].oidc[0].issuer}',
      client_id_list: ['sts.amazonaws.com'],
    });
  });
});
