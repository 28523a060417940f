import type { AlertingRule, Runbook } from '../../../src/kit/monitoring';

/** The page of one alert. */
export function alertPage(rule: AlertingRule, { meaning, impact, look, end }: Runbook, cluster: string): string {
  const held = rule.for ? `, for ${rule.for}` : '';
  const setup = look.includes('$CLUSTER') ? `\nCommands here use \`CLUSTER=${cluster}\`.\n` : '';
  return `# ${rule.alert}

${rule.summary}.

| severity | team | fires when |
| --- | --- | --- |
| ${rule.severity} | ${rule.owner} | the expression below holds${held} |

## What it means

${meaning}

## What it does to people

${impact}

## What to look at first
${setup}
${look.trim()}

## How to end it

${end}

## Where the threshold comes from

${rule.threshold}

\`\`\`promql
${rule.expr}
\`\`\`
`;
}

/** All alerts, the most urgent first. */
export function alertIndex(rules: readonly AlertingRule[]): string {
  const order = ['critical', 'warning', 'info'];
  const sorted = [...rules].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.alert < b.alert ? -1 : 1),
  );
  const rows = sorted.map(
    ({ alert, severity, owner, summary }) => `| [${alert}](${alert}.md) | ${severity} | ${owner} | ${summary} |`,
  );
  return `# Alerts

\`critical\` wakes someone at any hour, \`warning\` is looked at the same working day, \`info\` within the week.

| alert | severity | team | what |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
