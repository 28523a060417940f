import { kubernetes, object } from '../support/rendered';

async function rendered(nodeExporter: object = {}) {
  const synthesis = await kubernetes({ nodeExporter });
  const { spec } = object(synthesis, 'DaemonSet', 'node-exporter');
  return { synthesis, spec, pod: spec.template.spec, container: spec.template.spec.containers[0] };
}

test('the exception has a namespace of its own, that says why', async () => {
  const { metadata } = object((await rendered()).synthesis, 'Namespace', 'node-exporter');
  expect(metadata.labels['pod-security.kubernetes.io/enforce']).toBe('privileged');
  expect(metadata.annotations['stagecraft.io/pod-security-reason']).toBe(
    "node-exporter reads the node's file systems, processes and network; nothing else runs here",
  );
});

test('it sees the host, but neither as root nor with a way to write', async () => {
  const { pod, container } = await rendered();
  expect(pod).toMatchObject({ hostNetwork: true, hostPID: true, automountServiceAccountToken: false });
  expect(pod.securityContext).toMatchObject({ runAsUser: 65534, runAsNonRoot: true });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'], add: ['SYS_TIME'] },
  });
  for (const mount of container.volumeMounts)
    expect(mount).toMatchObject({ readOnly: true, mountPropagation: 'HostToContainer' });
});

test('it runs on every node, whatever its taints', async () => {
  const { spec, pod } = await rendered();
  expect(pod.tolerations).toEqual([{ operator: 'Exists' }]);
  expect(spec.updateStrategy.rollingUpdate.maxUnavailable).toBe('10%');
});

test('one port, everywhere, at the address the node is known by', async () => {
  const { container, synthesis } = await rendered({ port: 9200 });
  expect(container.args).toContain('--web.listen-address=[$(NODE_IP)]:9200');
  expect(container.env).toEqual([{ name: 'NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }]);
  expect(container.ports).toEqual([{ name: 'metrics', containerPort: 9200, hostPort: 9200, protocol: 'TCP' }]);
  expect(object(synthesis, 'Service', 'node-exporter').spec.ports[0].port).toBe(9200);
});

const matcher = async (flag: string) => {
  const { container } = await rendered();
  const prefix = `--collector.${flag}=`;
  return new RegExp(container.args.find((a: string) => a.startsWith(prefix)).slice(prefix.length));
};

test('disks are measured, pods mounts are not', async () => {
  const excluded = await matcher('filesystem.mount-points-exclude');
  for (const path of ['/', '/var', '/var/lib/kubelet', '/boot/efi', '/mnt/data']) expect(path).not.toMatch(excluded);
  for (const path of ['/var/lib/kubelet/pods/a/volumes/b', '/var/lib/containerd/io/c', '/run/netns/cni-1', '/proc'])
    expect(path).toMatch(excluded);
  const types = await matcher('filesystem.fs-types-exclude');
  for (const type of ['xfs', 'ext4', 'nfs4']) expect(type).not.toMatch(types);
  for (const type of ['overlay', 'tmpfs', 'cgroup2']) expect(type).toMatch(types);
});

test("the node's own interfaces are measured, those of its pods are not", async () => {
  const excluded = await matcher('netdev.device-exclude');
  for (const device of ['eth0', 'ens5', 'eth1']) expect(device).not.toMatch(excluded);
  for (const device of ['lo', 'eni0a1b2c3d4e5', 'veth1234', 'pod-id-link0']) expect(device).toMatch(excluded);
});
