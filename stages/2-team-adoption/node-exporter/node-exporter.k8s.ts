import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import {
  add,
  containerSecurity,
  guardedNamespace,
  labels,
  type PodSpec,
  podSecurity,
  resources,
} from '../../../src/kit/kubernetes';
import { PRIORITY } from '../../1-bootstrapping';
import type { NodeExporterConfig } from './config';
import { NODE_EXPORTER_NAMESPACE } from './node-exporter';

export interface NodeExporterProps {
  /** Namespace it makes and runs in; nothing else should. Cannot change later. @default 'node-exporter' */
  readonly namespace?: string;
  /** Image, as a pod names it. */
  readonly image: string;
  /** Version, for the label. */
  readonly version?: string;
  /** Port on every node. @default 9100 */
  readonly port?: number;
  /** CPU request, Kubernetes quantity; never limited. @default '50m' */
  readonly cpu?: string;
  /** Memory request and limit in MiB. @default 128 */
  readonly memoryMiB?: number;
  /** @default 'system-node-critical' */
  readonly priorityClass?: string;
}

const HOST = '/host/root';
const UID = 65_534;

/** Mount points that come and go with pods, or are no disks. */
const MOUNTS = '^/(dev|proc|sys|run/.+|var/lib/(kubelet|containerd|docker)/.+)($|/)';
/** File systems that are views of the kernel or of images, not storage. */
const FILE_SYSTEMS =
  '^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|erofs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tmpfs|tracefs)$';
/** Interfaces the VPC CNI makes for each pod, and the loopback. */
const INTERFACES = '^(lo|veth.*|eni[0-9a-f]{11}|dummy.*|pod-id-link.*|[a-f0-9]{15})$';

/** Cards of EC2: ens5 on Amazon Linux, eth0 on Bottlerocket. */
const NETWORK_CARDS = '^(eth|ens|enp).+$';
/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-network-performance-ena.html */
const ALLOWANCES = '^(bw_in|bw_out|pps|conntrack|linklocal)_allowance_exceeded$';

/** A node-exporter on every node, in a namespace of its own. */
export class NodeExporter extends Construct {
  readonly namespace: string;
  readonly port: number;
  private readonly names = labels('node-exporter', { component: 'exporter', partOf: 'monitoring' });

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NodeExporterProps,
  ) {
    super(scope, id);
    this.namespace = props.namespace ?? NODE_EXPORTER_NAMESPACE;
    this.port = props.port ?? 9100;
    guardedNamespace(this, {
      name: this.namespace,
      podSecurity: 'privileged',
      reason: "node-exporter reads the node's file systems, processes and network; nothing else runs here",
    });
    add(this, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: this.named(),
      automountServiceAccountToken: false,
    });
    this.service();
    this.daemonSet();
  }

  private named() {
    return { name: 'node-exporter', namespace: this.namespace, labels: this.names.all };
  }

  private service() {
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.named(),
      spec: {
        type: 'ClusterIP',
        clusterIP: 'None',
        selector: this.names.selector,
        ports: [{ name: 'metrics', port: this.port, targetPort: 'metrics', protocol: 'TCP' }],
      },
    });
  }

  private daemonSet() {
    const { version } = this.props;
    add(this, {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: this.named(),
      spec: {
        revisionHistoryLimit: 5,
        selector: { matchLabels: this.names.selector },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
        template: {
          metadata: {
            labels: { ...this.names.all, ...(version ? { 'app.kubernetes.io/version': version } : {}) },
          },
          spec: this.pod(),
        },
      },
    });
  }

  private pod(): PodSpec {
    const { image, cpu = '50m', memoryMiB = 128, priorityClass } = this.props;
    const probe = {
      httpGet: { path: '/', port: 'metrics' },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    };
    return {
      serviceAccountName: 'node-exporter',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: priorityClass ?? 'system-node-critical',
      // The exception this namespace is for: the node's own network and processes are what is measured.
      hostNetwork: true,
      hostPID: true,
      securityContext: podSecurity(UID),
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      // A node that is tainted is a node one wants to see.
      tolerations: [{ operator: 'Exists' }],
      terminationGracePeriodSeconds: 30,
      containers: [
        {
          name: 'node-exporter',
          image,
          imagePullPolicy: 'IfNotPresent',
          args: this.arguments(),
          env: [{ name: 'NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }],
          ports: [{ name: 'metrics', containerPort: this.port, hostPort: this.port, protocol: 'TCP' }],
          readinessProbe: probe,
          livenessProbe: { ...probe, failureThreshold: 6 },
          resources: resources(cpu, `${memoryMiB}Mi`),
          // containerd's seccomp profile lets adjtimex, which also reads the clock's state, only to containers with SYS_TIME
          // (contrib/seccomp/seccomp_default.go). The process itself has no capability, as it is not root and cannot become it.
          securityContext: containerSecurity({ capabilities: { drop: ['ALL'], add: ['SYS_TIME'] } }),
          volumeMounts: [
            { name: 'root', mountPath: HOST, mountPropagation: 'HostToContainer', readOnly: true },
            { name: 'sys', mountPath: '/host/sys', mountPropagation: 'HostToContainer', readOnly: true },
          ],
        },
      ],
      volumes: [
        { name: 'root', hostPath: { path: '/', type: 'Directory' } },
        { name: 'sys', hostPath: { path: '/sys', type: 'Directory' } },
      ],
    };
  }

  private arguments(): string[] {
    return [
      // The address the kubelet and Prometheus know, not every interface pods hang on.
      `--web.listen-address=[$(NODE_IP)]:${this.port}`,
      '--web.disable-exporter-metrics',
      `--path.rootfs=${HOST}`,
      `--path.procfs=${HOST}/proc`,
      '--path.sysfs=/host/sys',
      `--path.udev.data=${HOST}/run/udev/data`,
      // What an EC2 instance does not have, or nobody looks at.
      ...['arp', 'btrfs', 'hwmon', 'ipvs', 'mdadm', 'nfs', 'nfsd', 'softnet', 'tapestats', 'wifi', 'zfs'].map(
        (collector) => `--no-collector.${collector}`,
      ),
      `--collector.filesystem.mount-points-exclude=${MOUNTS}`,
      `--collector.filesystem.fs-types-exclude=${FILE_SYSTEMS}`,
      `--collector.netclass.ignored-devices=${INTERFACES}`,
      `--collector.netdev.device-exclude=${INTERFACES}`,
      // What EC2 drops beyond the limits of the instance type is in the driver's counters alone; of those, only these.
      '--collector.ethtool',
      `--collector.ethtool.device-include=${NETWORK_CARDS}`,
      `--collector.ethtool.metrics-include=${ALLOWANCES}`,
    ];
  }
}

export function build(chart: Chart, context: Context<NodeExporterConfig>): void {
  new NodeExporter(chart, 'node-exporter', {
    image: context.image('node-exporter'),
    version: context.catalog.images['node-exporter']?.tag,
    port: context.config.port,
    priorityClass: PRIORITY.critical,
  });
}
