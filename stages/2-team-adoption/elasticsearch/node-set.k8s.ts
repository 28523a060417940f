import {
  containerSecurity,
  type EnvVar,
  type Labels,
  podSecurity,
  resources,
  type StatefulSet,
  type VolumeMount,
} from '../../../src/kit/kubernetes';
import { PRIORITY } from '../../1-bootstrapping';
import { ELASTICSEARCH_REPLICAS, elasticsearchNames as names } from './names';
import { initialMasters } from './settings';

export interface NodeSetProps {
  readonly namespace: string;
  readonly labels: Labels;
  readonly image: string;
  readonly size: { readonly cpu: string; readonly memory: string; readonly volume: string };
  readonly storageClass?: string;
  readonly checksum: Readonly<Record<string, string>>;
}

/** User of the image; its files belong to group 0. */
const UID = 1000;
const HOME = '/usr/share/elasticsearch';
const ZONE = 'topology.kubernetes.io/zone';

/** The nodes. */
export function nodeSet({
  namespace,
  labels: { all, selector },
  image,
  size,
  storageClass,
  checksum,
}: NodeSetProps): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: names.name, namespace, labels: all },
    spec: {
      replicas: ELASTICSEARCH_REPLICAS,
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
              whenUnsatisfiable: 'DoNotSchedule',
              labelSelector: { matchLabels: selector },
            },
          ],
          initContainers: [configure(image)],
          containers: [node(image, size)],
          volumes: [
            { name: 'settings', configMap: { name: names.name, defaultMode: 0o555 } },
            { name: 'superuser', secret: { secretName: names.superuserSecret, defaultMode: 0o440 } },
            { name: 'transport', secret: { secretName: names.transportSecret, defaultMode: 0o440 } },
            { name: 'http', secret: { secretName: names.httpSecret, defaultMode: 0o440 } },
            { name: 'config', emptyDir: { sizeLimit: '64Mi' } },
            { name: 'run', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
            { name: 'logs', emptyDir: { sizeLimit: '2Gi' } },
            { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
          ],
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

function configure(image: string) {
  return {
    name: 'configure',
    image,
    command: ['bash', '/settings/configure.sh'],
    env: [{ name: 'INITIAL_MASTERS', value: initialMasters().join(', ') }],
    resources: resources('50m', '64Mi'),
    securityContext: containerSecurity(),
    volumeMounts: [
      mount('settings', '/settings'),
      mount('superuser', '/superuser'),
      { name: 'config', mountPath: '/config' },
      { name: 'run', mountPath: '/run/elasticsearch' },
      { ...mount('data', '/data') },
    ],
  };
}

function node(image: string, size: NodeSetProps['size']) {
  return {
    name: names.name,
    image,
    env: [
      field('POD_NAME', 'metadata.name'),
      field('POD_IP', 'status.podIP'),
      // Kubernetes copies the node's zone to the pod since 1.35 (PodTopologyLabelsAdmission).
      field('ZONE', `metadata.labels['${ZONE}']`),
      { name: 'ELASTIC_PASSWORD_FILE', value: '/run/elasticsearch/password' },
      { name: 'ES_TMPDIR', value: '/tmp' },
    ],
    ports: [
      { name: 'https', containerPort: 9200, protocol: 'TCP' },
      { name: 'transport', containerPort: 9300, protocol: 'TCP' },
      { name: 'readiness', containerPort: 8080, protocol: 'TCP' },
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
      { name: 'config', mountPath: `${HOME}/config` },
      mount('transport', `${HOME}/config/transport`),
      mount('http', `${HOME}/config/http`),
      mount('settings', '/settings'),
      mount('run', '/run/elasticsearch'),
      { name: 'data', mountPath: `${HOME}/data` },
      { name: 'logs', mountPath: `${HOME}/logs` },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

function field(name: string, fieldPath: string): EnvVar {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}

function mount(name: string, mountPath: string): VolumeMount {
  return { name, mountPath, readOnly: true };
}
