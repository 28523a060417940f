import { Construct } from 'constructs';
import {
  add,
  allow,
  type Container,
  containerSecurity,
  disruptionBudget,
  type Flow,
  labels,
  type PodSpec,
  type PolicyRule,
  podSecurity,
  resources,
  spread,
  type Volume,
} from '../../../src/kit/kubernetes';
import { WEB_CONFIGURATION } from '../monitoring/web';
import { PROMETHEUS } from './names';
import { SECRETS_DIRECTORY } from './remote-write';

export interface PrometheusProps {
  /** Namespace it runs in; has to exist. Cannot change later. */
  readonly namespace: string;
  /** Image, as a pod names it. */
  readonly image: string;
  /** Version, for the label. */
  readonly version?: string;
  /** prometheus.yml, as text. Reloaded when it changes. */
  readonly configuration: string;
  /** Rule files by name, ending in `.yml`. Reloaded when they change. @default - none */
  readonly rules?: Readonly<Record<string, string>>;
  /** Servers, each scraping everything. @default 2 */
  readonly replicas?: number;
  /** CPU request, Kubernetes quantity; never limited. @default '500m' */
  readonly cpu?: string;
  /** Memory request and limit in GiB. The Go runtime keeps to nine tenths of it by itself. */
  readonly memoryGiB: number;
  /** Volume of each server in GiB. Cannot change later without new claims. @default 100 */
  readonly volumeGiB?: number;
  /** StorageClass of the volumes. Cannot change later. @default - the cluster's default */
  readonly storageClass?: string;
  /** Secrets mounted below /etc/prometheus/secrets/<name>. One that is missing keeps no server from starting. @default - none */
  readonly secrets?: readonly string[];
  /** Address people reach it at; links in alerts begin with it. @default 'http://prometheus.<namespace>.svc:9090' */
  readonly externalUrl?: string;
  /** Who may query, beside the servers themselves. @default - nobody */
  readonly clients?: Flow['peers'];
  /** What it may reach. @default - nothing but DNS */
  readonly egress?: readonly Flow[];
  /** Discover pods and services of every namespace; otherwise access is bound where there is something to scrape. @default true */
  readonly discoverEverywhere?: boolean;
  /** Read metrics of scheduler and controller manager from EKS. @default true */
  readonly controlPlane?: boolean;
  /** @default 'system-cluster-critical' */
  readonly priorityClass?: string;
}

/** ClusterRole with what discovery reads; bound to the whole cluster or to single namespaces. */
export const DISCOVERY_ROLE = 'prometheus-discovery';

const DATA = '/prometheus';
const CONFIG = '/etc/prometheus/config';
const RULES = '/etc/prometheus/rules';
/** A ConfigMap holds 1 MiB; what is left over is for keys and quoting. */
const CONFIG_MAP_BYTES = 1_000_000;
/** uid of the image's user nobody. */
const UID = 65_534;

