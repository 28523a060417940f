import { type Fault, UserError } from '../kit/errors';
import type { CustomObject } from '../kit/kubernetes';
import type { SynthesizedDirectory } from '../kit/synthesis';
import { readDocuments } from './documents';

/** Directory of the team's own objects in a bundle, and under `kubernetes/`. */
const DIRECTORY = 'extensions';

/**
 * The team's own objects, `extensions/kubernetes/*.yaml`, as one more directory of the last layer.
 *
 * @throws UserError with every document that is no object, or is one of ours already
 */
export function readExtensions(bundle: string, ours: readonly SynthesizedDirectory[]): SynthesizedDirectory[] {
  const { documents, faults: unread } = readDocuments(bundle, `${DIRECTORY}/kubernetes`);
  const faults: Fault[] = [...unread];
  const objects: CustomObject[] = [];
  const taken = new Set(ours.flatMap((d) => d.objects.map(identity)));
  for (const { value, place } of documents) {
    const object = value as CustomObject;
    const what = faultOf(object, taken);
    if (what) {
      faults.push({ ...place([]), where: String(object.kind ?? 'document'), what, allowed: ALLOWED, next: NEXT });
      continue;
    }
    taken.add(identity(object));
    objects.push(object);
  }
  if (faults.length > 0) throw new UserError(faults);
  return objects.length > 0 ? [{ name: DIRECTORY, component: DIRECTORY, layer: 'platform', objects }] : [];
}

const ALLOWED = 'Kubernetes objects with apiVersion, kind and metadata.name, each of them once';
const NEXT = 'correct the document; extensions/README.md of a bundle says what is read';

/** What the API server takes: a name is part of an address, so it has neither slash nor space. */
const FORMS = {
  apiVersion: /^(?:[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[a-z0-9]+$/,
  kind: /^[A-Za-z][A-Za-z0-9]*$/,
  'metadata.name': /^[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?$/,
  'metadata.namespace': /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
} as const;

function faultOf(object: any, taken: ReadonlySet<string>): string | undefined {
  const { apiVersion, kind, metadata } = object ?? {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata?.name !== 'string')
    return 'has no apiVersion, kind or metadata.name';
  const { name, namespace } = metadata;
  const given = { apiVersion, kind, 'metadata.name': name, 'metadata.namespace': namespace ?? 'default' };
  const bad = Object.entries(FORMS).find(([key, form]) => !form.test(String(given[key as keyof typeof FORMS])));
  if (bad) return `${bad[0]} does not have the form the API takes`;
  return taken.has(identity(object)) ? `${kind} ${name} is there already; change it with a patch` : undefined;
}

function identity({ apiVersion, kind, metadata }: CustomObject): string {
  return [apiVersion.split('/').at(-2) ?? '', kind, metadata.namespace ?? '', metadata.name].join('|');
}
