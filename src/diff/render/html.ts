import { ACTIONS, type Change, CLASSES, MEANING, SIDES } from '../model';
import type { Report } from './report';
import { printable, showPath, showWhy } from './values';

const STYLE = `:root{color-scheme:light dark;font:15px/1.45 system-ui,sans-serif}body{max-width:70rem;margin:2rem auto;padding:0 1rem}
code,pre{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}table{border-collapse:collapse;margin:1rem 0}
td,th{border:1px solid #8886;padding:.2rem .6rem;text-align:left}td.n{text-align:right}li{margin:.3rem 0}
.tag{border-radius:.3rem;padding:0 .4rem;color:#fff}.rollout{background:#8a6100}.disruption{background:#8a3ffc}
.replace{background:#c2410c}.data{background:#b00020}.why{opacity:.75}.old{color:#b00020}.new{color:#1a7f37}`;

/** One self-contained page: no script, nothing loaded from elsewhere, everything of ours and of the bundle's escaped. */
export function renderHtml(report: Report): string {
  const { from, to, summary, changes } = report;
  const title = `stagecraft diff: ${from} → ${to}`;
  const body = SIDES.flatMap((side) => {
    const own = changes.filter((change) => change.side === side);
    if (own.length === 0) return [];
    return [
      `<details open><summary><b>${side}</b>: ${own.length}</summary>`,
      '<ul>',
      ...own.map(item),
      '</ul></details>',
    ];
  });
  return `${[
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    ...(summary.total === 0 ? ['<p>No differences.</p>'] : tables(report)),
    ...body,
    '</body></html>',
  ].join('\n')}\n`;
}

function tables({ summary }: Report): string[] {
  const sides = SIDES.map(
    (side) => `<tr><td>${side}</td>${ACTIONS.map((a) => `<td class="n">${summary.sides[side][a]}</td>`).join('')}</tr>`,
  );
  const classes = CLASSES.filter((name) => summary.classes[name] > 0)
    .reverse()
    .map((name) => `<tr><td>${name}</td><td class="n">${summary.classes[name]}</td><td>${MEANING[name]}</td></tr>`);
  return [
    `<table><tr><th>side</th>${ACTIONS.map((action) => `<th>${action}</th>`).join('')}</tr>${sides.join('')}</table>`,
    `<table><tr><th>class</th><th>changes</th><th>meaning</th></tr>${classes.join('')}</table>`,
  ];
}

function item(change: Change): string {
  const { action, name, verdicts, why, paths } = change;
  const tag = change.class === 'safe' ? '' : ` <span class="tag ${change.class}">${change.class}</span>`;
  const because = showWhy(why);
  const inner = [
    ...verdicts.map(({ class: of, reason }) => `<li>${of}: ${escaped(reason)}</li>`),
    ...paths.map((changed) => `<li>${pathOf(changed)}</li>`),
  ];
  const head = `<li>${action} <code>${escaped(name)}</code>${tag}${because ? ` <span class="why">${escaped(because)}</span>` : ''}`;
  return `${head}${inner.length > 0 ? `<ul>${inner.join('')}</ul>` : ''}</li>`;
}

function pathOf(changed: Change['paths'][number]): string {
  const { path, old, new: now, lines, note } = showPath(changed);
  const head = `<code>${escaped(path)}</code>${note ? ` (${escaped(note)})` : ''}`;
  if (lines) return `${head}<pre>${lines.map(escaped).join('\n')}</pre>`;
  const side = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`<code class="${name}">${escaped(value)}</code>`];
  return `${head}: ${[...side('old', old), ...side('new', now)].join(' → ')}`;
}

function escaped(value: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return printable(value).replaceAll(/[&<>"']/g, (c) => named[c] ?? c);
}
