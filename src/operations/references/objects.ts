import type { Fault } from '../../kit/errors';
import { type Inventory, type Item, nameOf } from './inventory';

/** What the cluster or an EKS add-on brings by itself. */
const BROUGHT: Readonly<Record<string, readonly string[]>> = {
  ClusterRole: ['admin', 'cluster-admin', 'edit', 'view', 'system:auth-delegator', 'system:discovery'],
  Role: ['extension-apiserver-authentication-reader'],
  PriorityClass: ['system-cluster-critical', 'system-node-critical'],
  ServiceAccount: ['default'],
  ConfigMap: ['kube-root-ca.crt', 'extension-apiserver-authentication'],
};

interface Reference {
  readonly kind: string;
  readonly name: unknown;
  /** @default - that of the object */
  readonly namespace?: string;
  readonly clusterWide?: boolean;
}

/** References from one object to another by name, except those inside pods. */
export function checkObjects(all: Inventory): Fault[] {
  return all.items.flatMap((item) =>
    referencesOf(item).flatMap((reference) => missing(all, item, reference, nameOf(item))),
  );
}

/** A fault if nothing of that name is there. */
export function missing(all: Inventory, item: Item, reference: Reference, where: string): Fault[] {
  const { kind, name, clusterWide } = reference;
  if (typeof name !== 'string' || name === '') return [];
  const namespace = clusterWide ? undefined : (reference.namespace ?? item.metadata.namespace);
  if (BROUGHT[kind]?.includes(name) || all.has(kind, name, namespace)) return [];
  // What the system itself runs is not ours to list.
  if (namespace === 'kube-system' && item.metadata.namespace !== 'kube-system') return [];
  return [
    {
      where,
      what: `needs ${kind} ${namespace ? `${namespace}/` : ''}${name}, which nothing makes`,
      next: next(kind),
    },
  ];
}

function next(kind: string): string {
  if (kind === 'Secret' || kind === 'ConfigMap')
    return `add it, or name it in the annotation stagecraft.io/makes-${kind.toLowerCase()} of what makes it`;
  return 'add it, or mend the name';
}

const READERS: Readonly<Record<string, (item: Item) => readonly Reference[]>> = {
  RoleBinding: ({ roleRef, subjects }) => [
    { kind: roleRef?.kind, name: roleRef?.name, clusterWide: roleRef?.kind === 'ClusterRole' },
    ...accounts(subjects),
  ],
  ClusterRoleBinding: ({ roleRef, subjects }) => [
    { kind: 'ClusterRole', name: roleRef?.name, clusterWide: true },
    ...accounts(subjects),
  ],
  HorizontalPodAutoscaler: ({ spec }) => [{ kind: spec?.scaleTargetRef?.kind, name: spec?.scaleTargetRef?.name }],
  Ingress: ({ spec }) =>
    [
      spec?.defaultBackend,
      ...(spec?.rules ?? []).flatMap((rule: any) => (rule.http?.paths ?? []).map((p: any) => p.backend)),
    ]
      .filter(Boolean)
      .map((backend: any) => ({ kind: 'Service', name: backend.service?.name })),
  StatefulSet: ({ spec }) => [
    { kind: 'Service', name: spec?.serviceName },
    ...(spec?.volumeClaimTemplates ?? []).map((claim: any) => storageClass(claim.spec?.storageClassName)),
  ],
  PersistentVolumeClaim: ({ spec }) => [storageClass(spec?.storageClassName)],
  ValidatingWebhookConfiguration: ({ webhooks }) => webhookServices(webhooks),
  MutatingWebhookConfiguration: ({ webhooks }) => webhookServices(webhooks),
};

function referencesOf(item: Item): readonly Reference[] {
  const namespace = item.metadata.namespace;
  const own = namespace === undefined ? [] : [{ kind: 'Namespace', name: namespace, clusterWide: true }];
  return [...own.filter(({ name }) => !SYSTEM.has(name)), ...(READERS[item.kind]?.(item) ?? [])];
}

const SYSTEM: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

function storageClass(name: unknown): Reference {
  return { kind: 'StorageClass', name, clusterWide: true };
}

function accounts(subjects: readonly any[] = []): Reference[] {
  return subjects
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ name, namespace }) => ({ kind: 'ServiceAccount', name, namespace }));
}

function webhookServices(webhooks: readonly any[] = []): Reference[] {
  return webhooks.map(({ clientConfig }) => ({
    kind: 'Service',
    name: clientConfig?.service?.name,
    namespace: clientConfig?.service?.namespace,
  }));
}
