import type { Fault } from '../../kit/errors';
import { containersOf, type Inventory, type Item, type Labels, nameOf, selects, type Workload } from './inventory';

/** Selectors that pick nothing, and ports that nobody opens. */
export function checkSelectors(all: Inventory): Fault[] {
  return all.items.flatMap((item) => [...ownTemplate(all, item), ...service(all, item), ...budget(all, item)]);
}

function ownTemplate({ workloads }: Inventory, item: Item): Fault[] {
  const workload = workloads.find((other) => other.item === item);
  const selector = item.spec?.selector;
  if (!workload || !selector || item.kind === 'Job' || selects(selector, workload.labels)) return [];
  return [
    {
      where: nameOf(item),
      what: 'selects none of the pods of its own template',
      got: selector,
      next: 'give both the same labels',
    },
  ];
}

function podsOf({ workloads }: Inventory, namespace: string | undefined, labels: Labels): Workload[] {
  return workloads.filter((w) => w.namespace === namespace && selects({ matchLabels: labels }, w.labels));
}

function service(all: Inventory, item: Item): Fault[] {
  const { selector, ports = [] } = item.spec ?? {};
  if (item.kind !== 'Service' || !selector || item.metadata.namespace === 'kube-system') return [];
  const behind = podsOf(all, item.metadata.namespace, selector);
  if (behind.length === 0)
    return [{ where: nameOf(item), what: 'selects no pods', got: selector, next: 'mend the selector' }];
  const open = new Set(
    behind.flatMap(({ pod }) =>
      containersOf(pod).flatMap(({ ports: own = [] }) => own.flatMap((p: any) => [p.name, p.containerPort])),
    ),
  );
  return ports
    .map(({ targetPort, port }: any) => targetPort ?? port)
    .filter((target: unknown) => !open.has(target))
    .map((target: unknown) => ({
      where: nameOf(item),
      what: 'targets a port that no container opens',
      got: target,
      next: 'name a port of its pods',
    }));
}

function budget(all: Inventory, { kind, metadata, spec, ...rest }: Item): Fault[] {
  if (kind !== 'PodDisruptionBudget') return [];
  const picked = all.workloads.some((w) => w.namespace === metadata.namespace && selects(spec?.selector, w.labels));
  if (picked) return [];
  return [
    {
      where: nameOf({ kind, metadata, ...rest }),
      what: 'guards no pods',
      got: spec?.selector,
      next: 'mend the selector',
    },
  ];
}

/** Flows of network policies to and from pods that nothing of ours makes. */
export function emptyPeers(all: Inventory): Fault[] {
  return all.items
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap((item) => {
      const { ingress = [], egress = [] } = item.spec ?? {};
      const peers = [
        ...ingress.flatMap((rule: any) => rule.from ?? []),
        ...egress.flatMap((rule: any) => rule.to ?? []),
      ];
      return peers
        .filter((peer) => isEmpty(all, item, peer))
        .map((got) => ({
          where: nameOf(item),
          what: 'allows a flow with pods that nothing here makes',
          got,
          next: "mend the labels, if it is not another's",
        }));
    });
}

function isEmpty({ workloads }: Inventory, item: Item, { namespaceSelector, podSelector }: any): boolean {
  const namespace = namespaceSelector
    ? namespaceSelector.matchLabels?.['kubernetes.io/metadata.name']
    : item.metadata.namespace;
  const ours = new Set(workloads.map((w) => w.namespace));
  if (podSelector === undefined || namespace === undefined || !ours.has(namespace) || namespace === 'kube-system')
    return false;
  return !workloads.some((w) => w.namespace === namespace && selects(podSelector, w.labels));
}