/** An HA pair of Prometheus servers: StatefulSet, configuration, access, network policy, disruption budget. */
export class Prometheus extends Construct {
  readonly replicas: number;
  private readonly names = labels('prometheus', { component: 'server', partOf: 'monitoring' });

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrometheusProps,
  ) {
    super(scope, id);
    this.replicas = props.replicas ?? 2;
    this.access();
    this.configuration();
    this.services();
    this.servers();
    this.traffic();
    if (this.replicas > 1)
      disruptionBudget(this, { ...this.named(), selector: this.names.selector, labels: this.names.all });
  }

  private named(name: string = 'prometheus') {
    return { name, namespace: this.props.namespace, labels: this.names.all };
  }

  private access() {
    const { namespace, discoverEverywhere = true, controlPlane = true } = this.props;
    add(this, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: this.named(PROMETHEUS.serviceAccount),
      automountServiceAccountToken: false,
    });
    this.clusterRole('prometheus', scrapeRules(controlPlane), true);
    this.clusterRole(DISCOVERY_ROLE, discoveryRules(discoverEverywhere), discoverEverywhere, namespace);
  }

  private clusterRole(name: string, rules: PolicyRule[], bound: boolean, namespace = this.props.namespace) {
    const metadata = { name, labels: this.names.all };
    add(this, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata, rules });
    if (!bound) return;
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: PROMETHEUS.serviceAccount, namespace }],
    });
  }

  private configuration() {
    const { configuration, rules = {} } = this.props;
    const bytes = Object.values(rules).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (bytes > CONFIG_MAP_BYTES)
      throw new Error(`rules of ${bytes} bytes do not fit into one ConfigMap (${CONFIG_MAP_BYTES})`);
    add(this, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: this.named('prometheus-config'),
      data: { 'prometheus.yml': configuration, 'web.yml': WEB_CONFIGURATION },
    });
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata: this.named('prometheus-rules'), data: { ...rules } });
  }

  private services() {
    const ports = [{ name: 'web', port: PROMETHEUS.port, targetPort: 'web', protocol: 'TCP' }];
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.named(PROMETHEUS.service),
      spec: { type: 'ClusterIP', selector: this.names.selector, sessionAffinity: 'ClientIP', ports },
    });
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.named('prometheus-servers'),
      spec: { type: 'ClusterIP', clusterIP: 'None', selector: this.names.selector, ports },
    });
  }

  private servers() {
    const { volumeGiB = 100, storageClass, version } = this.props;
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: this.named(),
      spec: {
        replicas: this.replicas,
        serviceName: 'prometheus-servers',
        // Servers do not wait for each other: they share nothing.
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate' },
        revisionHistoryLimit: 5,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        selector: { matchLabels: this.names.selector },
        template: {
          metadata: {
            labels: { ...this.names.all, ...(version ? { 'app.kubernetes.io/version': version } : {}) },
            annotations: { 'kubectl.kubernetes.io/default-container': 'prometheus' },
          },
          spec: this.pod(),
        },
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: 'data', labels: this.names.selector },
            spec: {
              accessModes: ['ReadWriteOnce'],
              ...(storageClass ? { storageClassName: storageClass } : {}),
              resources: { requests: { storage: `${volumeGiB}Gi` } },
            },
          },
        ],
      },
    });
  }

  private pod(): PodSpec {
    return {
      serviceAccountName: PROMETHEUS.serviceAccount,
      // Discovery and scrapes of API server and kubelets carry this token.
      automountServiceAccountToken: true,
      enableServiceLinks: false,
      priorityClassName: this.props.priorityClass ?? 'system-cluster-critical',
      securityContext: podSecurity(UID),
      // Two servers in one zone or on one node would be one server.
      topologySpreadConstraints: spread(this.names.selector, { strict: true }),
      // Writing the head to disk takes minutes; killed before, the WAL is replayed for as long.
      terminationGracePeriodSeconds: 600,
      containers: [this.container()],
      volumes: this.volumes(),
    };
  }

  private container(): Container {
    const { image, namespace, cpu = '500m', memoryGiB, secrets = [] } = this.props;
    const externalUrl = this.props.externalUrl ?? `http://prometheus.${namespace}.svc:${PROMETHEUS.port}`;
    const get = (path: string) => ({ httpGet: { path, port: 'web' }, timeoutSeconds: 3 });
    return {
      name: 'prometheus',
      image,
      imagePullPolicy: 'IfNotPresent',
      args: [
        `--config.file=${CONFIG}/prometheus.yml`,
        // Reads files that changed by itself: no sidecar, and no endpoint that anyone could call.
        '--config.auto-reload',
        '--config.auto-reload-interval=30s',
        `--storage.tsdb.path=${DATA}`,
        `--web.config.file=${CONFIG}/web.yml`,
        `--web.external-url=${externalUrl}`,
        '--web.route-prefix=/',
        `--web.cors.origin=${new URL(externalUrl).origin.replaceAll('.', '\\.')}`,
        '--log.format=json',
      ],
      env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      ports: [{ name: 'web', containerPort: PROMETHEUS.port, protocol: 'TCP' }],
      // Ready only after the WAL is read again, which takes minutes: healthy says no more than that it runs.
      startupProbe: { ...get('/-/ready'), periodSeconds: 15, failureThreshold: 60 },
      readinessProbe: { ...get('/-/ready'), periodSeconds: 5, failureThreshold: 3 },
      livenessProbe: { ...get('/-/healthy'), periodSeconds: 5, failureThreshold: 6 },
      resources: resources(cpu, `${memoryGiB}Gi`),
      securityContext: containerSecurity(),
      volumeMounts: [
        { name: 'data', mountPath: DATA },
        // Whole directories: a file mounted by subPath never changes.
        { name: 'config', mountPath: CONFIG, readOnly: true },
        { name: 'rules', mountPath: RULES, readOnly: true },
        ...secrets.map((name) => ({
          name: `secret-${name}`,
          mountPath: `${SECRETS_DIRECTORY}/${name}`,
          readOnly: true,
        })),
      ],
    };
  }

  private volumes(): Volume[] {
    return [
      { name: 'config', configMap: { name: 'prometheus-config' } },
      { name: 'rules', configMap: { name: 'prometheus-rules' } },
      ...(this.props.secrets ?? []).map((secretName) => ({
        name: `secret-${secretName}`,
        secret: { secretName, optional: true, defaultMode: 0o440 },
      })),
    ];
  }

  private traffic() {
    const { clients = [], egress = [], namespace } = this.props;
    const own = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      podSelector: { matchLabels: this.names.selector },
    };
    const web = { peers: [own], ports: [PROMETHEUS.port] };
    allow(this, {
      ...this.named(),
      pods: this.names.selector,
      ingress: [{ peers: [own, ...clients], ports: [PROMETHEUS.port] }],
      egress: [web, ...egress],
    });
  }
}

/** Without `nodes/proxy`: that grants commands in every pod of the node. */
function scrapeRules(controlPlane: boolean): PolicyRule[] {
  return [
    { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    ...(controlPlane
      ? [{ apiGroups: ['metrics.eks.amazonaws.com'], resources: ['kcm/metrics', 'ksh/metrics'], verbs: ['get'] }]
      : []),
  ];
}

function discoveryRules(everywhere: boolean): PolicyRule[] {
  const verbs = ['get', 'list', 'watch'];
  return [
    { apiGroups: [''], resources: ['pods', 'services', ...(everywhere ? ['namespaces'] : [])], verbs },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs },
  ];
}
