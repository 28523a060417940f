import type { SynthesizedDirectory } from '../../kit/synthesis';

/** A Kubernetes object whose fields are looked at freely. */
export interface Item {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
  readonly [field: string]: any;
}

export type Labels = Readonly<Record<string, string>>;

/** A workload and the pods it makes. */
export interface Workload {
  readonly item: Item;
  readonly namespace: string;
  readonly labels: Labels;
  /** Pod specification. */
  readonly pod: any;
}

export interface Inventory {
  readonly items: readonly Item[];
  readonly workloads: readonly Workload[];
  readonly namespaces: ReadonlySet<string>;
  /** Whether an object is there, or promised by one that makes it. */
  has(kind: string, name: string, namespace?: string): boolean;
}

/** Namespaces every cluster has. */
const BUILT_IN = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** On any object that makes Secrets or ConfigMaps when it runs, such as a bootstrap Job: their names, with commas between. */
const PROMISES: Readonly<Record<string, string>> = {
  Secret: 'stagecraft.io/makes-secret',
  ConfigMap: 'stagecraft.io/makes-configmap',
};

export function inventory(directories: readonly SynthesizedDirectory[]): Inventory {
  const items = directories.flatMap(({ objects }) => objects) as readonly Item[];
  const known = new Set(items.flatMap((item) => [idOf(item), ...promisedBy(item)]));
  const names = items.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  return {
    items,
    workloads: items.flatMap(workloadOf),
    namespaces: new Set([...BUILT_IN, ...names]),
    has: (kind, name, namespace = '') => known.has(`${kind}|${namespace}|${name}`) || known.has(`${kind}|*|${name}`),
  };
}

/** `Deployment monitoring/grafana`, as people name an object. */
export function nameOf({ kind, metadata: { name, namespace } }: Item): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

function idOf({ kind, metadata: { name, namespace = '' } }: Item): string {
  return `${kind}|${namespace}|${name}`;
}

function promisedBy(item: Item): string[] {
  const { kind, metadata, spec } = item;
  const { name, namespace = '', annotations = {} } = metadata;
  const named = Object.entries(PROMISES).flatMap(([made, annotation]) =>
    (annotations[annotation] ?? '').split(',').flatMap((text) => {
      const [first = '', second] = text.trim().split('/');
      return first === ''
        ? []
        : [second === undefined ? `${made}|${namespace}|${first}` : `${made}|${first}|${second}`];
    }),
  );
  if (kind === 'Certificate') named.push(`Secret|${namespace}|${spec?.secretName}`);
  if (kind === 'ExternalSecret') named.push(`Secret|${namespace}|${spec?.target?.name ?? name}`);
  if (kind === 'Bundle') named.push(`ConfigMap|*|${name}`, `Secret|*|${name}`);
  return named;
}

function workloadOf(item: Item): Workload[] {
  const { kind, metadata, spec } = item;
  const template =
    kind === 'Pod'
      ? item
      : kind === 'CronJob'
        ? spec?.jobTemplate?.spec?.template
        : hasTemplate(kind) && spec?.template;
  if (!template?.spec) return [];
  const labels = template.metadata?.labels ?? {};
  return [{ item, namespace: metadata.namespace ?? 'default', labels, pod: template.spec }];
}

function hasTemplate(kind: string): boolean {
  return ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'].includes(kind);
}

/** Every container of a pod. */
export function containersOf(pod: any): any[] {
  return [...(pod.initContainers ?? []), ...(pod.containers ?? []), ...(pod.ephemeralContainers ?? [])];
}

/** Whether a label selector picks these labels; an empty one picks everything. */
export function selects(selector: any, labels: Labels): boolean {
  const equal = Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (selector?.matchExpressions ?? []).every((expression: any) => fits(expression, labels));
}

function fits({ key, operator, values = [] }: any, labels: Labels): boolean {
  const value = labels[key];
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  return values.includes(value) === (operator === 'In');
}
