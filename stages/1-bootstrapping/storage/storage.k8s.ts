import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { add, addCustom } from '../../../src/kit/kubernetes';
import { cluster } from '../cluster';
import { SNAPSHOT_CLASS, STORAGE_CLASS, type StorageConfig, volumeKeyArn } from './storage';

export interface StorageClassesProps {
  /** KMS key of the volumes: key or alias, as ARN. Cannot change later. */
  readonly kmsKeyArn: string;
  /** Volumes of EKS Auto Mode, which has a driver of its own that only reaches its own nodes. @default false */
  readonly autoMode?: boolean;
  /** Snapshot classes as well; their definitions come with the add-on snapshot-controller. @default true */
  readonly snapshots?: boolean;
  /** EFS file system for the class `efs`. @default - no such class */
  readonly efsFileSystemId?: string;
}

const LABELS = { 'app.kubernetes.io/managed-by': 'stagecraft' };

/**
 * Storage classes. Parameters of a class can never change: volume tags, which do, are the driver's setting instead. Since
 * Kubernetes 1.30 EKS marks its own `gp2` no longer as default, so there is one default and nothing to take away.
 */
export class StorageClasses extends Construct {
  readonly driver: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StorageClassesProps,
  ) {
    super(scope, id);
    const { autoMode = false, snapshots = true, efsFileSystemId } = props;
    this.driver = autoMode ? 'ebs.csi.eks.amazonaws.com' : 'ebs.csi.aws.com';
    this.blockClass(STORAGE_CLASS.standard, 'Delete', true);
    this.blockClass(STORAGE_CLASS.retain, 'Retain', false);
    if (efsFileSystemId) this.sharedClass(efsFileSystemId);
    if (snapshots) {
      this.snapshotClass(SNAPSHOT_CLASS.standard, 'Delete', true);
      this.snapshotClass(SNAPSHOT_CLASS.retain, 'Retain', false);
    }
  }

  private blockClass(name: string, reclaimPolicy: 'Delete' | 'Retain', isDefault: boolean): void {
    add(this, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name,
        labels: LABELS,
        annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) },
      },
      provisioner: this.driver,
      parameters: {
        type: 'gp3',
        encrypted: 'true',
        kmsKeyId: this.props.kmsKeyArn,
        'csi.storage.k8s.io/fstype': 'ext4',
      },
      reclaimPolicy,
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      ...(this.props.autoMode ? { allowedTopologies: AUTO_NODES } : {}),
    });
  }

  /** One access point a claim: separate directories and owners on one file system, which encrypts for all. */
  private sharedClass(fileSystemId: string): void {
    add(this, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: STORAGE_CLASS.shared, labels: LABELS },
      provisioner: 'efs.csi.aws.com',
      parameters: { provisioningMode: 'efs-ap', fileSystemId, directoryPerms: '700' },
      mountOptions: ['tls'],
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
    });
  }

  private snapshotClass(name: string, deletionPolicy: 'Delete' | 'Retain', isDefault: boolean): void {
    addCustom(this, {
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshotClass',
      metadata: {
        name,
        labels: LABELS,
        annotations: { 'snapshot.storage.kubernetes.io/is-default-class': String(isDefault) },
      },
      driver: this.driver,
      deletionPolicy,
    });
  }
}

/** Keeps pods with such a volume off nodes the driver of Auto Mode does not run on (EKS user guide, "Create a storage class"). */
const AUTO_NODES = [{ matchLabelExpressions: [{ key: 'eks.amazonaws.com/compute-type', values: ['auto'] }] }];

export function build(chart: Construct, context: Context<StorageConfig>): void {
  const { addons, compute } = context.contextOf(cluster).config;
  new StorageClasses(chart, 'storage', {
    kmsKeyArn: volumeKeyArn(context.platform),
    autoMode: compute.type === 'auto',
    snapshots: addons.snapshotController,
    efsFileSystemId: context.config.efsFileSystemId,
  });
}
