import type { SynthesizedDirectory } from '../kit/synthesis';

/** Every image the objects name themselves: of containers, of image volumes, of custom resources. Sorted. */
export function imagesOf(directories: readonly SynthesizedDirectory[]): string[] {
  const found = new Set<string>();
  for (const { objects } of directories)
    for (const object of objects) if (object.kind !== 'ConfigMap') collect(object, found);
  return [...found].sort();
}

function collect(value: unknown, found: Set<string>): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    if (key !== 'image') collect(inner, found);
    else if (typeof inner === 'string') found.add(inner);
    else if (typeof inner?.reference === 'string') found.add(inner.reference);
    else collect(inner, found);
  }
}
