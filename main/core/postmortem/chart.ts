import type { FrozenSeries } from './record.ts';
import { clock, inUnit } from './words.ts';

const size = { width: 720, height: 220 };
/** Room for the names of the axes, px. */
const frame = { left: 76, right: 16, top: 30, bottom: 28 };
/** Room above and below the line, as a part of its span. */
const margin = 0.1;
const colours = { line: '#1c64c9', bound: '#c2302e', axis: '#8a93a0', text: '#3b434f' } as const;

/** Signs that XML and HTML would take for their own. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly x: (ts: number) => number;
  readonly y: (value: number) => number;
}

function scaleOf({ points, red }: FrozenSeries): Scale {
  const values = points.map(([, value]) => value);
  const all = red === null ? values : [...values, red];
  const lowest = all.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = all.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const span = highest - lowest || Math.abs(lowest) || 1;
  const low = lowest >= 0 ? Math.max(0, lowest - span * margin) : lowest - span * margin;
  const high = highest + span * margin;
  const from = points[0]?.[0] ?? 0;
  const to = points.at(-1)?.[0] ?? from;
  const inner = { width: size.width - frame.left - frame.right, height: size.height - frame.top - frame.bottom };
  return {
    low,
    high,
    x: (ts) => frame.left + (to === from ? inner.width : ((ts - from) / (to - from)) * inner.width),
    y: (value) => frame.top + inner.height - ((value - low) / (high - low)) * inner.height,
  };
}

function label(x: number, y: number, words: string, anchor: 'start' | 'end' | 'middle', colour: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${escaped(words)}</text>`;
}

function across(y: number, colour: string, dash: string): string {
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<line x1="${frame.left}" x2="${size.width - frame.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="${colour}"${dashes}/>`;
}

function pathOf({ points }: FrozenSeries, { x, y }: Scale): string {
  return points.map(([ts, value], index) => `${index === 0 ? 'M' : 'L'}${x(ts).toFixed(1)} ${y(value).toFixed(1)}`).join('');
}

/** Beyond this the arithmetic of a scale overflows; no metric is that large. */
const largest = 1e300;

/** One frozen series with its red bound as a drawing that needs nothing else; a sentence when there is nothing to draw. */
export function chartSvg(series: FrozenSeries): string {
  const drawable = { ...series, points: series.points.filter(([, value]) => Math.abs(value) < largest) };
  const [first] = drawable.points;
  const last = drawable.points.at(-1);
  if (first === undefined || last === undefined) return `<p>${escaped(series.title)}: no readings were frozen.</p>`;
  const scale = scaleOf(drawable);
  const bottom = size.height - frame.bottom;
  const bound = series.red === null ? 'no red bound' : `red bound ${inUnit(series.red, series.unit)}`;
  const said = `${series.title}: ${inUnit(last[1], series.unit)} at the end, ${bound}, ${drawable.points.length} readings`;
  const parts = [
    label(frame.left, 16, `${series.title}, ${bound}`, 'start', colours.text),
    across(bottom, colours.axis, ''),
    label(frame.left - 8, bottom, inUnit(scale.low, series.unit), 'end', colours.text),
    label(frame.left - 8, frame.top + 8, inUnit(scale.high, series.unit), 'end', colours.text),
    label(frame.left, size.height - 8, `${clock(first[0])} UTC`, 'start', colours.text),
    label(size.width - frame.right, size.height - 8, `${clock(last[0])} UTC`, 'end', colours.text),
    ...(series.red === null ? [] : [across(scale.y(series.red), colours.bound, '5 4')]),
    `<path d="${pathOf(drawable, scale)}" fill="none" stroke="${colours.line}" stroke-width="1.75" stroke-linejoin="round"/>`,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}"`,
    ` role="img" aria-label="${escaped(said)}" font-family="system-ui, sans-serif" font-size="11">${parts.join('')}</svg>`,
  ].join('');
}

const chartLine = /^!\[[^\n]*\]\(chart:([^)\s]+)\)$/gm;

/** Markdown with its charts drawn in; one that the incident does not have keeps its words. */
export function withCharts(markdown: string, series: readonly FrozenSeries[]): string {
  return markdown.replace(chartLine, (whole: string, name: string) => {
    const found = chartNamed(series, name);
    return found === null ? whole : chartSvg(found);
  });
}

/** The series a chart of the text names; null when there is none. */
export function chartNamed(series: readonly FrozenSeries[], name: string): FrozenSeries | null {
  return series.find(({ gate }) => encodeURIComponent(gate) === name) ?? null;
}
