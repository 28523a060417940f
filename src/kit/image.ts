/** A container image, pinned. */
export interface ImageRef {
  /** Registry and path, for example `quay.io/prometheus/prometheus`. */
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…`, only where it was confirmed. */
  readonly digest?: string;
}

/**
 * The reference a pod uses: tag always, digest where one is confirmed. With `registry`, the image's own registry is
 * replaced and its path kept, which is how a pull-through cache or a mirror lays images out.
 */
export function imageReference(image: ImageRef, registry?: string): string {
  const repository = registry ? `${registry}/${withoutRegistry(image.repository)}` : image.repository;
  return `${repository}:${image.tag}${image.digest ? `@${image.digest}` : ''}`;
}

function withoutRegistry(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  return rest.length > 0 && /[.:]/.test(first) ? rest.join('/') : repository;
}
