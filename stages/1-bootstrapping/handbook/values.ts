import { catalogRelease } from '../../../src/catalog';
import type { Component, Context, Stage } from '../../../src/kit/contract';
import { type ComputeConfig, cluster, interruptionQueueName, kubernetesVersion } from '../cluster';
import { enabledGroups } from '../cluster/nodes/groups';
import { releaseParameter } from '../cluster/nodes/images';
import { network } from '../network';
import { privateAccess, runnerName, tunnelPolicyName, WAY_TAG } from '../private-access';

/** Team that reviews what no other team is named for. */
const FALLBACK_TEAM = 'platform';

/** Everything the templates of the handbook insert, from the one configuration. */
export function handbookValues(context: Context) {
  const { platform, catalog, stages } = context;
  const { endpoint, compute, addons, upgradePolicy, zonalShift } = context.contextOf(cluster).config;
  const { existing, nat } = context.contextOf(network).config;
  const kubernetes = kubernetesVersion(context.contextOf(cluster).config, catalog);
  const stage = stages.at(-1);
  return {
    name: platform.name,
    account: platform.account,
    region: platform.region,
    partition: platform.partition,
    stage: platform.stage,
    stageTitle: stage?.title ?? '',
    nextStage: platform.stage < 5 ? platform.stage + 1 : '',
    components: context.components.filter((c) => brings(c, context)).map(({ title, summary }) => ({ title, summary })),
    stacks: stackNames(context),
    state: { kmsKeyId: '', ...platform.state },
    terraform: catalog.terraform.required,
    kubernetes,
    minors: Object.entries(catalog.kubernetes.versions).map(([minor, dates]) => ({
      minor,
      standard: dates.standardSupportEnds,
      extended: dates.extendedSupportEnds,
    })),
    upgradePolicy,
    publicEndpoint: endpoint.public,
    publicCidrs: endpoint.publicCidrs,
    access: {
      ...context.contextOf(privateAccess).config,
      tag: WAY_TAG,
      policy: tunnelPolicyName(platform.name),
      runner: runnerName(platform.name),
    },
    compute: compute.type,
    karpenter: compute.type === 'karpenter' ? catalogRelease(catalog, 'karpenter') : false,
    queue: interruptionQueueName(platform.name),
    isolated: !existing && nat === 'none',
    zonalShift,
    nodeImage: compute.type === 'karpenter' ? compute.pool.ami : '',
    nodeReleases: nodeReleases(compute, kubernetes),
    registry: platform.registry ?? '',
    certManager: addons.certManager,
    definitions: definitions(addons),
    existingVpc: existing?.vpcId ?? '',
    publicSubnets: existing?.subnets.public.map(({ id }) => id) ?? [],
    privateSubnets: existing?.subnets.private.map(({ id }) => id) ?? [],
    breakGlassRole: `${platform.name}-break-glass`,
    review: stages.flatMap(({ people }) => people.review),
    ready: stage?.people.ready ?? [],
    owners: owners(stages, platform.teams),
  };
}

/** Whether a component has anything here: Karpenter's pools have not where node groups are managed. */
function brings(one: Component, context: Context): boolean {
  const faces = [one.aws ?? [], one.k8s ?? []].flat();
  const own = context.contextOf(one);
  return faces.length === 0 || faces.some(({ when }) => !when || when(own));
}

/** Stacks in the order they are declared, which is the order they are applied. */
function stackNames(context: Context): string[] {
  return context.stages
    .flatMap(({ stacks }) => stacks)
    .filter(({ when }) => !when || when(context))
    .map(({ name }) => name);
}

/** Where AWS says the newest release of each kind of node there is. */
function nodeReleases(compute: ComputeConfig, minor: string): string[] {
  const groups = enabledGroups(compute).map(([, group]) => group);
  const pool =
    compute.type === 'karpenter'
      ? compute.pool.architectures.map((name) => {
          const architecture = name === 'arm64' ? ('arm64' as const) : ('x86_64' as const);
          return { ami: compute.pool.ami, architecture, gpu: false };
        })
      : [];
  return [...new Set([...groups, ...pool].map((choice) => releaseParameter(choice, minor)))];
}

/** Definitions that come with add-ons and that objects of ours need. */
function definitions({ certManager, snapshotController }: { certManager: boolean; snapshotController: boolean }) {
  return [
    ...(certManager ? ['certificates.cert-manager.io', 'clusterissuers.cert-manager.io'] : []),
    ...(snapshotController ? ['volumesnapshotclasses.snapshot.storage.k8s.io'] : []),
  ];
}

/** Paths and their teams, general ones first, since the last line that matches wins. */
function owners(stages: readonly Stage[], teams: Readonly<Record<string, string>>) {
  const byPath = new Map(stages.flatMap(({ people }) => Object.entries(people.owners)));
  const fallback = teams[FALLBACK_TEAM] ?? Object.values(teams)[0] ?? '';
  return [...byPath]
    .map(([path, role]) => ({ path, teams: teams[role] ?? fallback }))
    .sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
}

function depth(path: string): number {
  return path === '*' ? 0 : path.split('/').filter(Boolean).length;
}
