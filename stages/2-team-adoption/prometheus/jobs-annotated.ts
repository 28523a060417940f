import { copy, keep, type Relabel, type ScrapeConfig, TEXT_FORMAT } from './scrape-config';

/** Label of a namespace whose pods and services may ask to be scraped by annotation. */
export const SCRAPE_LABEL = 'stagecraft.io/scrape';
export const SCRAPE_LABEL_VALUE = 'annotated';
/** Ports an annotation may name: those a process without privileges can listen on. */
export const ANNOTATED_PORTS = { port: 1024, endPort: 65_535 } as const;

export interface AnnotatedJobsOptions {
  readonly sampleLimit: number;
  readonly targetLimit: number;
}

/**
 * Pods and services that ask for it with `prometheus.io/scrape: "true"`, and optionally `scheme`, `path` and `port`. The namespace
 * has to carry the label above: without it neither the job nor the network policy lets Prometheus in.
 */
export function annotatedJobs({ sampleLimit, targetLimit }: AnnotatedJobsOptions): ScrapeConfig[] {
  // What teams bring often says no or a wrong Content-Type, which 2.x took.
  const limits = { sample_limit: sampleLimit, target_limit: targetLimit, fallback_scrape_protocol: TEXT_FORMAT };
  return [
    {
      ...limits,
      job_name: 'annotated-pods',
      kubernetes_sd_configs: [{ role: 'pod', attach_metadata: { namespace: true } }],
      relabel_configs: [
        ...optIn('pod'),
        { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Pending|Succeeded|Failed|Completed', action: 'drop' },
        { source_labels: ['__meta_kubernetes_pod_container_init'], regex: 'true', action: 'drop' },
        // A pod has a target for each container port: with the annotated port they become one and the same.
        ...address('pod'),
        ...placed('__meta_kubernetes_pod_label_app_kubernetes_io_name'),
      ],
    },
    {
      ...limits,
      job_name: 'annotated-services',
      kubernetes_sd_configs: [{ role: 'endpointslice', attach_metadata: { namespace: true } }],
      relabel_configs: [
        ...optIn('service'),
        // Discovery adds every other port of the pods behind a service: without an annotated port, the service's own are meant.
        keep(
          ['__meta_kubernetes_endpointslice_port', '__meta_kubernetes_service_annotation_prometheus_io_port'],
          '.*[0-9].*',
        ),
        ...address('service'),
        copy('__meta_kubernetes_service_name', 'service'),
        ...placed('__meta_kubernetes_service_name'),
      ],
    },
  ];
}

function optIn(kind: 'pod' | 'service'): Relabel[] {
  return [
    keep([`__meta_kubernetes_${kind}_annotation_prometheus_io_scrape`], 'true'),
    keep(['__meta_kubernetes_namespace_label_stagecraft_io_scrape'], SCRAPE_LABEL_VALUE),
  ];
}

function address(kind: 'pod' | 'service'): Relabel[] {
  const annotation = `__meta_kubernetes_${kind}_annotation_prometheus_io`;
  return [
    { source_labels: [`${annotation}_scheme`], regex: '(https?)', target_label: '__scheme__' },
    { source_labels: [`${annotation}_path`], regex: '(.+)', target_label: '__metrics_path__' },
    {
      source_labels: ['__address__', `${annotation}_port`],
      regex: '(\\[[^\\]]+\\]|[^:]+)(?::\\d+)?;(\\d+)',
      target_label: '__address__',
      replacement: '$1:$2',
    },
  ];
}

function placed(app: string): Relabel[] {
  return [
    { source_labels: [app], regex: '(.+)', target_label: 'app' },
    copy('__meta_kubernetes_namespace', 'namespace'),
    copy('__meta_kubernetes_pod_name', 'pod'),
    copy('__meta_kubernetes_pod_node_name', 'node'),
  ];
}
