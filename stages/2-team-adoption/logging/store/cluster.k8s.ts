import { Construct } from 'constructs';
import {
  add,
  allow,
  configChecksum,
  disruptionBudget,
  type Flow,
  type Labels,
  labels,
  pods,
} from '../../../../src/kit/kubernetes';
import { STORE_PORT } from '../choices';
import type { StoreNames } from './names';
import { type NodeSetProps, nodeSet, TRANSPORT_PORT } from './node-set.k8s';

export interface StoreClusterProps extends Omit<NodeSetProps, 'labels' | 'checksum'> {
  readonly names: StoreNames;
  /** Files of the nodes by name: settings, `configure.sh`, `ready.sh`. */
  readonly files: Readonly<Record<string, string>>;
  /** Role its service account takes in AWS, through IRSA. @default - none */
  readonly roleArn?: string;
  /** Pods that may call the client port. */
  readonly clients: Flow['peers'];
  /** Ways out beside DNS and the other nodes. @default - none */
  readonly egress?: readonly Flow[];
}

/** What the nodes of a store stand in, whichever store it is: files, account, Services, disruption budget, network policy. */
export class StoreCluster extends Construct {
  readonly labels: Labels;

  constructor(scope: Construct, id: string, props: StoreClusterProps) {
    super(scope, id);
    const { namespace, names, files: data, roleArn } = props;
    this.labels = labels(names.name, { component: 'store', partOf: 'logging' });
    const { all, selector } = this.labels;
    const metadata = { name: names.name, namespace, labels: all };
    add(this, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    add(this, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...metadata, ...(roleArn ? { annotations: { 'eks.amazonaws.com/role-arn': roleArn } } : {}) },
      automountServiceAccountToken: false,
    });
    this.services(props);
    add(this, nodeSet({ ...props, labels: this.labels, checksum: configChecksum(data) }));
    disruptionBudget(this, { name: names.name, namespace, selector, labels: all, evictUnhealthy: false });
    const nodes = { peers: [pods(namespace, selector)], ports: [TRANSPORT_PORT] };
    allow(this, {
      name: names.name,
      namespace,
      pods: selector,
      labels: all,
      ingress: [nodes, { peers: props.clients, ports: [STORE_PORT] }],
      egress: [nodes, ...(props.egress ?? [])],
    });
  }

  private services({ namespace, names }: StoreClusterProps): void {
    const { all, selector } = this.labels;
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: names.nodes, namespace, labels: all },
      spec: {
        clusterIP: 'None',
        // Nodes find each other before any of them is ready.
        publishNotReadyAddresses: true,
        selector,
        ports: [{ name: 'transport', port: TRANSPORT_PORT, targetPort: 'transport', protocol: 'TCP' }],
      },
    });
    add(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: names.name, namespace, labels: all },
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [{ name: 'https', port: STORE_PORT, targetPort: 'https', protocol: 'TCP' }],
      },
    });
  }
}

/** Flat settings, one a line; a JSON value is a YAML value. */
export function flatYaml(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}
