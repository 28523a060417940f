import {
  CLUSTER_AUTHORIZATION,
  CLUSTER_CA,
  copy,
  dropMetrics,
  endpointSlices,
  keep,
  podsOf,
  type ScrapeConfig,
  TEXT_FORMAT,
} from './scrape-config';

export interface ClusterJobsOptions {
  /** Scrape scheduler and controller manager through the EKS metrics API. */
  readonly controlPlane: boolean;
  /** DNS is pods of kube-system; in EKS Auto Mode each node has its own, which shows no metrics. */
  readonly dnsPods: boolean;
}

/** Port of CoreDNS's metrics. */
export const COREDNS_PORT = 9153;
/**
 * Endpoints EKS publishes of one control plane: two or more servers, twice as many while it replaces them. Two to spare, since one
 * too many would stop the scrapes of all of them.
 */
const API_SERVERS = 6;
/** CoreDNS pods the budget is made for; its autoscaler rarely goes beyond. */
const COREDNS_PODS = 10;

/** Jobs of what every EKS cluster has: API server, scheduler and controller manager, CoreDNS. */
export function clusterJobs({ controlPlane, dnsPods }: ClusterJobsOptions): ScrapeConfig[] {
  return [
    apiServer(),
    ...(controlPlane ? [managed('kube-controller-manager', 'kcm', 8000), managed('kube-scheduler', 'ksh', 3000)] : []),
    ...(dnsPods ? [coreDns()] : []),
  ];
}

function apiServer(): ScrapeConfig {
  return {
    job_name: 'apiserver',
    scheme: 'https',
    sample_limit: 40_000,
    target_limit: API_SERVERS,
    authorization: CLUSTER_AUTHORIZATION,
    tls_config: { ca_file: CLUSTER_CA, server_name: 'kubernetes' },
    kubernetes_sd_configs: [endpointSlices('default')],
    relabel_configs: [
      keep(['__meta_kubernetes_service_name', '__meta_kubernetes_endpointslice_port_name'], 'kubernetes;https'),
    ],
    metric_relabel_configs: [
      // The SLI histogram leaves out what the caller is to blame for and has the same buckets: one of the two is enough.
      dropMetrics(
        'apiserver_request_duration_seconds_bucket',
        'apiserver_(response_sizes|watch_events_sizes|request_body_size_bytes|watch_list_duration_seconds)_bucket',
        'apiserver_(admission|flowcontrol|storage|watch_cache|cache_list|cel|encryption|envelope|selfrequest)_.*_bucket',
        'apiserver_(validating|mutating)_admission_.*',
        '(etcd|rest_client|workqueue|authentication|authorization|aggregator_discovery|field_validation)_.*_bucket',
        'etcd_(debugging|disk|server)_.*',
        'kubernetes_feature_enabled',
      ),
    ],
  };
}

/**
 * EKS runs both outside the cluster and serves their metrics through an aggregated API, from version 1.28 on. What stands between may
 * answer with the type of an API object (https://github.com/aws/containers-roadmap/issues/2501).
 */
function managed(job: string, name: string, samples: number): ScrapeConfig {
  return {
    job_name: job,
    scheme: 'https',
    sample_limit: samples,
    target_limit: 1,
    fallback_scrape_protocol: TEXT_FORMAT,
    metrics_path: `/apis/metrics.eks.amazonaws.com/v1/${name}/container/metrics`,
    authorization: CLUSTER_AUTHORIZATION,
    tls_config: { ca_file: CLUSTER_CA },
    static_configs: [{ targets: ['kubernetes.default.svc:443'] }],
    metric_relabel_configs: [
      dropMetrics('kubernetes_feature_enabled', '(rest_client|apiserver|authentication|authorization)_.*_bucket'),
    ],
  };
}

/** EKS's Service for DNS does not name the metrics port on every release, so pods are asked at their container port. */
function coreDns(): ScrapeConfig {
  return {
    job_name: 'coredns',
    sample_limit: 1500,
    target_limit: COREDNS_PODS,
    kubernetes_sd_configs: [podsOf('kube-system', 'k8s-app=kube-dns')],
    relabel_configs: [
      keep(['__meta_kubernetes_pod_container_port_number'], String(COREDNS_PORT)),
      copy('__meta_kubernetes_namespace', 'namespace'),
      copy('__meta_kubernetes_pod_name', 'pod'),
      copy('__meta_kubernetes_pod_node_name', 'node'),
    ],
  };
}
