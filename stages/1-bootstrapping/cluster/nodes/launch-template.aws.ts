import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { base64Text } from '../../../../src/kit/terraform';
import type { NodeGroupConfig } from '../config/nodes';
import { dataDevice } from './images';
import { userData } from './user-data';

export interface NodeTemplateProps {
  /** Name of the node group. */
  readonly group: string;
  /** Name of the launch template. A change replaces the nodes. */
  readonly name: string;
  /** Operating system. */
  readonly ami: NodeGroupConfig['ami'];
  /** Disk of a node in GiB. */
  readonly diskGiB: number;
  /** ARN of the key that encrypts disks. */
  readonly volumeKeyArn: string;
  /** Measure instances every minute instead of every five; EC2 charges for it. @default false */
  readonly detailedMonitoring?: boolean;
  /** Tags of instances, disks and interfaces; the provider's default tags do not reach what Auto Scaling starts. */
  readonly tags: Readonly<Record<string, string>>;
}

/** gp3's included performance; source: Amazon EBS user guide, "General Purpose SSD volumes". */
const GP3 = { volumeType: 'gp3', iops: 3000, throughput: 125 };

/** Bottlerocket's system disk in GiB; source: Bottlerocket README, "Default Volumes". */
const BOTTLEROCKET_SYSTEM_GIB = 4;

/**
 * Hardened launch template of a node group. IMDS answers to the node alone (hop limit 1, tokens required), disks are
 * encrypted with our key. No image, subnet, security group, key pair or profile: EKS sets those, and puts its own
 * security group on nodes because none is named here.
 */
export class NodeTemplate extends Construct {
  readonly template: LaunchTemplate;

  constructor(scope: Construct, id: string, props: NodeTemplateProps) {
    super(scope, id);
    const { name, ami, diskGiB, volumeKeyArn } = props;
    const disk = (deviceName: string, volumeSize: number) => ({
      deviceName,
      ebs: { ...GP3, volumeSize, encrypted: 'true', kmsKeyId: volumeKeyArn, deleteOnTermination: 'true' },
    });
    this.template = new LaunchTemplate(this, `template:node-${props.group}`, {
      name,
      description: `Nodes of group ${props.group}`,
      updateDefaultVersion: true,
      userData: base64Text(userData(ami)),
      ebsOptimized: 'true',
      monitoring: { enabled: props.detailedMonitoring ?? false },
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'disabled',
      },
      blockDeviceMappings: [
        ...(ami === 'bottlerocket' ? [disk('/dev/xvda', BOTTLEROCKET_SYSTEM_GIB)] : []),
        disk(dataDevice(ami), diskGiB),
      ],
      tagSpecifications: ['instance', 'network-interface', 'volume'].map((resourceType) => ({
        resourceType,
        tags: { ...props.tags, Name: name },
      })),
    });
  }
}
