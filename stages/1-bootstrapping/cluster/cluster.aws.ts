import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import { roleName, type WorkloadIdentity } from '../../../src/kit/identity';
import { type Stack, WorkloadIdentityAws } from '../../../src/kit/terraform';
import { lookupNetwork } from '../network/lookup.aws';
import { ClusterAccess } from './access.aws';
import { ManagedAddons } from './addons/addons.aws';
import { type AddonPlan, planAddons } from './addons/plan';
import { AUTO_MODE_NODE_POLICIES } from './auto-mode';
import { BreakGlass } from './break-glass.aws';
import { type ClusterConfig, kubernetesVersion } from './config';
import { nodeRoleName, SYSTEM_GROUP } from './config/names';
import { ControlPlane } from './control-plane.aws';
import { clusterIdentities } from './identities';
import { KarpenterAws } from './karpenter.aws';
import { ClusterKeys } from './keys.aws';
import { enabledGroups } from './nodes/groups';
import { ManagedNodeGroup } from './nodes/node-group.aws';
import { NodeRole } from './nodes/node-role.aws';
import { clusterOutputs } from './outputs.aws';

export interface ClusterAwsProps {
  /** Name of the cluster. Cannot change later. */
  readonly cluster: string;
  /** AWS account of twelve digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** Tags of what AWS services make on the cluster's behalf: instances, disks, volumes. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Subnets of the control plane's interfaces, two zones or more. */
  readonly controlPlaneSubnetIds: readonly string[];
  /** Private subnet ids by zone letter, for nodes. */
  readonly nodeSubnets: ReadonlyMap<string, string>;
  /** Kubernetes minor. */
  readonly version: string;
  /** Add-ons, in the order they are made. */
  readonly addons: readonly AddonPlan[];
  /** Workload identities of the add-ons and of the controller that makes nodes. */
  readonly identities: readonly WorkloadIdentity[];
  /** Make the IAM OIDC provider that `irsa` identities need. @default false */
  readonly irsa?: boolean;
  /** What stands below `cluster` in stagecraft.yaml. */
  readonly config: ClusterConfig;
}

