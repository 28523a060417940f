/** Names both faces and the clients of a store compute instead of reading them from each other. None can change later. */
export interface StoreNames {
  /** StatefulSet, service account, client Service. */
  readonly name: string;
  /** Headless Service the nodes find each other by. */
  readonly nodes: string;
  readonly transportSecret: string;
  readonly httpSecret: string;
  readonly setup: string;
  readonly exporter: string;
  readonly exporterSecret: string;
  /** Snapshot repository, and the policy that fills it. */
  readonly repository: string;
}

export function storeNames(name: string): StoreNames {
  return {
    name,
    nodes: `${name}-nodes`,
    transportSecret: `${name}-transport-tls`,
    httpSecret: `${name}-http-tls`,
    setup: `${name}-setup`,
    exporter: `${name}-exporter`,
    exporterSecret: `${name}-exporter-credentials`,
    repository: 'archive',
  };
}

/** Nodes of a store: one a zone, so that any zone may go. */
export const STORE_REPLICAS = 3;

/** Names of the nodes that may found the cluster. */
export function foundingNodes({ name }: StoreNames): string[] {
  return Array.from({ length: STORE_REPLICAS }, (_, ordinal) => `${name}-${ordinal}`);
}

/** A login the setup job makes: its Secret holds `username` and `password`. */
export interface StoreUser {
  readonly username: string;
  readonly role: string;
  readonly secret: string;
  readonly namespace: string;
}

/** Logins every store has: who appends, and who reads how the store is. */
export function storeUsers(
  { exporterSecret }: StoreNames,
  writerSecret: string,
  namespaces: { readonly store: string; readonly collectors: string },
): StoreUser[] {
  return [
    { username: 'log-writer', role: 'log_writer', secret: writerSecret, namespace: namespaces.collectors },
    { username: 'metrics-reader', role: 'metrics_reader', secret: exporterSecret, namespace: namespaces.store },
  ];
}
