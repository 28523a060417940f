export { audit, eventsOf, shipperIdentity } from './audit';
export { AuditAws, type AuditAwsProps } from './audit.aws';
export { AuditShipper, type AuditShipperProps } from './audit.k8s';
export { type AuditConfig, auditConfig } from './config';
export type { AuditEvent, AuditScope } from './event';
export { auditEvents } from './events';
export { type FilebeatProps, filebeat } from './filebeat';
export { AUDIT_SEARCH, auditStream } from './search';
