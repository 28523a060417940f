import { component } from '../../../src/kit/contract';
import { type AuditConfig, auditConfig } from './config';
import type { AuditEvent } from './event';
import { auditEvents } from './events';
import { LONGEST_PATTERN } from './pattern';
import { auditRunbook } from './runbook';

/** Alarms on the API audit log that stage 1 sends to CloudWatch. */
export const audit = component<AuditConfig>({
  name: 'audit',
  title: 'Audit alarms',
  summary: 'Metric filters and alarms on the events of the API audit log that matter',
  config: { key: 'audit', schema: auditConfig },
  optional: true,
  aws: { stack: 'observability', load: async () => (await import('./audit.aws')).buildAudit },
  check: ({ platform, config }) =>
    eventsOf(config)
      .filter(({ pattern }) => pattern({ cluster: platform.name, ...config }).length > LONGEST_PATTERN)
      .map(({ name, title }) => ({
        path: name === 'exec-into-production' ? 'productionNamespaces' : 'trustedUsers',
        what: `the pattern of ${name} (${title.toLowerCase()}) becomes longer than the ${LONGEST_PATTERN} characters CloudWatch takes`,
        next: 'name fewer productionNamespaces or trustedUsers',
      })),
  files: ({ platform, config }) => [auditRunbook({ platform, events: eventsOf(config), searchable: false })],
});

/** The events in force, in the order of the list. */
export function eventsOf({ events }: Pick<AuditConfig, 'events'>): readonly AuditEvent[] {
  return auditEvents.filter(({ name }) => events.includes(name));
}
