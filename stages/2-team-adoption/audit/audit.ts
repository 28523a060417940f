import { watched } from '../../../src/kit/alert';
import { type ConfigFault, type Context, component } from '../../../src/kit/contract';
import type { WorkloadIdentity } from '../../../src/kit/identity';
import { LOGGING_NAMESPACE, logging, storeOf } from '../logging/logging';
import { auditAlerts } from './alerts';
import { type AuditConfig, auditConfig } from './config';
import type { AuditEvent } from './event';
import { auditEvents } from './events';
import { clusterLogs, LONGEST_PATTERN } from './pattern';
import { auditRunbook } from './runbook';
import { AUDIT_SEARCH } from './search';

/** Alarms on the API audit log that stage 1 sends to CloudWatch, and its way into Elasticsearch. */
export const audit = component<AuditConfig>({
  name: 'audit',
  title: 'Audit',
  summary: 'Alarms on the events of the API audit log that matter; the log in Elasticsearch where it is asked for',
  config: { key: 'audit', schema: auditConfig },
  optional: true,
  identities: ({ platform, config }) => (config.toElasticsearch.enabled ? [shipperIdentity(platform)] : []),
  monitoring: ({ config }) =>
    config.toElasticsearch.enabled ? watched({ name: 'audit-log', rules: auditAlerts }) : {},
  aws: { stack: 'observability', load: async () => (await import('./audit.aws')).buildAudit },
  k8s: {
    layer: 'platform',
    when: ({ config }) => config.toElasticsearch.enabled,
    load: async () => (await import('./audit.k8s')).buildAuditShipper,
  },
  check: (context) => [...patternFaults(context), ...searchFaults(context)],
  files: ({ platform, config }) => [
    auditRunbook({ platform, events: eventsOf(config), searchable: config.toElasticsearch.enabled }),
  ],
});

/** The events in force, in the order of the list. */
export function eventsOf({ events }: Pick<AuditConfig, 'events'>): readonly AuditEvent[] {
  return auditEvents.filter(({ name }) => events.includes(name));
}

/**
 * Reads this one log group. Filebeat has taken Pod Identity since 8.15.3, tried by its makers with this input
 * (elastic/beats#38174). DescribeLogGroups, which its page asks for as well, is called only to look for groups by a prefix.
 */
export function shipperIdentity({ name, account, region, partition }: Context['platform']): WorkloadIdentity {
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${clusterLogs(name)}`;
  return {
    name: AUDIT_SEARCH.shipper,
    namespace: LOGGING_NAMESPACE,
    serviceAccount: AUDIT_SEARCH.shipper,
    statements: [{ sid: 'ReadAuditLog', actions: ['logs:FilterLogEvents'], resources: [group, `${group}:*`] }],
  };
}

function patternFaults({ platform, config }: Context<AuditConfig>): ConfigFault[] {
  return eventsOf(config)
    .filter(({ pattern }) => pattern({ cluster: platform.name, ...config }).length > LONGEST_PATTERN)
    .map(({ name, title }) => ({
      path: name === 'exec-into-production' ? 'productionNamespaces' : 'trustedUsers',
      what: `the pattern of ${name} (${title.toLowerCase()}) becomes longer than the ${LONGEST_PATTERN} characters CloudWatch takes`,
      next: 'name fewer productionNamespaces or trustedUsers',
    }));
}

function searchFaults({ config, configOf, has }: Context<AuditConfig>): ConfigFault[] {
  if (!config.toElasticsearch.enabled || has('elasticsearch')) return [];
  const logs = configOf(logging);
  const other = logs && storeOf(logs).name !== 'elasticsearch' ? storeOf(logs).title : undefined;
  return [
    {
      path: 'toElasticsearch.enabled',
      what: other
        ? `carries the audit log with Filebeat, which refuses to speak to ${other}`
        : 'carries the audit log into Elasticsearch, which is switched off',
      allowed: 'false, as long as logs are not kept in Elasticsearch',
      next: other
        ? 'remove it, or set logging.store to elasticsearch; CloudWatch keeps the audit log and raises the alarms either way'
        : 'remove it, or switch logging and elasticsearch on',
    },
  ];
}
