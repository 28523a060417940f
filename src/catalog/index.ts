import type { ImageRef } from '../kit/image';
import versions from './versions.json';

/** Where a fact of the catalog comes from. */
export interface Sourced {
  /** Page, tag or file it was read from. */
  readonly source: string;
  /** Day it was read, ISO. @default - the catalog's own date */
  readonly checked?: string;
}

export interface CatalogImage extends ImageRef, Sourced {}

export interface CatalogKubernetes {
  readonly standardSupportEnds: string;
  readonly extendedSupportEnds: string;
}

/** An EKS add-on: one version a Kubernetes minor. */
export interface CatalogAddon extends Sourced {
  /** Version by Kubernetes minor; a minor that is missing has none confirmed. */
  readonly versions: Readonly<Record<string, string>>;
}

/** A pinned upstream release that the delivery shape references instead of rewriting it. */
export interface CatalogRelease extends Sourced {
  readonly url: string;
  readonly version: string;
  readonly sha256?: string;
}

/** The one dated data file of versions and images. */
export interface Catalog {
  readonly checked: string;
  readonly kubernetes: {
    readonly default: string;
    readonly versions: Readonly<Record<string, CatalogKubernetes>>;
    readonly source: string;
  };
  readonly terraform: {
    readonly required: string;
    readonly source: string;
    readonly providers: {
      readonly aws: { readonly source: string; readonly version: string; readonly tested: string };
    };
  };
  /** Upstream releases that are referenced, not rewritten, by name. */
  readonly releases: Readonly<Record<string, CatalogRelease>>;
  readonly addons: Readonly<Record<string, CatalogAddon>>;
  readonly images: Readonly<Record<string, CatalogImage>>;
}

export const catalog: Catalog = versions;

/** @throws Error when the catalog has no such release: a mistake of ours, never of a user */
export function catalogRelease(from: Catalog, key: string): CatalogRelease {
  const release = from.releases[key];
  if (!release) throw new Error(`no release ${key} in the catalog`);
  return release;
}

/** @throws Error when the catalog has no such image: a mistake of ours, never of a user */
export function catalogImage(from: Catalog, key: string): CatalogImage {
  const image = from.images[key];
  if (!image) throw new Error(`no image ${key} in the catalog`);
  return image;
}
