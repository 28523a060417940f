import { AutoscalingGroupTagA } from '@cdktf/provider-aws/lib/autoscaling-group-tag';
import { AutoscalingSchedule } from '@cdktf/provider-aws/lib/autoscaling-schedule';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { NodeGroupConfig } from '../config/nodes';
import { groupLabels, groupTaints, type NodeGroupPlan, planGroup, scaleFromZeroTags } from './groups';
import { amiType } from './images';
import { NodeTemplate } from './launch-template.aws';

export interface ManagedNodeGroupProps {
  /** Name of the group: label of its nodes, prefix of its names in EKS. A change replaces it. */
  readonly name: string;
  /** Name of the cluster. */
  readonly cluster: string;
  /** Name of the cluster from its resource, so that nodes come after it. */
  readonly clusterName: string;
  /** Kubernetes minor of the nodes: the control plane's, from its resource, so that nodes follow an upgrade. */
  readonly version: string;
  /** ARN of the nodes' role. */
  readonly roleArn: string;
  /** Private subnet ids by zone letter. */
  readonly subnets: ReadonlyMap<string, string>;
  /** ARN of the key that encrypts disks. */
  readonly volumeKeyArn: string;
  /** Tags of instances, disks and interfaces. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the group is like. */
  readonly config: NodeGroupConfig;
  /** Whether Cluster Autoscaler sizes it. @default true */
  readonly autoscaled?: boolean;
  /** What nodes need before they start: permissions, network add-ons. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
}

const EFFECTS = { NoSchedule: 'NO_SCHEDULE', NoExecute: 'NO_EXECUTE', PreferNoSchedule: 'PREFER_NO_SCHEDULE' } as const;

/** One group of the configuration: a launch template and one EKS node group, or one a zone. */
export class ManagedNodeGroup extends Construct {
  readonly groups: readonly EksNodeGroup[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ManagedNodeGroupProps,
  ) {
    super(scope, id);
    const { name: key, cluster, config, volumeKeyArn, tags, subnets } = props;
    const { template } = new NodeTemplate(this, 'template', {
      group: key,
      name: `${cluster}-${key}`,
      ami: config.ami,
      diskGiB: config.diskGiB,
      detailedMonitoring: config.detailedMonitoring,
      volumeKeyArn,
      tags,
    });
    this.groups = planGroup(key, config, [...subnets.keys()]).map((plan) => {
      const group = this.createGroup(plan, { id: template.id, version: `\${${template.fqn}.latest_version}` });
      const asg = group.resources.get(0).autoscalingGroups.get(0).name;
      if (props.autoscaled !== false) this.tagForScaleFromZero(plan, asg);
      if (config.schedule) this.schedule(plan, asg, config.schedule);
      return group;
    });
  }

  private createGroup({ name, zones }: NodeGroupPlan, launchTemplate: { id: string; version: string }): EksNodeGroup {
    const { clusterName, version, roleArn, subnets, config, after } = this.props;
    return new EksNodeGroup(this, `group:${name}`, {
      clusterName,
      // A prefix, so that a change that replaces the group can bring up the new nodes before the old ones go.
      nodeGroupNamePrefix: `${name}-`,
      nodeRoleArn: roleArn,
      version,
      subnetIds: zones.map((zone) => subnetOf(subnets, zone)),
      amiType: amiType(config),
      capacityType: config.capacity === 'spot' ? 'SPOT' : 'ON_DEMAND',
      instanceTypes: config.instanceTypes,
      launchTemplate,
      labels: groupLabels(this.props.name, config),
      taint: groupTaints(config).map(({ key, value, effect }) => ({
        key,
        ...(value === '' ? {} : { value }),
        effect: EFFECTS[effect],
      })),
      scalingConfig: { minSize: config.min, maxSize: config.max, desiredSize: config.desired },
      updateConfig: { maxUnavailablePercentage: config.maxUnavailablePercent },
      nodeRepairConfig: { enabled: config.repair },
      // After creation the number of nodes is the autoscaler's.
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ['scaling_config[0].desired_size'] },
      dependsOn: [...(after ?? [])],
    });
  }

  /** EKS itself tags the Auto Scaling group for discovery; only what an empty group cannot show must be told. */
  private tagForScaleFromZero({ name }: NodeGroupPlan, asg: string): void {
    for (const { name: tag, key, value } of scaleFromZeroTags(this.props.name, this.props.config))
      new AutoscalingGroupTagA(this, `tag:${name}_${tag}`, {
        autoscalingGroupName: asg,
        tag: { key, value, propagateAtLaunch: false },
      });
  }

  private schedule({ name }: NodeGroupPlan, asg: string, hours: NonNullable<NodeGroupConfig['schedule']>): void {
    const { min, max, desired } = this.props.config;
    const action = (title: string, recurrence: string, size: [number, number, number]) =>
      new AutoscalingSchedule(this, `schedule:${name}_${title}`, {
        scheduledActionName: `${name}-${title}`,
        autoscalingGroupName: asg,
        recurrence,
        timeZone: hours.timeZone,
        minSize: size[0],
        maxSize: size[1],
        desiredCapacity: size[2],
      });
    action('down', hours.down, [0, 0, 0]);
    action('up', hours.up, [min, max, desired]);
  }
}

function subnetOf(subnets: ReadonlyMap<string, string>, zone: string): string {
  const id = subnets.get(zone);
  if (!id) throw new Error(`no private subnet in zone ${zone}`);
  return id;
}
