import { CLUSTER_AUTHORIZATION, CLUSTER_CA, copy, drop, dropMetrics, podsOf, type ScrapeConfig } from './scrape-config';

export interface NodeJobsOptions {
  /** Nodes the jobs are made for; their target limit. */
  readonly maxNodes: number;
  /** Check the kubelets' certificates against the cluster's CA. */
  readonly verifyKubelets: boolean;
  /** The VPC CNI runs as pods; in EKS Auto Mode it is part of the node. */
  readonly vpcCni: boolean;
}

/** Port of the kubelet's authenticated endpoint. */
export const KUBELET_PORT = 10250;
/** Port of the metrics of the VPC CNI's pods, `cni-metrics-port` in its chart. */
export const VPC_CNI_PORT = 61678;

/**
 * Jobs with one target a node. Kubelets are asked directly at the node's address: `nodes/metrics` is enough for that, while the way
 * through the API server needs `nodes/proxy`, which also grants commands in every pod.
 */
export function nodeJobs({ maxNodes, verifyKubelets, vpcCni }: NodeJobsOptions): ScrapeConfig[] {
  const kubelet = {
    target_limit: maxNodes,
    scheme: 'https',
    authorization: CLUSTER_AUTHORIZATION,
    tls_config: verifyKubelets ? { ca_file: CLUSTER_CA } : { insecure_skip_verify: true },
    kubernetes_sd_configs: [{ role: 'node' }],
    // Dashboards of the community expect one job and tell the endpoints apart by metrics_path.
    relabel_configs: [
      { target_label: 'job', replacement: 'kubelet' },
      copy('__metrics_path__', 'metrics_path'),
      copy('__meta_kubernetes_node_name', 'node'),
    ],
  } as const;
  return [
    {
      ...kubelet,
      job_name: 'kubelet',
      sample_limit: 3000,
      metric_relabel_configs: [
        dropMetrics(
          'kubernetes_feature_enabled',
          '(apiserver|authentication|authorization|aggregator|node_authorizer|workqueue)_.*',
          'rest_client_(request|rate_limiter|request_size|response_size).*_bucket',
          'kubelet_(http_requests|cgroup_manager|pod_worker|run_podsandbox)_.*_bucket',
          'csi_operations_seconds_bucket',
        ),
      ],
    },
    {
      ...kubelet,
      job_name: 'kubelet-cadvisor',
      metrics_path: '/metrics/cadvisor',
      // 110 pods (prefix delegation) with eight series of network each, and two containers of some 22 series.
      sample_limit: 6000,
      // cAdvisor's own timestamps arrive late and out of order, and keep series of dead containers alive.
      honor_timestamps: false,
      metric_relabel_configs: cadvisorDrops(),
    },
    {
      ...kubelet,
      job_name: 'kubelet-probes',
      metrics_path: '/metrics/probes',
      sample_limit: 1000,
      metric_relabel_configs: [dropMetrics('prober_probe_duration_seconds_bucket')],
    },
    ...(vpcCni ? [networkPlugin(maxNodes)] : []),
  ];
}

/** The managed add-on has no Service, and the port is not declared on every release: pods are found, the port is set. */
function networkPlugin(maxNodes: number): ScrapeConfig {
  return {
    job_name: 'vpc-cni',
    sample_limit: 600,
    target_limit: maxNodes,
    kubernetes_sd_configs: [podsOf('kube-system', 'k8s-app=aws-node')],
    relabel_configs: [
      { source_labels: ['__meta_kubernetes_pod_container_name'], regex: 'aws-node', action: 'keep' },
      {
        source_labels: ['__meta_kubernetes_pod_host_ip'],
        regex: '(.+)',
        target_label: '__address__',
        replacement: `$1:${VPC_CNI_PORT}`,
      },
      copy('__meta_kubernetes_pod_node_name', 'node'),
      copy('__meta_kubernetes_pod_node_name', 'instance'),
    ],
  };
}

function cadvisorDrops() {
  return [
    dropMetrics(
      'container_memory_(failures_total|failcnt|mapped_file|kernel_usage|swap|max_usage_bytes|total_(in)?active_file_bytes|numa_.*)',
      'container_(tasks_state|processes|file_descriptors|sockets|threads(_max)?|ulimits_soft|last_seen|llc_.*|perf_.*|hugetlb_.*)',
      // Requests and limits are kube-state-metrics's to say, of containers that do not run too.
      'container_spec_.*',
      'container_blkio_device_usage_total',
      'container_fs_(io_current|io_time_.*|read_seconds_total|write_seconds_total|(reads|writes)_merged_total|sector_.*|inodes_.*)',
      'container_network_(tcp6?|udp6?|advance_tcp)_.*',
      'container_cpu_(load_average_10s|load_d_average_10s|schedstat_.*)',
    ),
    // System slices have no pod: node-exporter says the same of the node.
    drop(['__name__', 'pod'], 'container_.*;'),
    // The pod's own cgroup repeats the sum of its containers; network is only known of the pod.
    drop(['__name__', 'container'], 'container_(cpu|memory|fs|pressure)_.*;'),
    // A pod on its node's network shows all interfaces of the node, so also one for each other pod there, each with eight series
    // (https://github.com/kubernetes/kubernetes/issues/104647): five such pods beside 110 would be 4 400 series that nobody needs.
    drop(['__name__', 'interface'], 'container_network_.*;(lo|veth.*|eni.+|cali.*|dummy.*|pod-id-link.*)'),
    // The sandbox container that only holds the network.
    drop(['container'], 'POD'),
  ];
}
