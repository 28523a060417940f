import type { RawConfig } from '../../src/config';
import { ladder } from '../../stages';
import { CHOICES } from '../support/resolved';
import { manifests, objects } from '../support/synth';

/** A pod of a rendered workload, as network policies see it. */
interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly hostNetwork: boolean;
  readonly ports: readonly number[];
}

/** One rule of one policy that names pods on its other side. */
interface Rule {
  readonly name: string;
  readonly pods: readonly Pod[];
  readonly peer: any;
  readonly ports: readonly any[];
}

type Direction = 'Ingress' | 'Egress';

/** Pods that EKS runs, which no workload of a bundle renders; what they may do is not ours to say. */
const OF_EKS = [{ 'k8s-app': 'kube-dns' }];
/** Pods that people bring: namespaces opt in with this label, on ports that only their annotations say. */
const BROUGHT = 'stagecraft.io/scrape';
/** Who may call before there is anybody: the scraper comes a stage after what it scrapes. */
const AWAITED = [{ stage: 1, labels: { 'app.kubernetes.io/name': 'prometheus' } }];
/** EKS add-ons, whose policies we write and whose pods we do not. */
const ADD_ONS = ['kube-system/metrics-server'];
/** Their namespaces of their own. */
const ADD_ON_NAMESPACES = ['cert-manager'];

class Flows {
  readonly namespaces: ReadonlyMap<string, Record<string, string>>;
  readonly pods: readonly Pod[];
  readonly policies: readonly any[];

  constructor(all: readonly any[]) {
    const named = (name: string, labels = {}) => [name, { ...labels, 'kubernetes.io/metadata.name': name }] as const;
    const declared = all.filter(({ kind }) => kind === 'Namespace');
    this.namespaces = new Map([
      named('kube-system'),
      ...declared.map(({ metadata: { name, labels } }) => named(name, labels)),
    ]);
    this.pods = all.flatMap(podOf);
    this.policies = all.filter(({ kind }) => kind === 'NetworkPolicy');
  }

  selected({ metadata, spec }: any): Pod[] {
    return this.pods.filter(
      (pod) => pod.namespace === metadata.namespace && !pod.hostNetwork && selects(spec.podSelector, pod.labels),
    );
  }

  /** Rules of a direction that name pods. */
  rules(direction: Direction): Rule[] {
    return this.policies.flatMap((policy) =>
      rulesOf(policy, direction).flatMap(({ peers, ports }) =>
        peers
          .filter(({ ipBlock }: any) => !ipBlock)
          .map((peer: any) => ({ name: nameOf(policy), pods: this.selected(policy), peer, ports })),
      ),
    );
  }

  meets(peer: any, pod: Pod, from: string): boolean {
    const there = peer.namespaceSelector
      ? selects(peer.namespaceSelector, this.namespaces.get(pod.namespace) ?? {})
      : pod.namespace === from;
    return there && selects(peer.podSelector ?? {}, pod.labels);
  }

  matching(peer: any): Pod[] {
    return this.pods.filter((pod) => this.meets(peer, pod, ''));
  }

  /** Whether the policies of a pod let it speak, or be spoken to, by another pod on a port. */
  allows(pod: Pod, direction: Direction, other: Pod, port: any): boolean {
    const mine = this.policies.filter(
      (policy) => policy.spec.policyTypes.includes(direction) && this.selected(policy).includes(pod),
    );
    const rules = mine.flatMap((policy) => rulesOf(policy, direction));
    return (
      mine.length === 0 ||
      rules.some(
        ({ peers, ports }) =>
          peers.some((peer: any) => !peer.ipBlock && this.meets(peer, other, pod.namespace)) &&
          ports.some((allowed: any) => covers(allowed, port)),
      )
    );
  }
}

function podOf({ kind, metadata, spec }: any): Pod[] {
  const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
  if (!template?.spec?.containers) return [];
  const { hostNetwork = false, containers, initContainers = [] } = template.spec;
  const ports = [...containers, ...initContainers].flatMap(({ ports: of = [] }: any) =>
    of.map(({ containerPort }: any) => containerPort),
  );
  return [{ name: metadata.name, namespace: metadata.namespace, labels: template.metadata.labels, hostNetwork, ports }];
}

