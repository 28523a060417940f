export { audit, eventsOf } from './audit';
export { AuditAws, type AuditAwsProps } from './audit.aws';
export { type AuditConfig, auditConfig } from './config';
export { type AuditEvent, type AuditScope, auditEvents } from './events';
