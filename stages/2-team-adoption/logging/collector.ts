import type { ScrapeTarget } from '../../../src/kit/monitoring';
import type { CollectorName, StoreName } from './choices';
import type { CollectionConfig } from './collection';
import { COLLECTION_NAMESPACE, type LogStream } from './logging';

/** What a collector does to a log, and where it brings it. */
export interface CollectorTask extends CollectionConfig {
  readonly streams: readonly LogStream[];
  readonly store: StoreName;
  /** Host name of the store's Service. */
  readonly host: string;
  /** Namespace of the collectors, whose own logs would feed themselves. */
  readonly namespace: string;
}

/** Where a collector finds the login of the store, `username` and `password`. */
export const CREDENTIALS = '/credentials';
/** Where it finds the authority that vouches for the store. */
export const CA = '/tls/ca.crt';

/**
 * The pods' own files, and the newest one the kubelet rotated: what was not read before a rotation, because the collector was
 * away or starting, stands there until the next one, when the kubelet compresses it to `.gz`.
 * Names: kubelet, pkg/kubelet/logs/container_log_manager.go, `<restart>.log.<date>-<time>`.
 */
export const LOG_FILES = ['/var/log/pods/*/*/*.log', '/var/log/pods/*/*/*.log.????????-??????'] as const;

/** Patterns of the files that are not read. */
export function excludedFiles({ namespace, excludeNamespaces }: CollectorTask): string[] {
  return [namespace, ...excludeNamespaces].map((name) => `/var/log/pods/${name}_*/*/*`);
}

/** The scrape target that a collector is. */
export function collectorScrape(
  name: CollectorName,
  containerPort: number,
  beyond: Pick<ScrapeTarget, 'path'> = {},
): ScrapeTarget {
  return {
    job: name,
    namespace: COLLECTION_NAMESPACE,
    service: name,
    port: 'metrics',
    ...beyond,
    sampleLimit: 5000,
    targetLimit: 'nodes',
    podLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name },
    containerPort,
  };
}
