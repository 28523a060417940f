export { audit, eventsOf } from './audit';
export { type AuditConfig, auditConfig } from './config';
export { type AuditEvent, type AuditScope, auditEvents } from './events';
