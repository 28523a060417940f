import { ACTIONS, type Action, type Change, CLASSES, MEANING, SIDES } from '../model';
import type { Report } from './report';
import { printable, showPath, showWhy } from './values';

const SIGN: Readonly<Record<Action, string>> = { added: '+', changed: '~', removed: '-' };

/** For a comment under a pull request: counts, then each side folded away. Values stand in code, so none of them is read as Markdown. */
export function renderMarkdown(report: Report): string {
  const { from, to, summary, changes } = report;
  const title = `## stagecraft diff: ${text(from)} → ${text(to)}`;
  if (summary.total === 0) return `${title}\n\nNo differences.\n`;
  const lines = [
    title,
    '',
    `| side | ${ACTIONS.join(' | ')} |`,
    `|---|${ACTIONS.map(() => '--:').join('|')}|`,
    ...SIDES.map((side) => `| ${side} | ${ACTIONS.map((action) => summary.sides[side][action]).join(' | ')} |`),
    '',
    '| class | changes | meaning |',
    '|---|--:|---|',
    ...CLASSES.filter((name) => summary.classes[name] > 0)
      .reverse()
      .map((name) => `| **${name}** | ${summary.classes[name]} | ${MEANING[name]} |`),
  ];
  for (const side of SIDES) {
    const own = changes.filter((change) => change.side === side);
    if (own.length === 0) continue;
    lines.push('', `<details><summary>${side}: ${own.length}</summary>`, '', ...own.flatMap(item), '', '</details>');
  }
  return `${lines.join('\n')}\n`;
}

function item(change: Change): string[] {
  const { action, name, verdicts, why, paths } = change;
  const tag = change.class === 'safe' ? '' : ` **${change.class}**`;
  const because = showWhy(why);
  return [
    `- ${code(`${SIGN[action]} ${name}`)}${tag}${because ? ` (${text(because)})` : ''}`,
    ...verdicts.map(({ class: of, reason }) => `  - ${of}: ${text(reason)}`),
    ...paths.flatMap((changed) => {
      const { path, old, new: now, lines, note } = showPath(changed);
      const sides = [old, now].filter((side) => side !== undefined).map(code);
      const values = lines ? '' : ` ${changed.action === 'changed' ? '' : `${changed.action} `}${sides.join(' → ')}`;
      const head = `  - ${code(path)}:${values}${note ? ` (${note})` : ''}`;
      return [head, ...(lines ? fenced(lines) : [])];
    }),
  ];
}

/** A code span that no content can end: its fence is longer than any run of backticks inside. */
function code(value: string): string {
  const clean = printable(value);
  const fence = '`'.repeat(longestRun(clean) + 1);
  const pad = clean.startsWith('`') || clean.endsWith('`') || clean.trim() === '' ? ' ' : '';
  return `${fence}${pad}${clean}${pad}${fence}`;
}

function fenced(lines: readonly string[]): string[] {
  const clean = lines.map(printable);
  const fence = '`'.repeat(Math.max(3, longestRun(clean.join('\n')) + 1));
  return ['', `${fence}diff`, ...clean, fence, ''].map((line) => (line === '' ? '' : `    ${line}`));
}

function longestRun(value: string): number {
  return Math.max(0, ...(value.match(/`+/g) ?? []).map(({ length }) => length));
}

/** Words of ours and names: what Markdown or HTML would read is escaped. */
function text(value: string): string {
  return printable(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|#~@]/g, (c) => `\\${c}`);
}
