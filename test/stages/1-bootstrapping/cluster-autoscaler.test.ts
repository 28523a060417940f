import { catalog } from '../../../src/catalog';
import { resolve } from '../../../src/config';
import { ladder } from '../../../stages';
import { cluster } from '../../../stages/1-bootstrapping';
import { manifests, object, objects } from '../../support/synth';

const of = (synthesis: Awaited<ReturnType<typeof manifests>>) =>
  objects(synthesis).filter((o) => o.metadata.name === 'cluster-autoscaler');

describe('Cluster Autoscaler', () => {
  test('runs the release of the minor of the cluster', async () => {
    const image = async (version: string) =>
      object(await manifests({ cluster: { version } }), 'Deployment', 'cluster-autoscaler').spec.template.spec
        .containers[0].image;
    expect(await image('1.36')).toBe('registry.k8s.io/autoscaling/cluster-autoscaler:v1.36.1');
    expect(await image('1.35')).toBe('registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.2');
  });

  test('takes a tag where the catalog has none, through the registry as well', async () => {
    const synthesis = await manifests({
      cluster: { version: '1.36' },
      registry: 'mirror.example.com/k8s',
      clusterAutoscaler: { tag: 'v1.36.9' },
    });
    const [container] = object(synthesis, 'Deployment', 'cluster-autoscaler').spec.template.spec.containers;
    expect(container.image).toBe('mirror.example.com/k8s/autoscaling/cluster-autoscaler:v1.36.9');
  });

  test('a tag of another minor is refused', async () => {
    await expect(manifests({ clusterAutoscaler: { tag: 'v1.35.2' } })).rejects.toThrow(
      `clusterAutoscaler.tag: Cluster Autoscaler v1.35.2 is not for Kubernetes 1.36
  got:     "v1.35.2"
  allowed: a release v1.36.x
  next:    leave it out for the one of the catalog, or give a release of that minor`,
    );
  });

  test('finds the groups of this cluster alone, and keeps zones even', async () => {
    const { spec } = object(await manifests({ name: 'acme' }), 'Deployment', 'cluster-autoscaler').spec.template;
    expect(spec.containers[0].args).toEqual([
      '--cloud-provider=aws',
      '--namespace=kube-system',
      '--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/acme',
      '--balance-similar-node-groups',
      '--expander=least-waste',
      '--skip-nodes-with-local-storage=false',
      '--scale-down-unneeded-time=10m',
      '--scale-down-utilization-threshold=0.5',
      '--logtostderr=true',
      '--v=2',
    ]);
    expect(spec.containers[0].env).toEqual([{ name: 'AWS_REGION', value: 'us-east-1' }]);
  });

  test('its options reach its arguments', async () => {
    const synthesis = await manifests({
      clusterAutoscaler: {
        replicas: 1,
        expander: 'random',
        scaleDownUnneededMinutes: 30,
        scaleDownUtilization: 0.7,
      },
    });
    const { spec } = object(synthesis, 'Deployment', 'cluster-autoscaler');
    expect(spec.replicas).toBe(1);
    expect(spec.template.spec.containers[0].args).toEqual(
      expect.arrayContaining([
        '--expander=random',
        '--scale-down-unneeded-time=30m',
        '--scale-down-utilization-threshold=0.7',
      ]),
    );
    expect(objects(synthesis, 'PodDisruptionBudget').map((o) => o.metadata.name)).not.toContain('cluster-autoscaler');
  });

  test('two pods with a budget, on the system nodes if they are there', async () => {
    const synthesis = await manifests();
    const { spec } = object(synthesis, 'Deployment', 'cluster-autoscaler');
    expect(spec.replicas).toBe(2);
    expect(spec.template.spec).toMatchObject({
      priorityClassName: 'system-cluster-critical',
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(object(synthesis, 'PodDisruptionBudget', 'cluster-autoscaler').spec.maxUnavailable).toBe(1);
  });

  test('reads no secrets and changes nothing but nodes, evictions and its own objects', async () => {
    const { rules } = object(await manifests(), 'ClusterRole', 'cluster-autoscaler');
    expect(rules.flatMap((r: any) => r.resources)).not.toContain('secrets');
    const writes = rules.filter((r: any) => r.verbs.some((v: string) => !['get', 'list', 'watch'].includes(v)));
    expect(writes.flatMap((r: any) => r.resources).sort()).toEqual([
      'events',
      'jobs',
      'nodes',
      'pods/eviction',
      'pods/status',
    ]);
  });

  test('reaches the API server, its identity, AWS and DNS', async () => {
    const { egress } = object(await manifests(), 'NetworkPolicy', 'cluster-autoscaler').spec;
    expect(egress.map(({ ports }: any) => ports.map((p: any) => p.port))).toEqual([[443], [80], [443], [53, 53]]);
  });

  test.each(['karpenter', 'auto'])('is left out with %s', async (type) => {
    expect(of(await manifests({ cluster: { compute: { type } } }))).toEqual([]);
  });

  test('its service account is the one its AWS role is bound to', async () => {
    const context = resolve(ladder, {}, catalog).contextOf(cluster);
    const identity = cluster.identities?.(context).find(({ name }) => name === 'cluster-autoscaler');
    const { metadata, spec } = object(await manifests(), 'Deployment', 'cluster-autoscaler');
    expect([identity?.namespace, identity?.serviceAccount]).toEqual([
      metadata.namespace,
      spec.template.spec.serviceAccountName,
    ]);
  });

  test('can be switched off', async () => {
    expect(of(await manifests({ clusterAutoscaler: { enabled: false } }))).toEqual([]);
  });
});
