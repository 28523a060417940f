import type { NodeGroupConfig } from '../config/nodes';

type ImageChoice = Pick<NodeGroupConfig, 'ami' | 'architecture' | 'gpu'>;

const AMI_TYPES: Readonly<Record<string, string>> = {
  'al2023-x86_64': 'AL2023_x86_64_STANDARD',
  'al2023-arm64': 'AL2023_ARM_64_STANDARD',
  'al2023-x86_64-gpu': 'AL2023_x86_64_NVIDIA',
  'al2023-arm64-gpu': 'AL2023_ARM_64_NVIDIA',
  'bottlerocket-x86_64': 'BOTTLEROCKET_x86_64',
  'bottlerocket-arm64': 'BOTTLEROCKET_ARM_64',
  'bottlerocket-x86_64-gpu': 'BOTTLEROCKET_x86_64_NVIDIA',
  'bottlerocket-arm64-gpu': 'BOTTLEROCKET_ARM_64_NVIDIA',
};

/** EKS's name of the image of a node group. */
export function amiType({ ami, architecture, gpu }: ImageChoice): string {
  const type = AMI_TYPES[`${ami}-${architecture}${gpu ? '-gpu' : ''}`];
  if (!type) throw new Error(`no image for ${ami} on ${architecture}`);
  return type;
}

/**
 * Public parameter of AWS with the newest release of an image. Source: EKS user guide, "Retrieve recommended Amazon Linux
 * AMI IDs"; Bottlerocket, "Quickstart for EKS".
 */
export function releaseParameter({ ami, architecture, gpu }: ImageChoice, minor: string): string {
  return ami === 'bottlerocket'
    ? `/aws/service/bottlerocket/aws-k8s-${minor}${gpu ? '-nvidia' : ''}/${architecture}/latest/image_version`
    : `/aws/service/eks/optimized-ami/${minor}/amazon-linux-2023/${architecture}/${gpu ? 'nvidia' : 'standard'}/recommended/release_version`;
}

/** Device of the disk that pods and images live on; Bottlerocket keeps its system on another, read-only one. */
export function dataDevice(ami: NodeGroupConfig['ami']): string {
  return ami === 'bottlerocket' ? '/dev/xvdb' : '/dev/xvda';
}

/** Families with NVIDIA processors (g4ad has AMD's); source: EC2 instance type list, accelerated computing. */
const NVIDIA = /^(?:p\d|g\d)(?!ad)/;
/** NVIDIA families whose own processor is Arm: g5g and the Grace-Blackwell p6e-gb200. */
const NVIDIA_ARM = /^(?:g5g|p6e-gb)/;
/** Graviton: a `g` right after the generation (m7g, c8gd, im4gn, t4g), and the first generation, a1. */
const GRAVITON = /^(?:a1|[a-z]+\d+g[a-z]*)(?:-|$)/;

/** Processor architecture of an instance type, by the naming rules of EC2. */
export function architectureOf(instanceType: string): NodeGroupConfig['architecture'] {
  const [family = ''] = instanceType.split('.');
  return GRAVITON.test(family) || NVIDIA_ARM.test(family) ? 'arm64' : 'x86_64';
}

/** Whether an instance type carries NVIDIA processors. */
export function hasNvidia(instanceType: string): boolean {
  return NVIDIA.test(instanceType);
}
