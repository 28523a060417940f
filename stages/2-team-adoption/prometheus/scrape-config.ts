/** A relabelling step, as Prometheus takes it. */
export type Relabel = Readonly<Record<string, unknown>>;

/** One scrape job of prometheus.yml. Both limits are required: a job without a cardinality budget cannot be written. */
export interface ScrapeConfig {
  readonly job_name: string;
  /** Most series a target may expose after relabelling; above it the scrape counts as failed. */
  readonly sample_limit: number;
  /** Most targets of the job; above it none of them is scraped. */
  readonly target_limit: number;
  readonly scrape_interval?: string;
  readonly scrape_timeout?: string;
  readonly metrics_path?: string;
  readonly scheme?: 'http' | 'https';
  /** What an answer is read as whose Content-Type says nothing Prometheus knows; without it 3.x refuses such an answer. */
  readonly fallback_scrape_protocol?: string;
  readonly honor_labels?: boolean;
  readonly honor_timestamps?: boolean;
  readonly authorization?: { readonly type?: string; readonly credentials_file: string };
  readonly basic_auth?: { readonly username: string; readonly password_file: string };
  readonly tls_config?: {
    readonly ca_file?: string;
    readonly server_name?: string;
    readonly insecure_skip_verify?: boolean;
  };
  readonly kubernetes_sd_configs?: readonly Relabel[];
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  readonly relabel_configs?: readonly Relabel[];
  readonly metric_relabel_configs?: readonly Relabel[];
}

/** The text format everything speaks: for targets whose Content-Type is not ours to say. */
export const TEXT_FORMAT = 'PrometheusText0.0.4';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** How Prometheus shows itself to the API server and the kubelets: its own token, checked against the cluster's CA. */
export const CLUSTER_AUTHORIZATION = { credentials_file: `${SERVICE_ACCOUNT}/token` } as const;
export const CLUSTER_CA = `${SERVICE_ACCOUNT}/ca.crt`;

/** Keeps targets whose labels, joined by `;`, match. */
export function keep(source: readonly string[], regex: string): Relabel {
  return { source_labels: [...source], regex, action: 'keep' };
}

/** Drops series whose labels, joined by `;`, match. */
export function drop(source: readonly string[], regex: string): Relabel {
  return { source_labels: [...source], regex, action: 'drop' };
}

/** Copies a label. */
export function copy(source: string, target: string): Relabel {
  return { source_labels: [source], target_label: target };
}

/** Drops series by metric name. */
export function dropMetrics(...names: readonly string[]): Relabel {
  return drop(['__name__'], names.join('|'));
}

/** Endpoint slices of some namespaces; the Endpoints API is deprecated from Kubernetes 1.33. */
export function endpointSlices(...namespaces: readonly string[]): Relabel {
  return { role: 'endpointslice', namespaces: { names: [...namespaces] } };
}

/** Pods of a namespace by label, selected by the API server so that no other pod is watched. */
export function podsOf(namespace: string, selector: string): Relabel {
  return {
    role: 'pod',
    namespaces: { names: [namespace] },
    selectors: [{ role: 'pod', label: selector }],
  };
}
