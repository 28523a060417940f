import { type Context, component, type StarterFile } from '../../../src/kit/contract';
import { type AuditConfig, auditConfig } from './config';
import { type AuditEvent, auditEvents } from './events';

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
        path: 'productionNamespaces',
        what: `the pattern of ${name} (${title.toLowerCase()}) becomes longer than the ${LONGEST_PATTERN} characters CloudWatch takes`,
        next: 'name fewer productionNamespaces or trustedUsers',
      })),
  files: (context) => [runbook(context)],
});

/** Characters of a filter pattern. Source: CloudWatch Logs API, PutMetricFilter, filterPattern. */
const LONGEST_PATTERN = 1024;

/** The events in force, in the order of the list. */
export function eventsOf({ events }: Pick<AuditConfig, 'events'>): readonly AuditEvent[] {
  return auditEvents.filter(({ name }) => events.includes(name));
}

function runbook({ platform, config }: Context<AuditConfig>): StarterFile {
  const group = `/aws/eks/${platform.name}/cluster`;
  const sections = eventsOf(config).map(({ name, title, meaning, look, end, threshold, because }) =>
    [
      `## ${title}`,
      `Alarm \`${platform.name}-audit-${name}\`, from ${threshold} in five minutes: ${because}.`,
      meaning,
      `Look first, in CloudWatch Logs Insights over \`${group}\`:`,
      `\`\`\`\nfields @timestamp, user.username, verb, requestURI, sourceIPs.0, userAgent\n| filter @logStream like /^kube-apiserver-audit/\n| filter ${look}\n| sort @timestamp desc\n| limit 100\n\`\`\``,
      end,
    ].join('\n\n'),
  );
  const intro = [
    '# Audit alarms',
    'Every request to the Kubernetes API is in the audit log. These events raise an alarm; the alarms go to the SNS topic' +
      ` \`${platform.name}-audit\`.`,
    `The log is kept as long as \`cluster.logRetentionDays\` says. To hold it longer, raise that value: shortening it later deletes what is older.`,
  ];
  return { path: 'runbooks/audit-alarms.md', text: `${[...intro, ...sections].join('\n\n')}\n` };
}
