import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import {
  add,
  allow,
  type Container,
  containerSecurity,
  disruptionBudget,
  type Flow,
  labels,
  type NetworkPolicyPeer,
  type PodSpec,
  podSecurity,
  resources,
  spread,
  type Volume,
  type VolumeMount,
} from '../../../src/kit/kubernetes';
import type { Dashboard } from '../../../src/kit/monitoring';
import { GRAFANA } from './names';
import { folders, slug } from './provisioning';
import { PATHS } from './settings';

/** User of the image. */
const UID = 472;
/** Directories Grafana writes to beside its data: the index of its search, and scratch. */
const SEARCH = '/var/lib/grafana-search';

/**
 * Makes the administrator's password and the key of the database where there are none yet. They live beside the database they open, in
 * the same volume: both are new together and lost together, no Secret holds them and no right to write Secrets is needed.
 */
const MAKE_CREDENTIALS = `umask 077
mkdir -p ${PATHS.credentials}
for name in admin-password secret-key; do
  file=${PATHS.credentials}/$name
  [ -s "$file" ] || head -c 24 /dev/urandom | base64 | tr -d '\\n' > "$file"
done`;

export interface GrafanaProps {
  readonly namespace: string;
  readonly image: string;
  /** `app.kubernetes.io/version` of the pods. @default - none */
  readonly version?: string;
  /** Text of grafana.ini. */
  readonly settings: string;
  /** Text of the data source provisioning file. */
  readonly datasources: string;
  /** Text of the dashboard provisioning file. */
  readonly providers: string;
  readonly dashboards: readonly Dashboard[];
  /** Pods; more than one only with a database outside. @default 1 */
  readonly replicas?: number;
  /** CPU request. @default '100m' */
  readonly cpu?: string;
  /** Memory request and limit in MiB. @default 512 */
  readonly memoryMiB?: number;
  /** Size of the volume in GiB. @default - no volume: the pod's own disk */
  readonly volumeGiB?: number;
  /** Storage class of the volume. @default - the cluster's */
  readonly storageClass?: string;
  /** The pod makes password and key itself. @default true */
  readonly makeCredentials?: boolean;
  /** Secrets to mount, each at /etc/stagecraft/secrets/<name>. @default - none */
  readonly secrets?: readonly string[];
  /** @default - the cluster's default priority */
  readonly priorityClass?: string;
  /** Who may open it. @default - nobody */
  readonly clients?: readonly NetworkPolicyPeer[];
  /** What it may connect to. @default - nothing */
  readonly egress?: readonly Flow[];
}

