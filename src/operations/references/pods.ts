import type { Fault } from '../../kit/errors';
import { containersOf, type Inventory, nameOf, type Workload } from './inventory';
import { missing } from './objects';

/** What pods need by name, and what every container must say. */
export function checkPods(all: Inventory, images: readonly string[]): Fault[] {
  const known = new Set(images);
  return all.workloads.flatMap((workload) => [
    ...references(all, workload),
    ...containersOf(workload.pod).flatMap((container) => checkContainer(workload, container, known)),
  ]);
}

function references(all: Inventory, { item, namespace, pod }: Workload): Fault[] {
  const where = nameOf(item);
  const volumes = (pod.volumes ?? []).flatMap((volume: any) => [volume, ...(volume.projected?.sources ?? [])]);
  const environment = containersOf(pod).flatMap((container) => [
    ...(container.envFrom ?? []).map((from: any) => ({ configMap: from.configMapRef, secret: from.secretRef })),
    ...(container.env ?? []).map(({ valueFrom }: any) => ({
      configMap: valueFrom?.configMapKeyRef,
      secret: valueFrom?.secretKeyRef,
    })),
  ]);
  const named = [...volumes, ...environment].flatMap(({ configMap, secret, persistentVolumeClaim }: any) => [
    configMap?.optional ? {} : { kind: 'ConfigMap', name: configMap?.name },
    secret?.optional ? {} : { kind: 'Secret', name: secret?.secretName ?? secret?.name },
    { kind: 'PersistentVolumeClaim', name: persistentVolumeClaim?.claimName },
  ]);
  return [
    { kind: 'ServiceAccount', name: pod.serviceAccountName },
    { kind: 'PriorityClass', name: pod.priorityClassName, clusterWide: true },
    ...(pod.imagePullSecrets ?? []).map(({ name }: any) => ({ kind: 'Secret', name })),
    ...named,
  ].flatMap((reference: any) => missing(all, item, { namespace, ...reference }, where));
}

function checkContainer({ item, pod }: Workload, container: any, images: ReadonlySet<string>): Fault[] {
  const where = `${nameOf(item)}, container ${container.name}`;
  const { requests = {}, limits = {} } = container.resources ?? {};
  const absent = [
    ...(requests.cpu ? [] : ['requests.cpu']),
    ...(requests.memory ? [] : ['requests.memory']),
    ...(limits.memory ? [] : ['limits.memory']),
  ];
  const volumes = new Set((pod.volumes ?? []).map(({ name }: any) => name));
  const claims = new Set((item.spec?.volumeClaimTemplates ?? []).map(({ metadata }: any) => metadata?.name));
  const unknown = (container.volumeMounts ?? []).filter(({ name }: any) => !volumes.has(name) && !claims.has(name));
  return [
    ...absent.map((field) => ({ where, what: `has no resources.${field}`, next: 'say what it needs' })),
    ...unknown.map(({ name }: any) => ({
      where,
      what: `mounts volume ${name}, which its pod does not have`,
      next: 'add it',
    })),
    ...(images.has(container.image)
      ? []
      : [
          {
            where,
            what: 'has an image that the list of images lacks',
            got: container.image,
            next: 'take it from the catalog',
          },
        ]),
  ];
}
