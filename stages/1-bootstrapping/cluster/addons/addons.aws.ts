import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { WorkloadIdentity } from '../../../../src/kit/identity';
import { WorkloadIdentityAws } from '../../../../src/kit/terraform';
import type { AddonPlan } from './plan';

export interface ManagedAddonsProps {
  /** Name of the cluster. Cannot change later. */
  readonly cluster: string;
  /** Name of the cluster from its resource, so that add-ons come after it. */
  readonly clusterName: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** Add-ons, in the order they are made. */
  readonly addons: readonly AddonPlan[];
  /** Workload identities that add-ons name. */
  readonly identities: readonly WorkloadIdentity[];
  /** What must be there first. @default - the cluster alone */
  readonly after?: readonly ITerraformDependable[];
}

/** Add-ons that EKS manages, each with the identity of its controller. */
export class ManagedAddons extends Construct {
  readonly addons: readonly EksAddon[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ManagedAddonsProps,
  ) {
    super(scope, id);
    const made: EksAddon[] = [];
    for (const addon of props.addons) made.push(this.create(addon));
    this.addons = made;
  }

  private create({ name, version, values, identity }: AddonPlan): EksAddon {
    const { clusterName } = this.props;
    const bound = identity ? this.identityOf(identity) : undefined;
    const after = [...(this.props.after ?? []), ...(bound?.permissions ?? [])];
    return new EksAddon(this, `addon:${name}`, {
      clusterName,
      addonName: name,
      ...(version ? { addonVersion: version } : {}),
      ...(values ? { configurationValues: JSON.stringify(values) } : {}),
      ...(bound ? { podIdentityAssociation: [bound.association] } : {}),
      // The bundle says how an add-on is configured; a change made by hand in the cluster does not stay.
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      ...(after.length > 0 ? { dependsOn: after } : {}),
    });
  }

  /**
   * The add-on binds its service account itself, and takes the binding with it when it goes. It goes before its
   * permissions: a network plugin that has none any more leaves interfaces behind.
   */
  private identityOf(name: string) {
    const { cluster, partition, identities } = this.props;
    const identity = identities.find((one) => one.name === name);
    if (!identity) throw new Error(`no workload identity ${name}`);
    const { role, permissions } = new WorkloadIdentityAws(this, name, {
      identity,
      cluster,
      partition,
      associate: false,
    });
    return { association: { roleArn: role.arn, serviceAccount: identity.serviceAccount }, permissions };
  }
}