/** Grafana with everything it shows provisioned from files. */
export class Grafana extends Construct {
  readonly replicas: number;
  private readonly names = labels('grafana', { component: 'dashboards', partOf: 'monitoring' });

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GrafanaProps,
  ) {
    super(scope, id);
    this.replicas = props.replicas ?? 1;
    add(this, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: this.named(),
      automountServiceAccountToken: false,
    });
    this.configuration();
    this.service();
    if (props.volumeGiB) this.claim(props.volumeGiB);
    this.deployment();
    this.traffic();
    if (this.replicas > 1)
      disruptionBudget(this, { ...this.named(), selector: this.names.selector, labels: this.names.all });
  }

  private named(name: string = 'grafana') {
    return { name, namespace: this.props.namespace, labels: this.names.all };
  }

  private configuration() {
    const { settings, datasources, providers, dashboards } = this.props;
    this.configMap('grafana-config', { 'grafana.ini': settings });
    this.configMap('grafana-datasources', { 'datasources.yaml': datasources });
    this.configMap('grafana-providers', { 'dashboards.yaml': providers });
    // One each: an object may hold 1 MiB, and a change of one dashboard is a change of one file.
    for (const { uid, model } of dashboards)
      this.configMap(dashboardName(uid), { [`${uid}.json`]: `${JSON.stringify(model, null, 2)}\n` });
  }

  private configMap(name: string, data: Record<string, string>) {
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata: this.named(name), data });
  }

  private service() {
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.named(GRAFANA.service),
      spec: {
        type: 'ClusterIP',
        selector: this.names.selector,
        ports: [{ name: GRAFANA.portName, port: GRAFANA.port, targetPort: GRAFANA.portName, protocol: 'TCP' }],
      },
    });
  }

  private claim(sizeGiB: number) {
    const { storageClass } = this.props;
    add(this, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: this.named(),
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClass ? { storageClassName: storageClass } : {}),
        resources: { requests: { storage: `${sizeGiB}Gi` } },
      },
    });
  }

  private deployment() {
    const { settings, datasources, providers, version, volumeGiB } = this.props;
    const checksum = createHash('sha256').update([settings, datasources, providers].join('\0')).digest('hex');
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: this.named(),
      spec: {
        replicas: this.replicas,
        revisionHistoryLimit: 5,
        // A volume can be held by one pod only: the old one has to go before the new one comes.
        strategy: volumeGiB
          ? { type: 'Recreate' }
          : { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        selector: { matchLabels: this.names.selector },
        template: {
          metadata: {
            labels: { ...this.names.all, ...(version ? { 'app.kubernetes.io/version': version } : {}) },
            // Settings and data sources are read at the start only; dashboards are read again while it runs.
            annotations: { 'stagecraft.io/configuration': checksum },
          },
          spec: this.pod(),
        },
      },
    });
  }

  private pod(): PodSpec {
    const { priorityClass, makeCredentials = true } = this.props;
    return {
      serviceAccountName: 'grafana',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(priorityClass ? { priorityClassName: priorityClass } : {}),
      securityContext: podSecurity(UID),
      topologySpreadConstraints: spread(this.names.selector),
      terminationGracePeriodSeconds: 60,
      ...(makeCredentials ? { initContainers: [this.credentials()] } : {}),
      containers: [this.container()],
      volumes: this.volumes(),
    };
  }

  private credentials(): Container {
    return {
      name: 'credentials',
      image: this.props.image,
      imagePullPolicy: 'IfNotPresent',
      command: ['sh', '-euc', MAKE_CREDENTIALS],
      resources: resources('10m', '64Mi'),
      securityContext: containerSecurity(),
      volumeMounts: [{ name: 'data', mountPath: PATHS.data }],
    };
  }

  private container(): Container {
    const { image, cpu = '100m', memoryMiB = 512 } = this.props;
    const health = { httpGet: { path: '/api/health', port: GRAFANA.portName }, timeoutSeconds: 5 };
    return {
      name: 'grafana',
      image,
      imagePullPolicy: 'IfNotPresent',
      env: [{ name: 'GF_PATHS_CONFIG', value: `${PATHS.config}/grafana.ini` }],
      ports: [{ name: GRAFANA.portName, containerPort: GRAFANA.port, protocol: 'TCP' }],
      // The first start makes the database, and migrations of a new release take minutes.
      startupProbe: { ...health, periodSeconds: 5, failureThreshold: 120 },
      readinessProbe: { ...health, periodSeconds: 10, failureThreshold: 3 },
      // It asks the port, not the database: a restart mends no database.
      livenessProbe: {
        tcpSocket: { port: GRAFANA.portName },
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 6,
      },
      resources: resources(cpu, `${memoryMiB}Mi`),
      securityContext: containerSecurity(),
      volumeMounts: this.mounts(),
    };
  }

  private mounts(): VolumeMount[] {
    const { secrets = [], dashboards } = this.props;
    const readOnly = true;
    return [
      { name: 'data', mountPath: PATHS.data },
      { name: 'search', mountPath: SEARCH },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'config', mountPath: PATHS.config, readOnly },
      { name: 'datasources', mountPath: `${PATHS.provisioning}/datasources`, readOnly },
      { name: 'providers', mountPath: `${PATHS.provisioning}/dashboards`, readOnly },
      ...folders(dashboards).map((folder) => ({
        name: `dashboards-${slug(folder)}`,
        mountPath: `${PATHS.dashboards}/${slug(folder)}`,
        readOnly,
      })),
      ...unique(secrets).map((name) => ({ name: `secret-${name}`, mountPath: `${PATHS.secrets}/${name}`, readOnly })),
    ];
  }

  private volumes(): Volume[] {
    const { secrets = [], dashboards, volumeGiB } = this.props;
    return [
      volumeGiB
        ? { name: 'data', persistentVolumeClaim: { claimName: 'grafana' } }
        : { name: 'data', emptyDir: { sizeLimit: '1Gi' } },
      { name: 'search', emptyDir: { sizeLimit: '256Mi' } },
      { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
      { name: 'config', configMap: { name: 'grafana-config' } },
      { name: 'datasources', configMap: { name: 'grafana-datasources' } },
      { name: 'providers', configMap: { name: 'grafana-providers' } },
      ...folders(dashboards).map((folder) => ({
        name: `dashboards-${slug(folder)}`,
        projected: {
          sources: dashboards
            .filter((one) => one.folder === folder)
            .map(({ uid }) => ({ configMap: { name: dashboardName(uid) } })),
        },
      })),
      // Not optional: with a wrong password or key Grafana must not start and encrypt with another one.
      ...unique(secrets).map((secretName) => ({
        name: `secret-${secretName}`,
        secret: { secretName, defaultMode: 0o440 },
      })),
    ];
  }

  private traffic() {
    const { namespace, clients = [], egress = [] } = this.props;
    allow(this, {
      ...this.named(),
      namespace,
      pods: this.names.selector,
      ...(clients.length > 0 ? { ingress: [{ peers: clients, ports: [GRAFANA.port] }] } : {}),
      egress,
    });
  }
}

function dashboardName(uid: string): string {
  return `grafana-dashboard-${uid.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')}`;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
