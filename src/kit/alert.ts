import type { AlertingRule, Monitoring, RecordingRule, RuleGroup, Runbook } from './monitoring';

/** An alerting rule with all that makes it one a person can act on, in one place: its runbook page and its proof. */
export interface Alert extends AlertingRule {
  readonly page: AlertPage;
  readonly proof: AlertProof;
}

/** Text of `runbooks/alerts/<Alert>.md`. */
export interface AlertPage {
  readonly meaning: string;
  readonly impact: string;
  /** What to look at first: a line of text, or a line and the exact command below it. */
  readonly look: readonly (string | readonly [text: string, command: string])[];
  readonly end: string;
}

/** Series that show when the alert fires and when it stays silent. */
export interface AlertProof {
  readonly fires: FiringCase;
  readonly silent: readonly AlertCase[];
}

export interface AlertCase {
  /** What the case shows, for the name of the test. */
  readonly when: string;
  /** Values by series, in promtool's notation, one value each `every`. */
  readonly series: Readonly<Record<string, string>>;
  /** Time after the first sample at which the alert is asked for. */
  readonly at: string;
  /** Time between samples. @default '1m' */
  readonly every?: string;
}

export interface FiringCase extends AlertCase {
  /** Labels of the alert beside those the rule itself sets. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What the template around `$value` in the texts becomes. */
  readonly value?: string;
}

export interface AlertGroup extends RuleGroup {
  readonly rules: readonly (RecordingRule | Alert)[];
}

/** Rules and runbooks of groups whose alerts carry their pages. */
export function watched(...groups: readonly AlertGroup[]): Required<Pick<Monitoring, 'rules' | 'runbooks'>> {
  const alerts = groups.flatMap(({ rules }) => rules.filter(isAlert));
  return { rules: groups, runbooks: alerts.map(toRunbook) };
}

/** Whether a rule is an alert with page and proof. */
export function isAlert(rule: RecordingRule | AlertingRule): rule is Alert {
  return 'alert' in rule && 'proof' in rule && 'page' in rule;
}

function toRunbook({ alert, page }: Alert): Runbook {
  return { alert, meaning: page.meaning, impact: page.impact, look: page.look.map(step).join('\n'), end: page.end };
}

function step(line: string | readonly [string, string], index: number): string {
  const number = `${index + 1}. `;
  if (typeof line === 'string') return `${number}${line}`;
  const [text, command] = line;
  const indent = ' '.repeat(number.length);
  const code = command
    .split('\n')
    .map((one) => `${indent}${one}`)
    .join('\n');
  return `${number}${text}\n\n${indent}\`\`\`sh\n${code}\n${indent}\`\`\`\n`;
}
