import { WATCHED } from '../../../../stages/2-team-adoption';
import { faultsOf, kubernetes, object } from '../support/rendered';

async function rendered(kubeStateMetrics: object = {}) {
  const synthesis = await kubernetes({ kubeStateMetrics });
  const { spec } = object(synthesis, 'Deployment', 'kube-state-metrics');
  return {
    synthesis,
    spec,
    pod: spec.template.spec,
    container: spec.template.spec.containers[0],
    rules: object(synthesis, 'ClusterRole', 'kube-state-metrics').rules,
  };
}

const argument = (args: string[], name: string) => args.find((a) => a.startsWith(`--${name}=`))?.split('=')[1];

test('it may list exactly what it is told to list, and nothing with a password in it', async () => {
  const { rules, container } = await rendered();
  const granted = rules.flatMap(({ resources }: any) => resources).sort();
  expect(granted.join(',')).toBe(argument(container.args, 'resources'));
  expect(granted).not.toEqual(expect.arrayContaining(['secrets']));
  expect(granted).not.toEqual(expect.arrayContaining(['configmaps']));
  for (const rule of rules) expect(rule.verbs).toEqual(['list', 'watch']);
  expect(WATCHED.map(({ resource }) => resource).sort()).toEqual(granted);
});

test('labels are exported by list only', async () => {
  const { container } = await rendered();
  const allowlist = container.args.find((a: string) => a.startsWith('--metric-labels-allowlist='));
  expect(allowlist).toContain('namespaces=[stagecraft.io/project,stagecraft.io/team]');
  expect(allowlist).not.toContain('*');
  expect(container.args.join(' ')).not.toContain('annotations');
  const none = await rendered({ labels: {} });
  expect(none.container.args.join(' ')).not.toContain('allowlist');
});

test('a kind that is not watched has no labels', () => {
  const [fault] = faultsOf({ stage: 2, kubeStateMetrics: { labels: { secrets: ['team'] } } });
  expect(fault).toMatchObject({
    where: 'kubeStateMetrics.labels.secrets',
    what: 'kube-state-metrics watches no secrets',
    next: 'use the plural in lower case',
  });
});

test('a star is refused', () => {
  expect(faultsOf({ stage: 2, kubeStateMetrics: { labels: { pods: ['*'] } } })).toHaveLength(1);
});

test('there is never a second one that would count everything twice', async () => {
  const { spec } = await rendered();
  expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
});

test('its probes are upstream ones: alive at the metrics port, ready at its own', async () => {
  const { container } = await rendered();
  expect(container.livenessProbe.httpGet).toEqual({ path: '/livez', port: 'metrics' });
  expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'self' });
  expect(container.ports.map((p: any) => p.containerPort)).toEqual([8080, 8081]);
});

test('it reaches the API server and nothing else', async () => {
  const { synthesis } = await rendered();
  const { spec } = object(synthesis, 'NetworkPolicy', 'kube-state-metrics');
  expect(spec.policyTypes).toEqual(['Egress']);
  expect(spec.egress.map((f: any) => f.ports)).toEqual([[{ port: 443, protocol: 'TCP' }]]);
});

test('resources are as given, its pod is locked down', async () => {
  const { container, pod } = await rendered({ memoryMiB: 1024, cpu: '200m' });
  expect(container.resources).toEqual({ requests: { cpu: '200m', memory: '1024Mi' }, limits: { memory: '1024Mi' } });
  expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
});
