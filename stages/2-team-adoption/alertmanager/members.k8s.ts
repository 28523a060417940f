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
  type PodSpec,
  podSecurity,
  pods,
  resources,
  spread,
} from '../../../src/kit/kubernetes';
import { WEB_CONFIGURATION } from '../monitoring/web';
import { ALERTMANAGER } from './names';
import { SECRETS_DIRECTORY } from './receivers';

export interface AlertmanagerProps {
  /** Namespace it runs in; has to exist. Cannot change later. */
  readonly namespace: string;
  /** Image, as a pod names it. */
  readonly image: string;
  /** Version, for the label. */
  readonly version?: string;
  /** Name of the cluster: keeps members of other clusters out of the gossip when addresses are used again. */
  readonly cluster: string;
  /** alertmanager.yml, as text. A change restarts the members one by one. */
  readonly configuration: string;
  /** Notification templates, as text. A change restarts the members one by one. @default - none */
  readonly templates?: string;
  /** Members. @default 3 */
  readonly replicas?: number;
  /** CPU request, Kubernetes quantity; never limited. @default '50m' */
  readonly cpu?: string;
  /** Memory request and limit in MiB. @default 256 */
  readonly memoryMiB?: number;
  /** StorageClass of the volumes. Cannot change later. @default - the cluster's default */
  readonly storageClass?: string;
  /** Secrets mounted below /etc/alertmanager/secrets/<name>. One that is missing keeps no member from starting. @default - none */
  readonly secrets?: readonly string[];
  /** Address people reach it at. @default 'http://alertmanager.<namespace>.svc:9093' */
  readonly externalUrl?: string;
  /** Who may send alerts, read and silence them. @default - nobody */
  readonly clients?: Flow['peers'];
  /** Where notifications go. @default - nowhere */
  readonly egress?: readonly Flow[];
  /** @default 'system-cluster-critical' */
  readonly priorityClass?: string;
}

const CONFIG = '/etc/alertmanager/config';
const TEMPLATES = '/etc/alertmanager/templates';
const DATA = '/alertmanager';
const MESH = 9094;
/** uid of the image's user nobody. */
const UID = 65_534;

