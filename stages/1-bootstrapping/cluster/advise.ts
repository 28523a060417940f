import type { ConfigFault, Context } from '../../../src/kit/contract';
import { network } from '../network';
import { interfaceEndpoints } from '../network/plan';
import { planAddons } from './addons/plan';
import type { ClusterConfig } from './config';
import { kubernetesVersion } from './config';
import { enabledGroups } from './nodes/groups';

/** What may be meant, but is likely a slip. */
export function adviseCluster(context: Context<ClusterConfig>): readonly ConfigFault[] {
  const { config } = context;
  return [
    ...adviseVersions(context),
    ...adviseEfs(context),
    ...adviseAlarm(config),
    ...advisePools(config),
    ...adviseGpus(config),
  ];
}

/** The other built-in pool, `system`, takes only pods that tolerate its taint. */
function advisePools({ compute }: ClusterConfig): ConfigFault[] {
  if (compute.type !== 'auto' || compute.nodePools.includes('general-purpose')) return [];
  const none = compute.nodePools.length === 0;
  return [
    {
      path: 'compute.nodePools',
      what: none
        ? 'there are no nodes: add-ons never become active, and Terraform gives up on them'
        : 'workloads get no nodes: the pool system takes only what tolerates CriticalAddonsOnly',
      allowed: 'general-purpose among them, or a NodePool of your own',
      next: none
        ? 'keep a built-in pool until a NodePool of your own is there, in extensions/kubernetes'
        : 'add general-purpose, or bring a NodePool of your own in extensions/kubernetes',
    },
  ];
}

/** A minor that is newer than what the catalog has seen of its add-ons. */
function adviseVersions({ config, catalog }: Context<ClusterConfig>): ConfigFault[] {
  const unpinned = planAddons(config, catalog).filter(({ version }) => version === undefined);
  if (unpinned.length === 0) return [];
  const minor = kubernetesVersion(config, catalog);
  return [
    {
      path: 'version',
      what: `no version of ${unpinned.map(({ name }) => name).join(', ')} is known for Kubernetes ${minor}: EKS takes its default when it makes the add-on, and an upgrade keeps the old one`,
      allowed: 'versions by add-on name in cluster.addons.versions',
      next: `name those that aws eks describe-addon-versions --kubernetes-version ${minor} --addon-name NAME lists`,
    },
  ];
}

/** The driver asks the EFS API for mount targets and access points. */
function adviseEfs(context: Context<ClusterConfig>): ConfigFault[] {
  const config = context.configOf(network);
  if (!context.config.addons.efsCsi || !config || config.existing || config.nat !== 'none') return [];
  if (interfaceEndpoints(config).includes('elasticfilesystem')) return [];
  return [
    {
      path: 'addons.efsCsi',
      what: 'the EFS CSI driver has no way to the EFS API: network.nat is none',
      allowed: 'elasticfilesystem among network.endpoints.interface',
      next: 'name all interface endpoints, those of the default and elasticfilesystem',
    },
  ];
}

function adviseAlarm({ access: { breakGlass } }: ClusterConfig): ConfigFault[] {
  if (!breakGlass.enabled || breakGlass.alarmEmails.length > 0) return [];
  return [
    {
      path: 'access.breakGlass.alarmEmails',
      what: 'emergency access is on and nobody is told of its use by mail',
      allowed: 'at least one address, or another subscriber of the topic <name>-break-glass',
      next: 'name an address that somebody reads',
    },
  ];
}

/** Source: EKS user guide, "Install Kubernetes device plugin for GPUs"; Bottlerocket's image brings the plugin. */
function adviseGpus({ compute }: ClusterConfig): ConfigFault[] {
  return enabledGroups(compute)
    .filter(([, { gpu, ami }]) => gpu && ami === 'al2023')
    .map(([name]) => ({
      path: `compute.groups.${name}.gpu`,
      what: 'the image brings the driver, and nothing tells Kubernetes of the GPUs: pods that ask for one wait',
      allowed: "NVIDIA's device plugin in the cluster, or ami: bottlerocket, which brings it",
      next: 'install the device plugin, with a toleration for nvidia.com/gpu, or take ami: bottlerocket',
    }));
}
