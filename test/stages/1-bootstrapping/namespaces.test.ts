import type { RawConfig } from '../../../src/config';
import { manifests, object, objects } from '../../support/synth';

const CONTROL_PLANE = 3;

describe('default', () => {
  test('is locked: restricted, no pods, no traffic', async () => {
    const synthesis = await manifests();
    expect(object(synthesis, 'Namespace', 'default').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    expect(object(synthesis, 'ResourceQuota', 'locked', 'default').spec.hard.pods).toBe('0');
    expect(object(synthesis, 'NetworkPolicy', 'default-deny', 'default').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });
});

describe('cert-manager', () => {
  test('reaches the API server and is reached by it, and nothing else', async () => {
    const synthesis = await manifests();
    const policies = objects(synthesis, 'NetworkPolicy').filter((p) => p.metadata.namespace === 'cert-manager');
    expect(policies.map(({ metadata }) => metadata.name)).toEqual([
      'default-deny',
      'allow-dns',
      'allow-api-server',
      'allow-webhook',
    ]);
    const webhook = object(synthesis, 'NetworkPolicy', 'allow-webhook', 'cert-manager').spec;
    expect(webhook.policyTypes).toEqual(['Ingress']);
    expect(webhook.ingress[0].ports).toEqual([{ port: 10250, protocol: 'TCP' }]);
    expect(webhook.ingress[0].from).toHaveLength(CONTROL_PLANE);
  });

  test('takes no more than thirty pods at the defaults of its containers', async () => {
    const synthesis = await manifests();
    const [limit] = object(synthesis, 'LimitRange', 'defaults', 'cert-manager').spec.limits;
    const { hard } = object(synthesis, 'ResourceQuota', 'ceiling', 'cert-manager').spec;
    const mebibytes = (text: string) => Number.parseInt(text, 10) * (text.endsWith('Gi') ? 1024 : 1);
    const pods = Number(hard.pods);
    expect(pods).toBe(30);
    expect(mebibytes(hard['limits.memory'])).toBe(pods * mebibytes(limit.default.memory));
    expect(mebibytes(hard['requests.memory'])).toBeGreaterThanOrEqual(pods * mebibytes(limit.defaultRequest.memory));
    expect(Number(hard['requests.cpu']) * 1000).toBeGreaterThanOrEqual(
      pods * Number.parseInt(limit.defaultRequest.cpu, 10),
    );
    expect(hard).toMatchObject({
      persistentvolumeclaims: '0',
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    });
  });

  test('is left out with its add-on', async () => {
    const synthesis = await manifests({ cluster: { addons: { certManager: false } }, internalCa: { enabled: false } });
    expect(objects(synthesis, 'Namespace').map(({ metadata }) => metadata.name)).toEqual(['default']);
  });
});

describe('kube-system', () => {
  test('is exempt: no namespace object, no default deny, no quota', async () => {
    const synthesis = await manifests();
    const inside = objects(synthesis).filter((o) => o.metadata.namespace === 'kube-system');
    expect(objects(synthesis, 'Namespace').some(({ metadata }) => metadata.name === 'kube-system')).toBe(false);
    expect(inside.filter((o) => o.kind === 'ResourceQuota' || o.kind === 'LimitRange')).toEqual([]);
    for (const { spec } of inside.filter((o) => o.kind === 'NetworkPolicy'))
      expect(Object.keys(spec.podSelector.matchLabels)).toContain('app.kubernetes.io/name');
  });

  test('metrics-server is called by the control plane and calls kubelets', async () => {
    const { spec } = object(await manifests(), 'NetworkPolicy', 'metrics-server', 'kube-system');
    expect(spec.ingress[0].ports.map((p: any) => p.port)).toEqual([10250, 10251]);
    expect(spec.egress.map((e: any) => e.ports.map((p: any) => p.port))).toEqual([[443], [10250]]);
  });

  test('Auto Mode gets the object that makes it enforce policies; others leave it to the add-on', async () => {
    const auto = await manifests({ cluster: { compute: { type: 'auto' } } });
    expect(object(auto, 'ConfigMap', 'amazon-vpc-cni', 'kube-system').data).toEqual({
      'enable-network-policy-controller': 'true',
    });
    expect(objects(await manifests(), 'ConfigMap').filter((o) => o.metadata.name === 'amazon-vpc-cni')).toEqual([]);
  });

  test('names are resolved by pods, and by the node on Auto Mode', async () => {
    const peers = async (raw: RawConfig) =>
      object(await manifests(raw), 'NetworkPolicy', 'allow-dns', 'cert-manager').spec.egress[0].to;
    const byLabel = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    };
    expect(await peers({})).toEqual([byLabel]);
    expect(await peers({ cluster: { compute: { type: 'auto' }, serviceCidr: '10.100.0.0/16' } })).toEqual([
      byLabel,
      { ipBlock: { cidr: '10.100.0.10/32' } },
    ]);
  });

  test('nothing is left of the component without metrics-server', async () => {
    const synthesis = await manifests({ cluster: { addons: { metricsServer: false } } });
    expect(synthesis.kubernetes.map(({ name }) => name)).not.toContain('network-policies');
  });
});
