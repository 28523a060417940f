import { z } from 'zod';
import { component } from '../../../src/kit/contract';
import { cluster, volumeKeyAlias } from '../cluster';

/** Names of storage and snapshot classes; claims of every stage name them. */
export const STORAGE_CLASS = {
  /** Encrypted gp3, deleted with its claim. The default. */
  standard: 'gp3',
  /** Encrypted gp3 that outlives its claim. */
  retain: 'gp3-retain',
  /** Shared over zones, if a file system is given. */
  shared: 'efs',
} as const;

export const SNAPSHOT_CLASS = {
  /** Snapshots that are deleted with their object. The default. */
  standard: 'ebs',
  /** Snapshots that outlive their object, for backups. */
  retain: 'ebs-retain',
} as const;

const storageConfig = z.strictObject({
  efsFileSystemId: z
    .string()
    .regex(/^fs-[0-9a-f]{8,17}$/, 'not a file system id such as fs-0a1b2c3d4e5f60718')
    .optional()
    .describe(
      'EFS file system for the class `efs`, with mount targets in the private subnets; needs cluster.addons.efsCsi. EFS costs per GiB stored. Default: none, no such class. Cannot change later: the class is fixed to it.',
    ),
});

export type StorageConfig = z.infer<typeof storageConfig>;

/** Storage and snapshot classes. */
export const storage = component<StorageConfig>({
  name: 'storage',
  title: 'Storage classes',
  summary: 'Encrypted gp3 as the default, a class that keeps its volumes, and snapshot classes',
  config: { key: 'storage', schema: storageConfig },
  check: ({ config, contextOf }) =>
    config.efsFileSystemId && !contextOf(cluster).config.addons.efsCsi
      ? [
          {
            path: 'efsFileSystemId',
            what: 'a class for EFS needs the EFS CSI driver',
            next: 'set cluster.addons.efsCsi: true, or leave the file system out',
          },
        ]
      : [],
  k8s: { layer: 'platform', load: async () => (await import('./storage.k8s')).build },
});

/** ARN of the alias of the key that encrypts volumes: EBS takes it where it takes a key, and it is known before the key is made. */
export function volumeKeyArn({
  partition,
  region,
  account,
  name,
}: {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}): string {
  return `arn:${partition}:kms:${region}:${account}:${volumeKeyAlias(name)}`;
}
