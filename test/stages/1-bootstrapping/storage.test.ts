import { manifests, object, objects } from '../../support/synth';

const auto = { cluster: { compute: { type: 'auto' } } };

test('one default class: encrypted gp3 with the key of the cluster, bound where the pod starts', async () => {
  const synthesis = await manifests();
  const defaults = objects(synthesis, 'StorageClass').filter(
    ({ metadata }) => metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
  );
  expect(defaults.map(({ metadata }) => metadata.name)).toEqual(['gp3']);
  expect(defaults[0]).toMatchObject({
    provisioner: 'ebs.csi.aws.com',
    parameters: {
      type: 'gp3',
      encrypted: 'true',
      kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:alias/demo-volumes',
    },
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
  });
  expect(defaults[0].allowedTopologies).toBeUndefined();
  expect(object(synthesis, 'StorageClass', 'gp3-retain').reclaimPolicy).toBe('Retain');
});

test('Auto Mode has its own driver and keeps to its own nodes', async () => {
  const synthesis = await manifests(auto);
  expect(object(synthesis, 'StorageClass', 'gp3')).toMatchObject({
    provisioner: 'ebs.csi.eks.amazonaws.com',
    allowedTopologies: [{ matchLabelExpressions: [{ key: 'eks.amazonaws.com/compute-type', values: ['auto'] }] }],
  });
  expect(object(synthesis, 'VolumeSnapshotClass', 'ebs').driver).toBe('ebs.csi.eks.amazonaws.com');
});

test('snapshot classes are there with their controller, and only then', async () => {
  expect(objects(await manifests(), 'VolumeSnapshotClass').map((o) => [o.metadata.name, o.deletionPolicy])).toEqual([
    ['ebs', 'Delete'],
    ['ebs-retain', 'Retain'],
  ]);
  const without = await manifests({ cluster: { addons: { snapshotController: false } } });
  expect(objects(without, 'VolumeSnapshotClass')).toEqual([]);
});

test('a file system gives a shared class', async () => {
  const synthesis = await manifests({
    cluster: { addons: { efsCsi: true } },
    storage: { efsFileSystemId: 'fs-0a1b2c3d' },
  });
  expect(object(synthesis, 'StorageClass', 'efs')).toMatchObject({
    provisioner: 'efs.csi.aws.com',
    parameters: { provisioningMode: 'efs-ap', fileSystemId: 'fs-0a1b2c3d', directoryPerms: '700' },
  });
});

test('a file system without its driver is refused', async () => {
  await expect(manifests({ storage: { efsFileSystemId: 'fs-0a1b2c3d' } })).rejects.toThrow(
    `storage.efsFileSystemId: a class for EFS needs the EFS CSI driver
  got:     "fs-0a1b2c3d"
  next:    set cluster.addons.efsCsi: true, or leave the file system out`,
  );
});

test('the internal authority signs with a key made in the cluster', async () => {
  const synthesis = await manifests();
  const names = objects(synthesis, 'ClusterIssuer').map(({ metadata }) => metadata.name);
  expect(names).toEqual(['stagecraft-internal-root', 'stagecraft-internal']);
  expect(object(synthesis, 'ClusterIssuer', 'stagecraft-internal').spec).toEqual({
    ca: { secretName: 'stagecraft-internal-ca' },
  });
  expect(object(synthesis, 'Certificate', 'stagecraft-internal-ca', 'cert-manager').spec).toMatchObject({
    isCA: true,
    secretName: 'stagecraft-internal-ca',
    duration: '43800h0m0s',
    renewBefore: '8760h0m0s',
    privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' },
  });
});

test('the internal authority without cert-manager is refused', async () => {
  await expect(manifests({ cluster: { addons: { certManager: false } } })).rejects.toThrow(
    `internalCa.enabled: the internal certificate authority needs cert-manager
  got:     true
  next:    set cluster.addons.certManager: true, or internalCa.enabled: false`,
  );
});

test('priority classes: one default, all below those of Kubernetes itself', async () => {
  const classes = objects(await manifests(), 'PriorityClass');
  expect(classes.map((c) => [c.metadata.name, c.value, c.globalDefault, c.preemptionPolicy])).toEqual([
    ['platform-critical', 1_000_000, false, 'PreemptLowerPriority'],
    ['platform-standard', 500_000, false, 'PreemptLowerPriority'],
    ['workload', 1_000, true, 'PreemptLowerPriority'],
    ['workload-batch', 100, false, 'Never'],
  ]);
});
