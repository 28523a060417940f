import { z } from 'zod';

/** Add-ons that EKS manages. */
export const addons = z
  .strictObject({
    versions: z
      .record(
        z.string().min(1),
        z
          .string()
          .regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/)
          .meta({ allowed: 'v<version>-eksbuild.<build>' }),
      )
      .default({})
      .describe(
        'Version by add-on name, over the catalog, for example vpc-cni: v1.22.4-eksbuild.3. A minor the catalog has no version for (1.37 today) takes the default of EKS when the add-on is made and keeps it on an upgrade: give versions then. Default: none.',
      ),
    prefixDelegation: z
      .boolean()
      .default(true)
      .describe(
        'Whether nodes get addresses in blocks of sixteen (/28): up to 110 pods on a small node, and subnets need unbroken blocks. Default: true.',
      ),
    networkPolicy: z.boolean().default(true).describe('Whether the VPC CNI enforces network policies. Default: true.'),
    metricsServer: z
      .boolean()
      .default(true)
      .describe('metrics-server, needed by kubectl top and horizontal autoscaling. Default: true.'),
    certManager: z
      .boolean()
      .default(true)
      .describe('cert-manager, which later stages ask for certificates. Default: true.'),
    snapshotController: z.boolean().default(true).describe('Volume snapshots and their definitions. Default: true.'),
    nodeMonitoring: z
      .boolean()
      .default(true)
      .describe(
        'Node monitoring agent, privileged, on every node: it tells EKS of broken kernels, networks, disks and GPUs, where `repair` of a group alone sees only nodes that no longer answer. Default: true.',
      ),
    efsCsi: z
      .boolean()
      .default(false)
      .describe(
        'EFS CSI driver, for volumes that pods in several zones share. EFS itself costs per GiB. Default: false.',
      ),
    extra: z
      .array(
        z
          .string()
          .regex(/^[a-z0-9][a-z0-9_-]{0,99}$/)
          .meta({ allowed: 'the name of an add-on of EKS such as aws-mountpoint-s3-csi-driver' }),
      )
      .default([])
      .describe(
        'More add-ons of EKS by name, made after the nodes; the version is the one below `versions`, or the default of EKS when it makes them. None gets rights in AWS from here. Default: none.',
      ),
    values: z
      .record(z.string().min(1), z.record(z.string(), z.unknown()))
      .default({})
      .describe(
        'Configuration values by add-on name, laid over ours: maps merge, everything else replaces, null removes. `aws eks describe-addon-configuration` says what an add-on takes. Default: none.',
      ),
  })
  .prefault({})
  .describe(
    'Add-ons that EKS manages. With EKS Auto Mode, network, DNS and block storage are part of the service and these settings for them do nothing.',
  );

export type AddonsConfig = z.infer<typeof addons>;
