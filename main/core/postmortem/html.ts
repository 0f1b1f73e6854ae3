import { chartNamed, chartSvg, escaped } from './chart.ts';
import type { FrozenSeries } from './record.ts';

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px; max-width: 860px; background: #fff; color: #1b2027; font: 14px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { margin: 0 0 12px; font-size: 24px; line-height: 1.25; }
h2 { margin: 28px 0 8px; padding-bottom: 4px; border-bottom: 1px solid #d6dbe2; font-size: 17px; break-after: avoid; }
h3, h4 { margin: 18px 0 6px; font-size: 14px; break-after: avoid; }
p, ul, ol, table, svg { margin: 0 0 12px; }
ul, ol { padding-left: 22px; }
li { margin-bottom: 3px; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th, td { padding: 5px 8px; border: 1px solid #d6dbe2; text-align: left; vertical-align: top; }
th { background: #f3f5f8; font-weight: 600; }
tr, svg, li { break-inside: avoid; }
td:empty { height: 26px; }
svg { display: block; max-width: 100%; height: auto; }
code { padding: 1px 4px; background: #f3f5f8; border-radius: 3px; font-size: 12.5px; }
pre { padding: 10px; overflow-wrap: anywhere; white-space: pre-wrap; background: #f3f5f8; }
a { color: #1c64c9; }
hr { margin: 20px 0; border: 0; border-top: 1px solid #d6dbe2; }
@page { margin: 18mm 16mm; }
@media print { body { padding: 0; max-width: none; font-size: 11pt; } a { color: inherit; } }
`;

/** Signs that stand behind a backslash, kept out of the way of the rules for inline text. */
const held = /\\([\\`*_[\]<>|#!()~-])/g;
const mark = '\u0001';

/** Text within a line: bold, slanted, code and links to the web; everything else is text, whatever it looks like. */
export function inlineHtml(line: string): string {
  const kept: string[] = [];
  const keep = (html: string): string => `${mark}${kept.push(html) - 1}${mark}`;
  const quiet = line
    .replaceAll(mark, '')
    .replace(held, (_whole, sign: string) => keep(escaped(sign)))
    .replace(/`([^`]+)`/g, (_whole, code: string) => keep(`<code>${escaped(code)}</code>`));
  const html = escaped(quiet)
    // A number stays with its unit at the end of a line.
    .replace(/(\d) %/g, '$1\u00a0%')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\*([^*\s][^*]*)\*/g, '<em>$1</em>')
    .replace(/\[([^\]]+)\]\((https?:[^\s)]+)\)/g, '<a href="$2" rel="noreferrer">$1</a>');
  return restored(html, kept);
}

function restored(html: string, kept: readonly string[]): string {
  const once = html.replaceAll(new RegExp(`${mark}(\\d+)${mark}`, 'g'), (_whole, index: string) => kept[Number(index)] ?? '');
  return once.includes(mark) ? restored(once, kept) : once;
}

function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function tableHtml(lines: readonly string[]): string {
  const [head = '', , ...rows] = lines;
  const row = (line: string, tag: 'th' | 'td'): string =>
    `<tr>${cellsOf(line)
      .map((cell) => (tag === 'th' ? `<th scope="col">${inlineHtml(cell)}</th>` : `<td>${inlineHtml(cell)}</td>`))
      .join('')}</tr>`;
  return `<table><thead>${row(head, 'th')}</thead><tbody>${rows.map((line) => row(line, 'td')).join('')}</tbody></table>`;
}

function listHtml(lines: readonly string[], tag: 'ul' | 'ol'): string {
  const items = lines.map((line) => `<li>${inlineHtml(line.replace(/^\s*(?:[-*]|\d+[.)])\s+/, ''))}</li>`);
  return `<${tag}>${items.join('')}</${tag}>`;
}

const starts = {
  heading: /^(#{1,4})\s+(.*)$/,
  chart: /^!\[([^\n]*)\]\(chart:([^)\s]+)\)$/,
  bullet: /^\s*[-*]\s+/,
  numbered: /^\s*\d+[.)]\s+/,
  row: /^\s*\|/,
  line: /^\s*(?:-{3,}|\*{3,})\s*$/,
  fence: /^\s*```/,
} as const;

/** Takes lines as long as they fit, and says how many that were. */
function run(lines: readonly string[], from: number, fits: (line: string) => boolean): readonly string[] {
  const end = lines.findIndex((line, index) => index >= from && !fits(line));
  return lines.slice(from, end === -1 ? lines.length : end);
}

function isPlain(line: string): boolean {
  return line.trim() !== '' && !Object.values(starts).some((start) => start.test(line));
}

interface Block {
  readonly html: string;
  readonly lines: number;
}

function fenced(lines: readonly string[], from: number): Block {
  const inner = run(lines, from + 1, (line) => !starts.fence.test(line));
  return { html: `<pre><code>${escaped(inner.join('\n'))}</code></pre>`, lines: inner.length + 2 };
}

function blockAt(lines: readonly string[], at: number, series: readonly FrozenSeries[]): Block {
  const line = lines[at] ?? '';
  const heading = starts.heading.exec(line);
  if (heading !== null) {
    const level = heading[1]?.length ?? 1;
    return { html: `<h${level}>${inlineHtml(heading[2] ?? '')}</h${level}>`, lines: 1 };
  }
  const chart = starts.chart.exec(line);
  if (chart !== null) {
    const found = chartNamed(series, chart[2] ?? '');
    return { html: found === null ? `<p>${inlineHtml(chart[1] ?? '')}</p>` : chartSvg(found), lines: 1 };
  }
  if (starts.fence.test(line)) return fenced(lines, at);
  if (starts.line.test(line)) return { html: '<hr>', lines: 1 };
  for (const [name, tag] of [
    ['bullet', 'ul'],
    ['numbered', 'ol'],
  ] as const) {
    const items = run(lines, at, (one) => starts[name].test(one));
    if (items.length > 0) return { html: listHtml(items, tag), lines: items.length };
  }
  const rows = run(lines, at, (one) => starts.row.test(one));
  if (rows.length > 1) return { html: tableHtml(rows), lines: rows.length };
  const text = rows.length === 1 ? rows : run(lines, at, isPlain);
  return { html: `<p>${text.map(inlineHtml).join('<br>')}</p>`, lines: Math.max(1, text.length) };
}

/** The Markdown of a post-mortem as HTML: the part of Markdown that the draft uses. Tags in the text are shown, never run. */
export function markdownHtml(markdown: string, series: readonly FrozenSeries[]): string {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; ) {
    if (lines[at]?.trim() === '') {
      at += 1;
      continue;
    }
    const block = blockAt(lines, at, series);
    blocks.push(block.html);
    at += block.lines;
  }
  return blocks.join('\n');
}

/** A page that prints and opens anywhere: style and drawings are inside, nothing is loaded, and its own rules forbid scripts. */
export function postmortemHtml(title: string, markdown: string, series: readonly FrozenSeries[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${markdownHtml(markdown, series)}
</body>
</html>
`;
}
