import type { ScrapeTarget } from '../../../src/kit/monitoring';
import { copy, endpointSlices, keep, type ScrapeConfig } from './scrape-config';

/** The job of a target that a component declared beside itself. */
export function declaredJob(target: ScrapeTarget, maxNodes: number): ScrapeConfig {
  const { job, namespace, service, port, intervalSeconds, tls, authorization, basicAuth } = target;
  return {
    job_name: job,
    sample_limit: target.sampleLimit,
    target_limit: targetLimit(target, maxNodes),
    ...(intervalSeconds
      ? { scrape_interval: `${intervalSeconds}s`, scrape_timeout: `${Math.min(10, intervalSeconds)}s` }
      : {}),
    ...(target.path ? { metrics_path: target.path } : {}),
    ...(target.scheme ? { scheme: target.scheme } : {}),
    ...(target.honorLabels ? { honor_labels: true } : {}),
    ...(authorization
      ? { authorization: { type: authorization.type ?? 'Bearer', credentials_file: authorization.credentialsFile } }
      : {}),
    ...(basicAuth ? { basic_auth: { username: basicAuth.username, password_file: basicAuth.passwordFile } } : {}),
    ...(tls ? { tls_config: { ca_file: tls.caFile, ...(tls.serverName ? { server_name: tls.serverName } : {}) } } : {}),
    kubernetes_sd_configs: [endpointSlices(namespace)],
    relabel_configs: [
      keep(['__meta_kubernetes_service_name', '__meta_kubernetes_endpointslice_port_name'], `${service};${port}`),
      ...(target.honorLabels ? [] : placeLabels()),
      ...(target.relabelings ?? []),
    ],
    ...(target.metricRelabelings ? { metric_relabel_configs: target.metricRelabelings } : {}),
  };
}

/** Targets a job may have. */
export function targetLimit({ targetLimit: limit }: ScrapeTarget, maxNodes: number): number {
  return limit === 'nodes' ? maxNodes : limit;
}

/** Where a series comes from; left out where the scraped series say it of something else. */
function placeLabels() {
  return [
    copy('__meta_kubernetes_namespace', 'namespace'),
    copy('__meta_kubernetes_service_name', 'service'),
    copy('__meta_kubernetes_pod_name', 'pod'),
    copy('__meta_kubernetes_pod_node_name', 'node'),
  ];
}
