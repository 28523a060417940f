import type { Catalog } from '../../../../src/catalog';
import type { ClusterConfig } from '../config';
import { kubernetesVersion } from '../config';
import { NODE_GROUP_LABEL, SYSTEM_GROUP, SYSTEM_TOLERATION } from '../config/names';

/** An add-on as EKS gets it. */
export interface AddonPlan {
  /** Name of the add-on in EKS. */
  readonly name: string;
  /** Before nodes join (they need it to become ready), or after (it needs a node to run on). */
  readonly phase: 'before-nodes' | 'after-nodes';
  /** Version; without one EKS takes its default for the minor when it makes the add-on. */
  readonly version?: string;
  /** Configuration values; none when the defaults are right. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Name of the workload identity its controller runs with. */
  readonly identity?: string;
}

/** Where controllers run: on the system group where there is one, tolerating its taint in any case. */
function placement({ compute }: ClusterConfig) {
  const tolerations = [{ ...SYSTEM_TOLERATION }];
  return compute.type === 'auto'
    ? { tolerations }
    : { tolerations, nodeSelector: { [NODE_GROUP_LABEL]: SYSTEM_GROUP } };
}

function vpcCni({ addons }: ClusterConfig) {
  return {
    // EKS takes texts here, not booleans.
    enableNetworkPolicy: String(addons.networkPolicy),
    ...(addons.networkPolicy ? { nodeAgent: { enablePolicyEventLogs: 'true' } } : {}),
    env: {
      ENABLE_PREFIX_DELEGATION: String(addons.prefixDelegation),
      ...(addons.prefixDelegation ? { WARM_PREFIX_TARGET: '1' } : {}),
    },
  };
}

/** The add-on brings its own disruption budget. */
function coredns(config: ClusterConfig) {
  return {
    ...placement(config),
    autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 10 },
    resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
    ],
  };
}

function ebsCsi(config: ClusterConfig, tags: Readonly<Record<string, string>>) {
  return {
    controller: { ...placement(config), replicaCount: 2, extraVolumeTags: tags },
    node: { tolerateAllTaints: true },
    // The encrypted gp3 class is an object of the bundle; the add-on's own is not wanted.
    defaultStorageClass: { enabled: false },
  };
}

/**
 * One of each is upstream's default and no production: while the only webhook moves, nobody can make or change a certificate.
 * Controller and injector elect a leader, the webhooks all answer. Source: cert-manager, "Best practice", high availability.
 */
function certManager(config: ClusterConfig) {
  const where = placement(config);
  return {
    ...where,
    replicaCount: 2,
    cainjector: { ...where, replicaCount: 2 },
    webhook: { ...where, replicaCount: 3 },
  };
}

/** Add-ons of network, DNS and block storage: with Auto Mode they are part of the service. */
function ofNodes(config: ClusterConfig, tags: Readonly<Record<string, string>>): Omit<AddonPlan, 'version'>[] {
  if (config.compute.type === 'auto') return [];
  return [
    { name: 'eks-pod-identity-agent', phase: 'before-nodes' },
    { name: 'kube-proxy', phase: 'before-nodes' },
    { name: 'vpc-cni', phase: 'before-nodes', values: vpcCni(config), identity: 'vpc-cni' },
    { name: 'coredns', phase: 'after-nodes', values: coredns(config) },
    { name: 'aws-ebs-csi-driver', phase: 'after-nodes', values: ebsCsi(config, tags), identity: 'ebs-csi' },
    // It tolerates every taint by itself.
    ...(config.addons.nodeMonitoring ? [{ name: 'eks-node-monitoring-agent', phase: 'after-nodes' as const }] : []),
  ];
}

function optional(config: ClusterConfig): Omit<AddonPlan, 'version'>[] {
  const { addons } = config;
  const where = placement(config);
  const all: [boolean, Omit<AddonPlan, 'version'>][] = [
    [addons.snapshotController, { name: 'snapshot-controller', phase: 'after-nodes', values: where }],
    [addons.metricsServer, { name: 'metrics-server', phase: 'after-nodes', values: where }],
    [addons.certManager, { name: 'cert-manager', phase: 'after-nodes', values: certManager(config) }],
    [
      addons.efsCsi,
      {
        name: 'aws-efs-csi-driver',
        phase: 'after-nodes',
        values: { controller: { ...where, replicaCount: 2 } },
        identity: 'efs-csi',
      },
    ],
  ];
  return all.filter(([wanted]) => wanted).map(([, addon]) => addon);
}

/** The add-ons of a configuration, in the order they are made. */
export function planAddons(
  config: ClusterConfig,
  catalog: Catalog,
  tags: Readonly<Record<string, string>> = {},
): AddonPlan[] {
  const minor = kubernetesVersion(config, catalog);
  const { versions, values, extra } = config.addons;
  const more = extra.map((name) => ({ name, phase: 'after-nodes' as const }));
  const all: Omit<AddonPlan, 'version'>[] = [...ofNodes(config, tags), ...optional(config), ...more];
  return all.map((addon) => ({
    ...addon,
    ...(values[addon.name] ? { values: merged(addon.values ?? {}, values[addon.name] ?? {}) } : {}),
    version: versions[addon.name] ?? catalog.addons[addon.name]?.versions[minor],
  }));
}

type Values = Readonly<Record<string, unknown>>;

/** Ours with the team's over it: maps merge, everything else replaces, `null` removes. */
function merged(ours: Values, theirs: Values): Values {
  const isMap = (value: unknown): value is Values =>
    value !== null && typeof value === 'object' && !Array.isArray(value);
  const result = new Map(Object.entries(ours));
  for (const [key, value] of Object.entries(theirs)) {
    if (value === null) result.delete(key);
    else {
      const before = result.get(key);
      result.set(key, isMap(value) ? merged(isMap(before) ? before : {}, value) : value);
    }
  }
  return Object.fromEntries(result);
}
