import { type Fault, UserError } from '../kit/errors';
import type { CustomObject } from '../kit/kubernetes';
import type { SynthesizedDirectory } from '../kit/synthesis';
import { readDocuments, yamlFiles } from './patches/read';

/** Directory of the team's own objects in a bundle, and under `kubernetes/`. */
const DIRECTORY = 'extensions';

/**
 * The team's own objects, `extensions/kubernetes/*.yaml`, as one more directory of the last layer.
 *
 * @throws UserError with every document that is no object, or is one of ours already
 */
export function readExtensions(bundle: string, ours: readonly SynthesizedDirectory[]): SynthesizedDirectory[] {
  const faults: Fault[] = [];
  const objects: CustomObject[] = [];
  const taken = new Set(ours.flatMap((d) => d.objects.map(identity)));
  const documents = yamlFiles(bundle, `${DIRECTORY}/kubernetes`).flatMap((file) => readDocuments(bundle, file));
  for (const { document, place } of documents) {
    const [syntax] = document.errors;
    const object = syntax ? undefined : document.toJS();
    if (object === null) continue;
    const what = syntax ? `is not YAML: ${syntax.message.split('\n')[0]}` : faultOf(object, taken);
    if (what) {
      faults.push({ ...place([]), where: object?.kind ?? 'document', what, allowed: ALLOWED });
      continue;
    }
    taken.add(identity(object));
    objects.push(object);
  }
  if (faults.length > 0) throw new UserError(faults);
  return objects.length > 0 ? [{ name: DIRECTORY, component: DIRECTORY, layer: 'platform', objects }] : [];
}

const ALLOWED = 'Kubernetes objects with apiVersion, kind and metadata.name, each of them once';

function faultOf(object: any, taken: ReadonlySet<string>): string | undefined {
  const { apiVersion, kind, metadata } = object ?? {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata?.name !== 'string')
    return 'has no apiVersion, kind or metadata.name';
  return taken.has(identity(object)) ? `${kind} ${metadata.name} is there already; change it with a patch` : undefined;
}

function identity({ apiVersion, kind, metadata }: CustomObject): string {
  return [apiVersion.split('/').at(-2) ?? '', kind, metadata.namespace ?? '', metadata.name].join('|');
}
