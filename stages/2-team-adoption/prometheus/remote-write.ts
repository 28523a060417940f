import type { PrometheusConfig } from './config';

/** Directory below which Secrets are mounted, one directory each. */
export const SECRETS_DIRECTORY = '/etc/prometheus/secrets';

export interface RemoteWriteOptions {
  readonly endpoints: PrometheusConfig['remoteWrite'];
  /** Workspace of Amazon Managed Prometheus to write to. */
  readonly workspace?: { readonly id: string; readonly region: string; readonly domain: string };
}

type SecretKey = { readonly name: string; readonly key: string };

/** The remote_write section. */
export function remoteWrite({ endpoints, workspace }: RemoteWriteOptions): Readonly<Record<string, unknown>>[] {
  return [...endpoints.map(endpoint), ...(workspace ? [managed(workspace)] : [])];
}

function endpoint({ name, url, basicAuth, bearerToken, maxShards, keep }: PrometheusConfig['remoteWrite'][number]) {
  return {
    name,
    url,
    ...(basicAuth
      ? { basic_auth: { username: basicAuth.username, password_file: secretFile(basicAuth.password) } }
      : {}),
    ...(bearerToken ? { authorization: { credentials_file: secretFile(bearerToken) } } : {}),
    queue_config: queue(maxShards),
    ...(keep ? { write_relabel_configs: [{ source_labels: ['__name__'], regex: keep, action: 'keep' }] } : {}),
  };
}

/** Both replicas write; the service keeps one of them by the labels cluster and __replica__. */
function managed({ id, region, domain }: NonNullable<RemoteWriteOptions['workspace']>) {
  return {
    name: 'amazon-managed-prometheus',
    url: `https://aps-workspaces.${region}.${domain}/workspaces/${id}/api/v1/remote_write`,
    sigv4: { region },
    queue_config: queue(200),
    write_relabel_configs: [
      { source_labels: ['prometheus_replica'], target_label: '__replica__' },
      { regex: 'prometheus_replica', action: 'labeldrop' },
    ],
  };
}

function queue(maxShards: number) {
  // An endpoint that throttles wants the samples later; Prometheus would drop them for good.
  return { max_shards: maxShards, max_samples_per_send: 2000, capacity: 10_000, retry_on_http_429: true };
}

/** Where a key of a Secret is mounted. */
export function secretFile({ name, key }: SecretKey): string {
  return `${SECRETS_DIRECTORY}/${name}/${key}`;
}

/** Names of the Secrets the endpoints need. */
export function remoteWriteSecrets(endpoints: PrometheusConfig['remoteWrite']): string[] {
  return endpoints.flatMap(({ basicAuth, bearerToken }) =>
    [basicAuth?.password.name, bearerToken?.name].filter((name) => name !== undefined),
  );
}