function rulesOf({ spec }: any, direction: Direction): { peers: any[]; ports: any[] }[] {
  if (direction === 'Egress') return (spec.egress ?? []).map(({ to, ports }: any) => ({ peers: to, ports }));
  return (spec.ingress ?? []).map(({ from, ports }: any) => ({ peers: from, ports }));
}

function selects({ matchLabels = {} }: any, labels: Record<string, string>): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

function covers(allowed: any, wanted: any): boolean {
  const last = (port: any) => port.endPort ?? port.port;
  return allowed.protocol === wanted.protocol && allowed.port <= wanted.port && last(wanted) <= last(allowed);
}

function nameOf({ metadata: { namespace, name } }: any): string {
  return `${namespace}/${name}`;
}

const platforms: readonly (readonly [string, RawConfig])[] = [
  ...ladder.map(({ number }) => [`stage ${number}`, { stage: number }] as const),
  ['Karpenter', { stage: 2, cluster: { compute: { type: 'karpenter' } } }],
  ['Auto Mode', { stage: 2, cluster: { compute: { type: 'auto' } } }],
  ...CHOICES.map((choice) => [JSON.stringify(choice), { stage: 2, ...choice }] as const),
  ['no annotated scrapes', { stage: 2, prometheus: { annotations: { enabled: false } } }],
];

describe.each(platforms)('%s', (_, raw) => {
  let all: Flows;
  beforeAll(async () => {
    all = new Flows(objects(await manifests(raw)));
  });

  test('what a pod may call lets it in, on a port it listens on', () => {
    const faults = all.rules('Egress').flatMap(({ name, pods, peer, ports }) => {
      const callees = all.matching(peer);
      if (callees.length === 0) return elsewhere(peer) ? [] : [`${name} calls nobody: ${JSON.stringify(peer)}`];
      return callees.flatMap((callee) =>
        ports.flatMap((port) => [
          ...(callee.hostNetwork ? [`${name} names ${callee.name}, which is on its node's network`] : []),
          ...(callee.ports.includes(port.port) ? [] : [`${callee.name} does not listen on ${port.port} (${name})`]),
          ...pods
            .filter((caller) => !all.allows(callee, 'Ingress', caller, port))
            .map((caller) => `${callee.name} does not let ${caller.name} in on ${port.port} (${name})`),
        ]),
      );
    });
    expect(faults).toEqual([]);
  });

  test('whom a pod lets in is there and may call it', () => {
    const faults = all.rules('Ingress').flatMap(({ name, pods, peer, ports }) => {
      const callers = all.matching(peer);
      if (callers.length === 0)
        return awaited(peer, raw) ? [] : [`${name} lets in who is not there: ${JSON.stringify(peer)}`];
      return callers.flatMap((caller) =>
        ports.flatMap((port) =>
          pods
            .filter((callee) => !all.allows(caller, 'Egress', callee, port))
            .map((callee) => `${caller.name} may not call ${callee.name} on ${port.port}, which ${name} lets in`),
        ),
      );
    });
    expect(faults).toEqual([]);
  });

  test('every policy is about pods that are there, and no pod is left without both directions', () => {
    const idle = all.policies.filter(
      (policy) =>
        policy.spec.podSelector.matchLabels && all.selected(policy).length === 0 && !ADD_ONS.includes(nameOf(policy)),
    );
    expect(idle.map(nameOf)).toEqual([]);
    const bare = all.pods.filter(
      (pod) =>
        !pod.hostNetwork &&
        (['Ingress', 'Egress'] as const).some(
          (direction) =>
            !all.policies.some(
              (policy) => policy.spec.policyTypes.includes(direction) && all.selected(policy).includes(pod),
            ),
        ),
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });
});

/** Pods outside the bundle that policies may name. */
function elsewhere({ namespaceSelector, podSelector }: any): boolean {
  return (
    ADD_ON_NAMESPACES.includes(namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name']) ||
    OF_EKS.some((labels) => JSON.stringify(labels) === JSON.stringify(podSelector?.matchLabels)) ||
    BROUGHT in (namespaceSelector?.matchLabels ?? {})
  );
}

function awaited({ podSelector }: any, { stage }: RawConfig): boolean {
  return AWAITED.some(
    (one) => one.stage === stage && JSON.stringify(one.labels) === JSON.stringify(podSelector?.matchLabels),
  );
}
