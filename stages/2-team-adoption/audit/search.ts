import type { LogStream } from '../logging/logging';

/**
 * Names of the audit log in Elasticsearch. The stream is called as Elastic's own Kubernetes integration calls it, and the fields are
 * below `kubernetes.audit` as there, so that rules written for it fit. Not below `logs-kubernetes-*`: who may append or read logs may not
 * touch this. None can change later.
 */
export const AUDIT_SEARCH = {
  shipper: 'audit-shipper',
  dataset: 'kubernetes.audit_logs',
  index: 'logs-kubernetes.audit_logs-default',
  lifecycle: 'logs-kubernetes.audit_logs',
  writer: 'audit-writer',
  writerRole: 'audit_writer',
  readerRole: 'audit_reader',
  secret: 'elasticsearch-audit-writer',
  /** Space in Kibana; no tenant's name holds a hyphen. */
  space: 'audit-log',
} as const;

/** The data stream of the audit log. */
export function auditStream(retention: { readonly rolloverDays: number }, deleteAfterDays: number): LogStream {
  const { index, lifecycle } = AUDIT_SEARCH;
  return { name: 'audit', index, lifecycle, namespaces: [], rolloverDays: retention.rolloverDays, deleteAfterDays };
}
