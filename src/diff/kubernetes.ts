import { UserError } from '../kit/errors';
import { type Explain, finish } from './finish';
import { kubernetesKeys } from './lists';
import type { Action, Bundle, Change, CompareOptions, KubernetesObject, ObjectSide } from './model';
import { readersOf } from './readers';
import { KUBERNETES_RULES } from './rules/kubernetes';
import { judge, type Subject } from './rules/rule';
import { byCodePoint, compareValues } from './values';

/** Kinds in the order a reader, and a fresh cluster, wants them; every other kind stands between the two groups. */
const FIRST = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'VolumeSnapshotClass',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'NetworkPolicy',
  'ConfigMap',
  'Secret',
  'PersistentVolumeClaim',
  'Service',
  'DaemonSet',
  'Deployment',
  'StatefulSet',
  'Job',
  'CronJob',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'Ingress',
];
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** An object as the API server tells it from others: a new version of its API is still the same object. */
function identityOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return [group, kind, metadata.namespace ?? '', metadata.name].join('|');
}

/** `Deployment monitoring/grafana`, as people name an object. */
export function nameOf({ kind, metadata: { name, namespace } }: KubernetesObject): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** Changes of the Kubernetes side; neither the directory nor the layer an object stands in is part of it. */
export function compareKubernetes(before: Bundle, after: Bundle, options: CompareOptions, explain: Explain): Change[] {
  const [old, now] = [objectsOf(before), objectsOf(after)];
  const readers = readersOf([...before.kubernetes, ...after.kubernetes].map(({ object }) => object));
  const namespaces = new Set(
    before.kubernetes.flatMap(({ object: { kind, metadata } }) => (kind === 'Namespace' ? [metadata.name] : [])),
  );
  const pairs = [...new Set([...old.keys(), ...now.keys()])].map((id): Pair => [old.get(id), now.get(id)]);
  return pairs.sort(inOrder).flatMap(([a, b]) => {
    const either = b ?? a;
    if (!either) return [];
    const { kind, metadata } = either.object;
    const differences = a && b ? compareValues(a.object, b.object, kubernetesKeys(options.mergeKeys[kind])) : [];
    if (a && b && differences.length === 0) return [];
    const subject: Subject = {
      type: kind,
      action: actionOf([a, b]),
      before: a?.object,
      after: b?.object,
      differences,
      readers: readers.get(`${kind}|${metadata.namespace ?? ''}|${metadata.name}`) ?? [],
      inOldNamespace: namespaces.has(metadata.namespace ?? ''),
    };
    return [changeOf(either, subject, explain)];
  });
}

type Pair = readonly [ObjectSide | undefined, ObjectSide | undefined];

function actionOf([before, after]: Pair): Action {
  if (!before) return 'added';
  return after ? 'changed' : 'removed';
}

function changeOf({ object, component }: ObjectSide, subject: Subject, explain: Explain): Change {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  return finish({
    side: 'kubernetes',
    action: subject.action,
    identity: { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name },
    name: nameOf(object),
    verdicts: judge(subject, KUBERNETES_RULES),
    why: explain(component),
    differences: subject.differences,
  });
}

function objectsOf({ kubernetes }: Bundle): Map<string, ObjectSide> {
  const found = new Map<string, ObjectSide>();
  for (const side of kubernetes) {
    const id = identityOf(side.object);
    const other = found.get(id);
    if (other)
      throw new UserError({
        where: nameOf(side.object),
        what: `is there twice${other.component ? `: from ${other.component} and from ${side.component}` : ''}`,
        allowed: 'one object of an API group, kind, namespace and name',
        next: 'remove or rename one of them',
      });
    found.set(id, side);
  }
  return found;
}

function inOrder([a1, b1]: Pair, [a2, b2]: Pair): number {
  const [x, y] = [b1 ?? a1, b2 ?? a2];
  if (!x || !y) return 0;
  return (
    (x.layer ?? 0) - (y.layer ?? 0) ||
    rank(x.object.kind) - rank(y.object.kind) ||
    byCodePoint(x.object.kind, y.object.kind) ||
    byCodePoint(x.object.metadata.namespace ?? '', y.object.metadata.namespace ?? '') ||
    byCodePoint(x.object.metadata.name, y.object.metadata.name) ||
    byCodePoint(x.object.apiVersion, y.object.apiVersion)
  );
}

function rank(kind: string): number {
  const first = FIRST.indexOf(kind);
  if (first >= 0) return first;
  return FIRST.length + 1 + LAST.indexOf(kind);
}
