import { Construct } from 'constructs';
import { catalogRelease } from '../../../src/catalog';
import type { Context } from '../../../src/kit/contract';
import { addCustom } from '../../../src/kit/kubernetes';
import { cluster, KARPENTER_DISCOVERY_TAG, type KarpenterPoolConfig, karpenterInstanceProfile } from '../cluster';
import { userData } from '../cluster/nodes/user-data';
import { networkOf } from '../network';
import { subnetName } from '../network/names';
import { volumeKeyArn } from '../storage';
import { KARPENTER_POOL } from './karpenter-pools';

export interface KarpenterPoolProps extends KarpenterPoolConfig {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Version of the node image, as Karpenter's alias takes it, for example `v20260724`. */
  readonly imageVersion: string;
  /** Subnets by id or by tag. */
  readonly subnets: readonly SelectorTerm[];
  /** KMS key of the disks: key or alias, as ARN. */
  readonly kmsKeyArn: string;
  /** Tags on what Karpenter makes. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether the VPC CNI hands out /28 prefixes: nodes then take {@link MAX_PODS} pods, and only Nitro instances. @default true */
  readonly prefixDelegation?: boolean;
}

/**
 * Pods of a node whose interfaces hold prefixes; Karpenter itself would count single addresses, 58 on four vCPU. What EKS
 * gives managed nodes below 30 vCPU. Source: EKS best practices guide, "Prefix mode for Linux".
 */
export const MAX_PODS = 110;

export type SelectorTerm = { readonly id: string } | { readonly tags: Readonly<Record<string, string>> };

const LABELS = { 'app.kubernetes.io/managed-by': 'stagecraft' };

/** A node pool and its node class. Nodes have the same hardening as managed ones: IMDSv2, one hop, encrypted disks. */
export class KarpenterPool extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: KarpenterPoolProps,
  ) {
    super(scope, id);
    addCustom(this, {
      apiVersion: 'karpenter.k8s.aws/v1',
      kind: 'EC2NodeClass',
      metadata: { name: KARPENTER_POOL, labels: LABELS },
      spec: this.nodeClass(),
    });
    addCustom(this, {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: KARPENTER_POOL, labels: LABELS },
      spec: this.pool(),
    });
  }

  private nodeClass() {
    const { ami, imageVersion, subnets, cluster: name, diskGiB, kmsKeyArn, tags = {} } = this.props;
    const { prefixDelegation = true } = this.props;
    return {
      amiSelectorTerms: [{ alias: `${ami}@${imageVersion}` }],
      instanceProfile: karpenterInstanceProfile(name),
      subnetSelectorTerms: [...subnets],
      securityGroupSelectorTerms: [{ tags: { [KARPENTER_DISCOVERY_TAG]: name } }],
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpProtocolIPv6: 'disabled',
        httpPutResponseHopLimit: 1,
        httpTokens: 'required',
      },
      blockDeviceMappings: disks(ami, diskGiB, kmsKeyArn),
      ...(prefixDelegation ? { kubelet: { maxPods: MAX_PODS } } : {}),
      // As managed nodes have it: room for memory maps, a ceiling of processes. Karpenter adds what joins the cluster.
      userData: userData(ami),
      tags: { ...tags },
    };
  }

  private pool() {
    const { capacity, architectures, instanceCategories, minGeneration, minCpu, maxCpu } = this.props;
    const { cpuLimit, memoryLimitGiB, expireAfterHours, prefixDelegation = true } = this.props;
    const among = (key: string, values: readonly string[]) => ({ key, operator: 'In', values: [...values] });
    const above = (key: string, value: number) => ({ key, operator: 'Gt', values: [String(value - 1)] });
    return {
      template: {
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: KARPENTER_POOL },
          requirements: [
            among('kubernetes.io/os', ['linux']),
            among('kubernetes.io/arch', architectures),
            among('karpenter.sh/capacity-type', capacity),
            among('karpenter.k8s.aws/instance-category', instanceCategories),
            above('karpenter.k8s.aws/instance-generation', minGeneration),
            above('karpenter.k8s.aws/instance-cpu', minCpu),
            { key: 'karpenter.k8s.aws/instance-cpu', operator: 'Lt', values: [String(maxCpu + 1)] },
            // No other hypervisor takes prefixes; there the pods would wait for addresses that never come.
            ...(prefixDelegation ? [among('karpenter.k8s.aws/instance-hypervisor', ['nitro'])] : []),
          ],
          expireAfter: `${expireAfterHours}h`,
          // Without an end a budget that never lets go, or a pod that says do-not-disrupt, would keep an old node for good.
          terminationGracePeriod: '24h',
        },
      },
      limits: { cpu: String(cpuLimit), memory: `${memoryLimitGiB}Gi` },
      disruption: {
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        // Upstream's default of 0s moves pods again as soon as a rollout ends.
        consolidateAfter: '5m',
        budgets: [{ nodes: '10%' }],
      },
    };
  }
}

/** Root disk of Amazon Linux, or Bottlerocket's small system disk and its data disk. Sizes and devices: facts of the images. */
function disks(ami: KarpenterPoolConfig['ami'], sizeGiB: number, kmsKeyID: string) {
  const disk = (deviceName: string, size: number) => ({
    deviceName,
    ebs: { volumeType: 'gp3', volumeSize: `${size}Gi`, encrypted: true, kmsKeyID, deleteOnTermination: true },
  });
  return ami === 'al2023' ? [disk('/dev/xvda', sizeGiB)] : [disk('/dev/xvda', 4), disk('/dev/xvdb', sizeGiB)];
}

export function build(chart: Construct, context: Context): void {
  const { platform, catalog } = context;
  const { compute, addons } = context.contextOf(cluster).config;
  if (compute.type !== 'karpenter') return;
  // The controller is upstream's chart, but its image is one the cluster needs: a mirror is filled from the bundle's list.
  context.image('karpenter');
  new KarpenterPool(chart, 'pool', {
    ...compute.pool,
    cluster: platform.name,
    imageVersion: catalogRelease(catalog, `node-image-${compute.pool.ami}`).version,
    subnets: networkOf(context).subnets.private.map(({ id, zone }) =>
      id ? { id } : { tags: { Name: subnetName(platform.name, 'private', zone) } },
    ),
    kmsKeyArn: volumeKeyArn(platform),
    tags: platform.tags,
    prefixDelegation: addons.prefixDelegation,
  });
}
