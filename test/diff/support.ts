import { type Bundle, type Change, type CompareOptions, compareBundles, type KubernetesObject } from '../../src/diff';
import mergeKeys from '../../src/kit/kubernetes/merge-keys.json';

const EMPTY: Bundle = { terraform: [], kubernetes: [], files: [] };

/** A bundle of Kubernetes objects alone. */
export function cluster(...objects: object[]): Bundle {
  return { ...EMPTY, kubernetes: objects.map((object) => ({ object: object as KubernetesObject })) };
}

/** A bundle of one Terraform stack. */
export function stack(resource: object, rest: object = {}): Bundle {
  return { ...EMPTY, terraform: [{ name: 'cluster', document: { resource, ...rest } }] };
}

/** A bundle of files alone. */
export function files(texts: Readonly<Record<string, string>>): Bundle {
  return { ...EMPTY, files: Object.entries(texts).map(([path, text]) => ({ path, text })) };
}

export function changes(before: Bundle, after: Bundle, options: Partial<CompareOptions> = {}): readonly Change[] {
  return compareBundles(before, after, { mergeKeys, ...options }).changes;
}

/** The one change of a comparison. */
export function change(before: Bundle, after: Bundle, options: Partial<CompareOptions> = {}): Change {
  const [first, ...rest] = changes(before, after, options);
  if (!first || rest.length > 0) throw new Error(`${rest.length + (first ? 1 : 0)} changes, not one`);
  return first;
}

/** A Deployment with some of its specification replaced. */
export function deployment(spec: object = {}, pod: object = {}): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            { name: 'web', image: 'web:1', env: [{ name: 'A', value: '1' }] },
            { name: 'side', image: 'side:1' },
          ],
          ...pod,
        },
      },
      ...spec,
    },
  };
}

/** Any object by kind. */
export function object(kind: string, fields: object = {}, apiVersion = 'v1', name = 'web'): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...fields } as KubernetesObject;
}
