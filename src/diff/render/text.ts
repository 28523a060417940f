import { ACTIONS, type Action, type Change, type ChangeClass, CLASSES, MEANING, SIDES } from '../model';
import type { Report } from './report';
import { printable, showPath, showWhy } from './values';

const SIGN: Readonly<Record<Action, string>> = { added: '+', changed: '~', removed: '-' };

/** ANSI colours. */
const PAINT: Readonly<Record<string, number>> = {
  added: 32,
  changed: 33,
  removed: 31,
  rollout: 33,
  disruption: 35,
  replace: 31,
  data: 31,
  dim: 2,
  bold: 1,
};

type Paint = (what: string, text: string) => string;

/** For a terminal: counts, then every change with what differs and why. */
export function renderText(report: Report, { color = false }: { readonly color?: boolean } = {}): string {
  const paint: Paint = (what, text) => {
    const code = color ? PAINT[what] : undefined;
    return code === undefined ? text : `\u001b[${code}m${text}\u001b[0m`;
  };
  const lines = [heading(report), ...(report.summary.total > 0 ? summary(report) : [])];
  for (const side of SIDES) {
    const changes = report.changes.filter((change) => change.side === side);
    if (changes.length === 0) continue;
    lines.push('', paint('bold', side));
    for (const change of changes) lines.push(...changeLines(change, paint));
  }
  return `${lines.join('\n')}\n`;
}

function heading({ from, to, summary: { total } }: Report): string {
  const what = total === 0 ? 'no differences' : `${total} ${total === 1 ? 'change' : 'changes'}`;
  return `${printable(from)} -> ${printable(to)}: ${what}`;
}

function summary({ summary: { sides, classes } }: Report): string[] {
  const rows = SIDES.map((side) => {
    const counts = ACTIONS.map((action) => `${sides[side][action]} ${action}`.padStart(12));
    return `  ${side.padEnd(10)}${counts.join('')}`;
  });
  const present = CLASSES.filter((name) => classes[name] > 0).reverse();
  return [...rows, ...present.map((name) => `  ${String(classes[name]).padStart(5)} ${name}: ${MEANING[name]}`)];
}

function changeLines(change: Change, paint: Paint): string[] {
  const { action, name, verdicts, why, paths } = change;
  const because = showWhy(why);
  const title = `  ${paint(action, `${SIGN[action]} ${printable(name)}`)}${tag(change.class, paint)}`;
  return [
    because ? `${title}  ${paint('dim', printable(because))}` : title,
    ...verdicts.map(({ class: of, reason }) => `      ${paint(of, of)}: ${printable(reason)}`),
    ...paths.flatMap((path) => pathLines(path, paint)),
  ];
}

function tag(name: ChangeClass, paint: Paint): string {
  return name === 'safe' ? '' : `  ${paint(name, `[${name}]`)}`;
}

function pathLines(changed: Change['paths'][number], paint: Paint): string[] {
  const { path, old, new: now, lines, note } = showPath(changed);
  const sides = [...(old === undefined ? [] : [old]), ...(now === undefined ? [] : [now])].map(printable);
  const sign = changed.action === 'changed' ? '' : `${SIGN[changed.action]} `;
  const values = `${sign}${sides.join(' -> ')}`;
  const head = [`      ${printable(path)}:`, lines ? '' : values, note ? `(${note})` : ''].filter(Boolean).join(' ');
  const inner = (lines ?? []).map((line) => {
    const side = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'dim';
    return `        ${paint(side, printable(line))}`;
  });
  return [head, ...inner];
}
