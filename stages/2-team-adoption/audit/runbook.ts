import type { Platform, StarterFile } from '../../../src/kit/contract';
import type { AuditEvent } from './event';

export interface AuditRunbookProps {
  readonly platform: Pick<Platform, 'name' | 'region'>;
  readonly events: readonly AuditEvent[];
  /** Whether the log is in Elasticsearch as well. */
  readonly searchable: boolean;
}

/** What to look at first when an audit alarm comes, one section an event in force. */
export function auditRunbook(props: AuditRunbookProps): StarterFile {
  const { name } = props.platform;
  const intro = [
    '# Audit alarms',
    `Every request to the Kubernetes API is in the audit log. These events raise an alarm; the alarms go to the SNS topic \`${name}-audit\`. An alarm tells once: events that follow while it stands tell nobody, so look at the whole time and not at the first event alone.`,
    `The log is kept as long as \`cluster.logRetentionDays\` says. To hold it longer, raise that value: shortening it later deletes what is older.`,
    'What is not in this log: calls of the AWS API, access entries and the switching off of logging among them (CloudTrail has these), and what happens inside a shell after it was opened.',
    ask(props),
  ];
  const sections = props.events.map((event) => section(event, props));
  return { path: 'runbooks/audit-alarms.md', text: `${[...intro, ...sections].join('\n\n')}\n` };
}

function ask({ platform, searchable }: AuditRunbookProps): string {
  const insights = `In CloudWatch, open Logs Insights in region \`${platform.region}\`, choose the log group \`/aws/eks/${platform.name}/cluster\` and run the query of the section.`;
  return searchable ? `${insights} Or in Kibana: space \`audit-log\`, Discover, the KQL of the section.` : insights;
}

function section(event: AuditEvent, { platform, searchable }: AuditRunbookProps): string {
  const { title, meaning, look, kql, harmless, end, because } = event;
  return [
    `## ${title}`,
    `Alarm \`${platform.name}-audit-${event.name}\`, ${when(event)}: ${because}.`,
    meaning,
    'Look first:',
    `\`\`\`\nfields @timestamp, user.username, verb, requestURI, responseStatus.code, sourceIPs.0, userAgent\n| filter @logStream like /^kube-apiserver-audit/\n| filter ${look}\n| sort @timestamp desc\n| limit 100\n\`\`\``,
    ...(searchable ? [`\`\`\`\n${kql}\n\`\`\``] : []),
    `What raises it and is no attack: ${harmless[0]?.toLowerCase()}${harmless.slice(1)}`,
    end,
  ].join('\n\n');
}

function when({ threshold, silentMinutes }: AuditEvent): string {
  return silentMinutes ? `after ${silentMinutes} minutes` : `from ${threshold} in five minutes`;
}
