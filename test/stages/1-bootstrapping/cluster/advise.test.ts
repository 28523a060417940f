import type { RawConfig } from '../../../../src/config';
import { formatFault } from '../../../../src/kit/errors';
import { resolved } from '../../../support/resolved';

const advice = (raw: RawConfig) => resolved(raw).advice().map(formatFault).join('\n');
const KARPENTER = { compute: { type: 'karpenter' } };
const MIRROR = { registry: '111122223333.dkr.ecr.us-east-1.amazonaws.com' };

test('a minor the catalog has no add-on versions for', () => {
  const text = advice({ cluster: { version: '1.37', ...KARPENTER } });
  expect(text).toContain('cluster.version: no version of eks-pod-identity-agent, kube-proxy, vpc-cni, ');
  expect(text).toContain('is known for Kubernetes 1.37: EKS takes its default when it makes the add-on');
  expect(text).toContain(
    'name those that aws eks describe-addon-versions --kubernetes-version 1.37 --addon-name NAME lists',
  );
});

test('the EFS CSI driver without a way to EFS', () => {
  const network = { nat: 'none' };
  const cluster = { addons: { efsCsi: true } };
  expect(advice({ network, cluster, ...MIRROR })).toBe(
    [
      'cluster.addons.efsCsi: the EFS CSI driver has no way to the EFS API: network.nat is none',
      '  got:     true',
      '  allowed: elasticfilesystem among network.endpoints.interface',
      '  next:    name all interface endpoints, those of the default and elasticfilesystem',
    ].join('\n'),
  );
  expect(advice({ cluster })).toBe('');
});

test('emergency access that tells nobody', () => {
  const on = { enabled: true, principals: ['arn:aws:iam::111122223333:user/emergency'] };
  expect(advice({ cluster: { access: { breakGlass: on } } })).toBe(
    [
      'cluster.access.breakGlass.alarmEmails: emergency access is on and nobody is told of its use by mail',
      '  got:     []',
      '  allowed: at least one address, or another subscriber of the topic <name>-break-glass',
      '  next:    name an address that somebody reads',
    ].join('\n'),
  );
  expect(advice({ cluster: { access: { breakGlass: { ...on, alarmEmails: ['on-call@example.com'] } } } })).toBe('');
});

test.each([
  [[], 'there are no nodes: add-ons never become active, and Terraform gives up on them'],
  [['system'], 'workloads get no nodes: the pool system takes only what tolerates CriticalAddonsOnly'],
])('Auto Mode with the built-in pools %j', (nodePools, what) => {
  expect(advice({ cluster: { compute: { type: 'auto', nodePools } } })).toContain(
    `cluster.compute.nodePools: ${what}\n`,
  );
});

test('Auto Mode with its usual pools', () => {
  expect(advice({ cluster: { compute: { type: 'auto', nodePools: ['general-purpose'] } } })).toBe('');
});

test('GPUs that nothing tells Kubernetes of', () => {
  const gpu = (ami: string) => ({ gpu: true, ami, instanceTypes: ['g6.xlarge'] });
  const groups = (ami: string) => ({ cluster: { compute: { type: 'managed', groups: { gpu: gpu(ami) } } } });
  expect(advice(groups('al2023'))).toBe(
    [
      'cluster.compute.groups.gpu.gpu: the image brings the driver, and nothing tells Kubernetes of the GPUs: pods that ask for one wait',
      '  got:     true',
      "  allowed: NVIDIA's device plugin in the cluster, or ami: bottlerocket, which brings it",
      '  next:    install the device plugin, with a toleration for nvidia.com/gpu, or take ami: bottlerocket',
    ].join('\n'),
  );
  expect(advice(groups('bottlerocket'))).toBe('');
});