/** A production EKS: keys, control plane, access, emergency access, add-ons and compute, in the order they need. */
export class ClusterAws extends Construct {
  readonly keys: ClusterKeys;
  readonly controlPlane: ControlPlane;
  readonly breakGlass: BreakGlass;
  /** Role of the nodes of managed groups, or of Auto Mode. */
  readonly nodeRole: NodeRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterAwsProps,
  ) {
    super(scope, id);
    const { cluster, account, region, partition, config, version } = props;
    const protect = config.deletionProtection;
    this.keys = new ClusterKeys(this, 'keys', {
      cluster,
      account,
      region,
      partition,
      protect,
      volumeRoles: this.volumeRoles(),
    });
    const auto = config.compute.type === 'auto' ? config.compute : undefined;
    this.nodeRole = new NodeRole(this, 'node-role', {
      name: nodeRoleName(cluster),
      address: 'node',
      cluster,
      partition,
      ...(auto ? { policies: AUTO_MODE_NODE_POLICIES } : {}),
    });
    this.controlPlane = new ControlPlane(this, 'control-plane', {
      cluster,
      partition,
      version,
      protect,
      subnetIds: props.controlPlaneSubnetIds,
      serviceCidr: config.serviceCidr,
      secretsKeyArn: this.keys.secrets.arn,
      logsKeyArn: this.keys.logs.arn,
      logRetentionDays: config.logRetentionDays,
      publicCidrs: config.endpoint.public ? config.endpoint.publicCidrs : [],
      upgradePolicy: config.upgradePolicy,
      zonalShift: config.zonalShift,
      ...(auto ? { auto: { nodePools: auto.nodePools, nodeRoleArn: this.nodeRole.role.arn } } : {}),
    });
    this.breakGlass = this.createAccess();
    this.createCompute();
    if (props.irsa) this.createOidcProvider();
  }

  /** Roles that start instances or make volumes with our key, beside the service-linked ones. */
  private volumeRoles(): string[] {
    const { cluster, account, partition = 'aws', config } = this.props;
    const arn = (name: string) => `arn:${partition}:iam::${account}:role/${name}`;
    if (config.compute.type === 'auto') return [arn(`${cluster}-cluster`)];
    if (config.compute.type === 'karpenter') return [arn(roleName(cluster, { name: 'karpenter' }))];
    return [];
  }

  private createAccess(): BreakGlass {
    const { cluster, account, partition, config } = this.props;
    const { admins, operators, viewers, oidc, breakGlass } = config.access;
    const { name: clusterName, arn: clusterArn } = this.controlPlane.cluster;
    new ClusterAccess(this, 'access', { clusterName, account, partition, admins, operators, viewers, oidc });
    return new BreakGlass(this, 'break-glass', {
      cluster,
      clusterName,
      clusterArn,
      logGroupName: this.controlPlane.logGroup.name,
      account,
      partition,
      enabled: breakGlass.enabled,
      principals: breakGlass.principals,
      requireMfa: breakGlass.requireMfa,
      emails: breakGlass.alarmEmails,
    });
  }

  private createCompute(): void {
    const { cluster, account, region, partition, config } = this.props;
    const early = this.createAddons('before-nodes', []);
    const nodes = this.createNodeGroups(early);
    this.createAddons('after-nodes', nodes);
    if (config.compute.type === 'karpenter')
      new KarpenterAws(this, 'karpenter', {
        cluster,
        clusterName: this.controlPlane.cluster.name,
        securityGroupId: this.controlPlane.securityGroupId,
        account,
        region,
        partition,
      });
    for (const identity of this.props.identities.filter(({ managed }) => managed !== 'addon'))
      new WorkloadIdentityAws(this, `identity:${identity.name}`, {
        identity,
        cluster,
        clusterName: this.controlPlane.cluster.name,
        partition,
      });
  }

  private createAddons(phase: AddonPlan['phase'], after: readonly ITerraformDependable[]) {
    const { cluster, partition, addons, identities } = this.props;
    return new ManagedAddons(this, phase, {
      cluster,
      clusterName: this.controlPlane.cluster.name,
      partition,
      addons: addons.filter((addon) => addon.phase === phase),
      identities,
      after,
    }).addons;
  }

  /**
   * Nodes come after the network add-ons, so that they start with the right number of pods, and after permissions.
   * Returns those of the system group: what the later add-ons run on.
   */
  private createNodeGroups(network: readonly ITerraformDependable[]): readonly ITerraformDependable[] {
    const { cluster, config, nodeSubnets, tags = {} } = this.props;
    const made = enabledGroups(config.compute).map(([name, group]): [string, ManagedNodeGroup] => [
      name,
      new ManagedNodeGroup(this, `nodes:${name}`, {
        name,
        cluster,
        clusterName: this.controlPlane.cluster.name,
        version: this.controlPlane.cluster.version,
        roleArn: this.nodeRole.role.arn,
        subnets: nodeSubnets,
        volumeKeyArn: this.keys.volumes.arn,
        tags,
        config: group,
        autoscaled: config.compute.type === 'managed',
        after: [...this.nodeRole.attachments, ...network],
      }),
    ]);
    return new Map(made).get(SYSTEM_GROUP)?.groups ?? [];
  }

  /** AWS checks EKS issuers against its own list of authorities: no thumbprint. */
  private createOidcProvider(): void {
    new IamOpenidConnectProvider(this, 'provider:cluster', {
      url: this.controlPlane.issuer,
      clientIdList: ['sts.amazonaws.com'],
    });
  }
}

/** Whether any component of the context needs IAM roles by service account token. */
function needsIrsa(context: Context): boolean {
  return context.components.some((component) =>
    component.identities?.(context.contextOf(component)).some(({ via }) => via === 'irsa'),
  );
}

export function build(stack: Stack, context: Context<ClusterConfig>): void {
  const { platform, config, catalog } = context;
  const found = lookupNetwork(stack, context);
  const cluster = new ClusterAws(stack, 'cluster', {
    cluster: platform.name,
    account: platform.account,
    region: platform.region,
    partition: platform.partition,
    tags: platform.tags,
    controlPlaneSubnetIds: found.subnetIds('controlPlane'),
    nodeSubnets: found.subnets('private'),
    version: kubernetesVersion(config, catalog),
    addons: planAddons(config, catalog, platform.tags),
    identities: clusterIdentities(context),
    irsa: needsIrsa(context),
    config,
  });
  clusterOutputs(stack, cluster, platform);
}
