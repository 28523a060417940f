import type { Construct } from 'constructs';
import type { Caller } from '../monitoring';
import { add } from './add';
import type { LabelSelector, NetworkPolicyPeer, NetworkPolicyPort } from './api';
import { DNS_ADDRESS } from './dns';

/** One allowed flow: who, and on which ports. */
export interface Flow {
  /** Who may be on the other side. An empty list means anyone, so it is never the default. */
  readonly peers: readonly NetworkPolicyPeer[];
  /** Ports on the receiving pod, as the policy engine sees them: container ports, not service ports. */
  readonly ports: readonly FlowPort[];
}

export type FlowPort =
  | number
  | { readonly port: number; readonly protocol?: 'TCP' | 'UDP' | 'SCTP'; readonly endPort?: number };

export interface AllowProps {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the pods it is about. */
  readonly pods: Readonly<Record<string, string>>;
  readonly ingress?: readonly Flow[];
  readonly egress?: readonly Flow[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Allows exactly the flows a workload needs, on top of the namespace's default deny. */
export function allow(scope: Construct, { name, namespace, pods, ingress, egress, labels }: AllowProps) {
  return add(scope, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace, labels: { ...labels } },
    spec: {
      podSelector: selector(pods),
      policyTypes: [...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])],
      ...(ingress
        ? { ingress: ingress.map(({ peers, ports }) => ({ from: [...peers], ports: ports.map(toPort) })) }
        : {}),
      ...(egress ? { egress: egress.map(({ peers, ports }) => ({ to: [...peers], ports: ports.map(toPort) })) } : {}),
    },
  });
}

function toPort(port: FlowPort): NetworkPolicyPort {
  return typeof port === 'number' ? { port, protocol: 'TCP' } : { protocol: 'TCP', ...port };
}

/** Denies all traffic of a namespace in both directions. */
export function denyAll(scope: Construct, namespace: string, labels: Readonly<Record<string, string>> = {}) {
  return add(scope, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'default-deny', namespace, labels: { ...labels } },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
}

/** Where names are resolved: pods by label, since a range would hide port rules on EKS, and the address of {@link DNS_ADDRESS} alone. */
export function dnsFlow(scope: Construct): Flow {
  const address: unknown = scope.node.tryGetContext(DNS_ADDRESS);
  return {
    peers: [
      pods('kube-system', { 'k8s-app': 'kube-dns' }),
      ...(typeof address === 'string' ? cidrs([`${address}/32`]) : []),
    ],
    ports: [{ port: 53, protocol: 'UDP' }, 53],
  };
}

/** Lets every pod of a namespace resolve names. */
export function allowDns(scope: Construct, namespace: string, labels: Readonly<Record<string, string>> = {}) {
  const { peers, ports } = dnsFlow(scope);
  return add(scope, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'allow-dns', namespace, labels: { ...labels } },
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [...peers], ports: ports.map(toPort) }],
    },
  });
}

/** Pods of a namespace by label; without labels, all of them. */
export function pods(namespace: string, labels: Readonly<Record<string, string>> = {}): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: selector(labels),
  };
}

/** All pods are `{}`: an empty map of labels is dropped by the API server, so every apply would change it back. */
function selector(labels: Readonly<Record<string, string>>): LabelSelector {
  return Object.keys(labels).length > 0 ? { matchLabels: { ...labels } } : {};
}

/** Pods of every namespace by label. */
export function podsAnywhere(labels: Readonly<Record<string, string>>): NetworkPolicyPeer {
  return { namespaceSelector: {}, podSelector: { matchLabels: { ...labels } } };
}

/** Who may call, as components name them: pods or a range. */
export function callers(all: readonly Caller[]): NetworkPolicyPeer[] {
  return all.map((one) => ('cidr' in one ? { ipBlock: { cidr: one.cidr } } : pods(one.namespace, one.podLabels)));
}

/** Address ranges. */
export function cidrs(ranges: readonly string[]): NetworkPolicyPeer[] {
  return ranges.map((cidr) => ({ ipBlock: { cidr } }));
}
