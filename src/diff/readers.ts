import type { KubernetesObject } from './model';
import { byCodePoint } from './values';

/**
 * Workloads that mount a ConfigMap or Secret or take their environment from it, by `kind|namespace|name` of what is read.
 */
export function readersOf(objects: readonly KubernetesObject[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const object of objects) {
    const pod = podOf(object);
    if (!pod) continue;
    const { kind, metadata } = object;
    for (const read of readBy(pod)) {
      const id = `${read.kind}|${metadata.namespace ?? ''}|${read.name}`;
      found.set(id, (found.get(id) ?? new Set()).add(`${kind} ${metadata.name}`));
    }
  }
  return new Map([...found].map(([id, workloads]) => [id, [...workloads].sort(byCodePoint)]));
}

/** Pod specification of a long-running workload; a Job reads what is there when it runs. */
function podOf({ kind, spec }: KubernetesObject): any {
  return ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind) ? (spec as any)?.template?.spec : undefined;
}

interface Read {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
}

function readBy(pod: any): Read[] {
  const volumes = (pod.volumes ?? []).flatMap((volume: any) => [volume, ...(volume.projected?.sources ?? [])]);
  const containers = [...(pod.initContainers ?? []), ...(pod.containers ?? [])];
  const environment = containers.flatMap((container: any) => [
    ...(container.envFrom ?? []).map((from: any) => ({ configMap: from.configMapRef, secret: from.secretRef })),
    ...(container.env ?? []).map(({ valueFrom }: any) => ({
      configMap: valueFrom?.configMapKeyRef,
      secret: valueFrom?.secretKeyRef,
    })),
  ]);
  return [...volumes, ...environment].flatMap(({ configMap, secret }: any): Read[] => [
    ...named('ConfigMap', configMap?.name),
    ...named('Secret', secret?.secretName ?? secret?.name),
  ]);
}

function named(kind: Read['kind'], name: unknown): Read[] {
  return typeof name === 'string' ? [{ kind, name }] : [];
}
