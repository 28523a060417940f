import {
  type Container,
  containerSecurity,
  type EnvVar,
  type Labels,
  type PodSpec,
  podSecurity,
  resources,
  type StatefulSet,
  type VolumeMount,
} from '../../../../src/kit/kubernetes';
import { PRIORITY } from '../../../1-bootstrapping';
import { STORE_PORT } from '../choices';
import { STORE_REPLICAS, type StoreNames } from './names';

/** What one store's nodes have that another's have not. */
export interface NodeSetProps {
  readonly namespace: string;
  readonly names: StoreNames;
  readonly labels: Labels;
  readonly image: string;
  readonly size: { readonly cpu: string; readonly memory: string; readonly volume: string };
  readonly storageClass?: string;
  readonly checksum: Readonly<Record<string, string>>;
  /** Directory of the program in its image. */
  readonly home: string;
  /** The init container that fills the configuration directory: what it needs beside settings, configuration and data. */
  readonly configure: {
    readonly env: readonly EnvVar[];
    readonly mounts: readonly VolumeMount[];
    /** Memory, request and limit. @default '64Mi' */
    readonly memory?: string;
  };
  readonly env: readonly EnvVar[];
  readonly ports?: NonNullable<Container['ports']>;
  /** Mounts beside configuration, data, logs, settings and certificates. */
  readonly mounts?: readonly VolumeMount[];
  /** Volumes of those mounts. */
  readonly volumes?: NonNullable<PodSpec['volumes']>;
}

/** User of both images; their files belong to it or to group 0. */
const UID = 1000;
export const ZONE = 'topology.kubernetes.io/zone';
export const TRANSPORT_PORT = 9300;

/** The nodes. */
export function nodeSet(props: NodeSetProps): StatefulSet {
  const { namespace, names, size, storageClass, checksum } = props;
  const { all, selector } = props.labels;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: names.name, namespace, labels: all },
    spec: {
      replicas: STORE_REPLICAS,
      serviceName: names.nodes,
      // The nodes need each other to form a cluster, so none may wait for the one before.
      podManagementPolicy: 'Parallel',
      revisionHistoryLimit: 3,
      updateStrategy: { type: 'RollingUpdate' },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: all, annotations: { ...checksum } },
        spec: {
          serviceAccountName: names.name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: PRIORITY.standard,
          // Room to hand over primaries and flush.
          terminationGracePeriodSeconds: 180,
          securityContext: podSecurity(UID, { runAsGroup: UID, fsGroup: UID }),
          ...placement(selector),
          initContainers: [configure(props)],
          containers: [node(props)],
          volumes: volumes(props),
        },
      },
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data', labels: selector },
          spec: {
            accessModes: ['ReadWriteOnce'],
            ...(storageClass ? { storageClassName: storageClass } : {}),
            resources: { requests: { storage: size.volume } },
          },
        },
      ] as never,
    },
  };
}

function placement(selector: Labels['selector']) {
  return {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: selector }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: ZONE,
        whenUnsatisfiable: 'DoNotSchedule' as const,
        labelSelector: { matchLabels: selector },
      },
    ],
  };
}

function configure({ image, configure: { env, mounts, memory = '64Mi' } }: NodeSetProps): Container {
  return {
    name: 'configure',
    image,
    command: ['bash', '/settings/configure.sh'],
    env: [...env],
    resources: resources('50m', memory),
    securityContext: containerSecurity(),
    volumeMounts: [
      readOnly('settings', '/settings'),
      { name: 'config', mountPath: '/config' },
      readOnly('data', '/data'),
      ...mounts,
    ],
  };
}

function node({ names, image, size, home, env, ports = [], mounts = [] }: NodeSetProps): Container {
  return {
    name: names.name,
    image,
    env: [
      field('POD_NAME', 'metadata.name'),
      field('POD_IP', 'status.podIP'),
      // Kubernetes copies the node's zone to the pod since 1.35 (PodTopologyLabelsAdmission).
      field('ZONE', `metadata.labels['${ZONE}']`),
      ...env,
    ],
    ports: [
      { name: 'https', containerPort: STORE_PORT, protocol: 'TCP' },
      { name: 'transport', containerPort: TRANSPORT_PORT, protocol: 'TCP' },
      ...ports,
    ],
    resources: resources(size.cpu, size.memory),
    securityContext: containerSecurity(),
    // An hour: a node with much to replay must not be killed on its way up.
    startupProbe: { tcpSocket: { port: 'transport' }, periodSeconds: 10, failureThreshold: 360, timeoutSeconds: 5 },
    readinessProbe: {
      exec: { command: ['bash', '/settings/ready.sh'] },
      periodSeconds: 10,
      timeoutSeconds: 8,
      failureThreshold: 3,
    },
    // No liveness on the health of the cluster: it would restart nodes that are busy mending it.
    livenessProbe: { tcpSocket: { port: 'transport' }, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 10 },
    volumeMounts: [
      { name: 'config', mountPath: `${home}/config` },
      readOnly('transport', `${home}/config/transport`),
      readOnly('http', `${home}/config/http`),
      readOnly('settings', '/settings'),
      { name: 'data', mountPath: `${home}/data` },
      { name: 'logs', mountPath: `${home}/logs` },
      { name: 'tmp', mountPath: '/tmp' },
      ...mounts,
    ],
  };
}

function volumes({ names, volumes: more = [] }: NodeSetProps): NonNullable<PodSpec['volumes']> {
  return [
    { name: 'settings', configMap: { name: names.name, defaultMode: 0o555 } },
    { name: 'transport', secret: { secretName: names.transportSecret, defaultMode: 0o440 } },
    { name: 'http', secret: { secretName: names.httpSecret, defaultMode: 0o440 } },
    { name: 'config', emptyDir: { sizeLimit: '64Mi' } },
    // The JVM keeps 33 files of 64 MiB about its memory here (jvm.options of both); beyond the limit the pod would be evicted.
    { name: 'logs', emptyDir: { sizeLimit: '3Gi' } },
    { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
    ...more,
  ];
}

function field(name: string, fieldPath: string): EnvVar {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}

/** A mount that is only read. */
export function readOnly(name: string, mountPath: string): VolumeMount {
  return { name, mountPath, readOnly: true };
}
