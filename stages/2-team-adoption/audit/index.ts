export { audit, eventsOf } from './audit';
export { AuditAws, type AuditAwsProps } from './audit.aws';
export { type AuditConfig, auditConfig } from './config';
export type { AuditEvent, AuditScope } from './event';
export { auditEvents } from './events';