/** A gossip cluster of Alertmanagers: no quorum, any of them may be lost but one. */
export class Alertmanager extends Construct {
  readonly replicas: number;
  private readonly names = labels('alertmanager', { component: 'alert-router', partOf: 'monitoring' });

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlertmanagerProps,
  ) {
    super(scope, id);
    this.replicas = props.replicas ?? 3;
    add(this, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: this.named(),
      automountServiceAccountToken: false,
    });
    this.configuration();
    this.services();
    this.members();
    this.traffic();
    if (this.replicas > 1)
      disruptionBudget(this, { ...this.named(), selector: this.names.selector, labels: this.names.all });
  }

  private named(name: string = 'alertmanager') {
    return { name, namespace: this.props.namespace, labels: this.names.all };
  }

  private configuration() {
    const { configuration, templates = '' } = this.props;
    add(this, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: this.named('alertmanager-config'),
      data: { 'alertmanager.yml': configuration, 'web.yml': WEB_CONFIGURATION },
    });
    add(this, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: this.named('alertmanager-templates'),
      data: { 'stagecraft.tmpl': templates },
    });
  }

  private services() {
    const web = { name: 'web', port: ALERTMANAGER.port, targetPort: 'web', protocol: 'TCP' };
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.named(ALERTMANAGER.service),
      spec: { type: 'ClusterIP', selector: this.names.selector, sessionAffinity: 'ClientIP', ports: [web] },
    });
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.named(ALERTMANAGER.members),
      spec: {
        type: 'ClusterIP',
        clusterIP: 'None',
        // Members have to find each other before they are ready.
        publishNotReadyAddresses: true,
        selector: this.names.selector,
        ports: [
          web,
          { name: 'mesh-tcp', port: MESH, targetPort: 'mesh-tcp', protocol: 'TCP' },
          { name: 'mesh-udp', port: MESH, targetPort: 'mesh-udp', protocol: 'UDP' },
        ],
      },
    });
  }

  private members() {
    const { configuration, templates = '', storageClass, version } = this.props;
    const checksum = createHash('sha256').update(configuration).update('\0').update(templates).digest('hex');
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: this.named(),
      spec: {
        replicas: this.replicas,
        serviceName: ALERTMANAGER.members,
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate' },
        // A new member has silences and the log of notifications from its peers before the next one goes.
        minReadySeconds: 15,
        revisionHistoryLimit: 5,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        selector: { matchLabels: this.names.selector },
        template: {
          metadata: {
            labels: { ...this.names.all, ...(version ? { 'app.kubernetes.io/version': version } : {}) },
            // It reads its configuration at the start only: a changed one restarts the members, one at a time.
            annotations: { 'stagecraft.io/configuration': checksum },
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
              resources: { requests: { storage: '1Gi' } },
            },
          },
        ],
      },
    });
  }

  private pod(): PodSpec {
    const { secrets = [], priorityClass } = this.props;
    return {
      serviceAccountName: 'alertmanager',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: priorityClass ?? 'system-cluster-critical',
      securityContext: podSecurity(UID),
      // One a node, and zones in balance: neither a node nor a zone takes the last one away.
      topologySpreadConstraints: spread(this.names.selector, { strict: true }),
      terminationGracePeriodSeconds: 120,
      containers: [this.container(secrets)],
      volumes: [
        { name: 'config', configMap: { name: 'alertmanager-config' } },
        { name: 'templates', configMap: { name: 'alertmanager-templates' } },
        // Made by the team, perhaps later: without one, messages of its receiver fail and say so, all others go out.
        ...secrets.map((secretName) => ({
          name: `secret-${secretName}`,
          secret: { secretName, optional: true, defaultMode: 0o440 },
        })),
      ],
    };
  }

  private container(secrets: readonly string[]): Container {
    const { image, cpu = '50m', memoryMiB = 256 } = this.props;
    const get = (path: string) => ({ httpGet: { path, port: 'web' }, timeoutSeconds: 3 });
    const from = (fieldPath: string) => ({ fieldRef: { fieldPath } });
    return {
      name: 'alertmanager',
      image,
      imagePullPolicy: 'IfNotPresent',
      args: this.arguments(),
      env: [
        { name: 'POD_IP', valueFrom: from('status.podIP') },
        { name: 'POD_NAME', valueFrom: from('metadata.name') },
      ],
      ports: [
        { name: 'web', containerPort: ALERTMANAGER.port, protocol: 'TCP' },
        { name: 'mesh-tcp', containerPort: MESH, protocol: 'TCP' },
        { name: 'mesh-udp', containerPort: MESH, protocol: 'UDP' },
      ],
      readinessProbe: { ...get('/-/ready'), initialDelaySeconds: 3, periodSeconds: 5, failureThreshold: 10 },
      livenessProbe: { ...get('/-/healthy'), periodSeconds: 10, failureThreshold: 10 },
      resources: resources(cpu, `${memoryMiB}Mi`),
      securityContext: containerSecurity(),
      volumeMounts: [
        { name: 'data', mountPath: DATA },
        { name: 'config', mountPath: CONFIG, readOnly: true },
        { name: 'templates', mountPath: TEMPLATES, readOnly: true },
        ...secrets.map((name) => ({
          name: `secret-${name}`,
          mountPath: `${SECRETS_DIRECTORY}/${name}`,
          readOnly: true,
        })),
      ],
    };
  }

  private arguments(): string[] {
    const { namespace, cluster } = this.props;
    const externalUrl =
      this.props.externalUrl ?? `http://${ALERTMANAGER.service}.${namespace}.svc:${ALERTMANAGER.port}`;
    return [
      `--config.file=${CONFIG}/alertmanager.yml`,
      `--storage.path=${DATA}`,
      '--data.retention=120h',
      `--web.config.file=${CONFIG}/web.yml`,
      `--web.listen-address=:${ALERTMANAGER.port}`,
      `--web.external-url=${externalUrl}`,
      '--web.route-prefix=/',
      // Prometheus repeats every alert within a minute: a member that starts sends nothing before it knows what inhibits what.
      '--dispatch.start-delay=1m',
      '--enable-feature=auto-gomemlimit,receiver-name-in-metrics,utf8-strict-mode',
      '--log.format=json',
      ...this.gossip(namespace, cluster),
    ];
  }

  private gossip(namespace: string, cluster: string): string[] {
    if (this.replicas === 1) return ['--cluster.listen-address='];
    const peers = Array.from(
      { length: this.replicas },
      (_, index) => `--cluster.peer=alertmanager-${index}.${ALERTMANAGER.members}.${namespace}.svc:${MESH}`,
    );
    return [
      `--cluster.listen-address=[$(POD_IP)]:${MESH}`,
      `--cluster.advertise-address=[$(POD_IP)]:${MESH}`,
      '--cluster.peer-name=$(POD_NAME)',
      `--cluster.label=${cluster}/${namespace}/alertmanager`,
      // A member that moved has a new address; the old one is not called for six hours.
      '--cluster.reconnect-timeout=5m',
      ...peers,
    ];
  }

  private traffic() {
    const { namespace, clients = [], egress = [] } = this.props;
    const gossip: Flow = {
      peers: [pods(namespace, this.names.selector)],
      ports: [
        { port: MESH, protocol: 'TCP' },
        { port: MESH, protocol: 'UDP' },
      ],
    };
    allow(this, {
      ...this.named(),
      pods: this.names.selector,
      ingress: [...(clients.length > 0 ? [{ peers: clients, ports: [ALERTMANAGER.port] }] : []), gossip],
      egress: [gossip, ...egress],
    });
  }
}
