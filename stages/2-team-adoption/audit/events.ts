import type { AuditEvent } from './event';
import { accessEvents } from './events-access';
import { controlEvents } from './events-control';

/**
 * The list, in the order of the runbook. What is worth an alarm: "Auditing and logging" of the EKS best practices guide, GuardDuty's EKS
 * audit findings, Elastic's rules for EKS audit logs and Falco's for Kubernetes audit. The README says what of these is left out, and why.
 */
export const auditEvents: readonly AuditEvent[] = [...accessEvents, ...controlEvents];
