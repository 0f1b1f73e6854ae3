import { type Field, quoted, readingField } from './fields.ts';
import { type Line, lineCutter, longestLine } from './lines.ts';
import type { HistoryProblem } from './problem.ts';
import type { Batch, HistoryRow, NamedReading, RowReader, TimeRange } from './row.ts';

/** Sample names of an export; a file of others names its metric by the sample name or by a label `metric`. */
export const valueName = 'tidegate_value';
export const samplesName = 'tidegate_samples';
const ends = '# EOF';

interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: string;
  readonly time: string;
}

const nameAt = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelAt = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|(?=\}))/y;
/** Value, time, and an exemplar, which is not read. */
const restAt = /^\s+(\S+)(?:\s+([^\s#]\S*))?(?:\s+#\s.*)?\s*$/;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/g, (whole, one: string) => escapes[one] ?? whole) : text;
}

/** One line of the text exposition, as its specification (OpenMetrics 1.0) has it: name{label="value",…} value seconds # exemplar. */
function sampleOf(text: string): Field<Sample> {
  const bad = (message: string): Field<Sample> => ({ ok: false, message });
  const name = matchAt(nameAt, text, 0)?.[0];
  if (name === undefined) return bad(`${quoted(text)} does not begin with a metric name`);
  const labels = new Map<string, string>();
  let at = name.length;
  if (text[at] === '{') {
    at += 1;
    while (text.slice(at).trimStart()[0] !== '}') {
      const label = matchAt(labelAt, text, at);
      if (label === null)
        return bad(`the labels of ${name} are not readable at ${quoted(text.slice(at))}. Write label="value", with \\" and \\\\ inside`);
      const [whole, key = '', value = ''] = label;
      if (labels.has(key)) return bad(`label ${key} is there twice`);
      labels.set(key, unescaped(value));
      at += whole.length;
    }
    at = text.indexOf('}', at) + 1;
  }
  const rest = restAt.exec(text.slice(at));
  if (rest === null) return bad(`after ${name} there must be a value and a time: ${quoted(text.slice(at))}`);
  const [, value = '', time] = rest;
  if (time === undefined) return bad(`${name} has no time. Readings need one, in seconds, after the value`);
  return { ok: true, value: { name, labels, value, time } };
}

/** A value that is no number says that nothing was measured: the row is left out, as a source's own answer would be. */
const nothing = /^[+-]?(nan|inf(inity)?)$/i;

function rowOf({ number: line, text }: Line, range: TimeRange): HistoryRow | HistoryProblem | null {
  const sample = sampleOf(text);
  if (!sample.ok) return { line, message: sample.message };
  const { name, labels, value, time } = sample.value;
  if (nothing.test(value)) return null;
  const label = (key: string): string => labels.get(key) ?? '';
  const raw = { release: label('release'), channel: label('channel'), platform: label('platform'), ts: time, value, samples: '' };
  const read = readingField(raw, range, 'time');
  if (!read.ok) return { line, message: read.message };
  const { ts, value: found, labels: known } = read.value;
  const counts = name === samplesName || name.endsWith('_samples');
  const own = name === valueName || name === samplesName ? null : name.replace(/_samples$/, '');
  const row = { line, metric: labels.get('metric') ?? own, labels: known, ts };
  return counts ? { ...row, value: null, samples: found } : { ...row, value: found, samples: null };
}

/**
 * Reads OpenMetrics text with a time on every sample. Comments, metadata and exemplars are passed over; the file must end with `# EOF`,
 * which is how a cut-off one is told from a whole one. A sample called `…_samples` brings the count to a value before it.
 */
export function openmetricsReadings(range: TimeRange): RowReader {
  const lines = lineCutter();
  let ended = false;

  function rowsOf(found: readonly Line[]): Batch {
    const rows: HistoryRow[] = [];
    const problems: HistoryProblem[] = [];
    for (const whole of found) {
      const line = { number: whole.number, text: whole.text.replace(/\r$/, '') };
      if (line.text.trim() === '') continue;
      if (ended) problems.push({ line: line.number, message: `something follows ${ends}: ${quoted(line.text)}` });
      else if (line.text.trim() === ends) ended = true;
      else if (!line.text.startsWith('#')) {
        const row = rowOf(line, range);
        if (row !== null && 'message' in row) problems.push(row);
        else if (row !== null) rows.push(row);
      }
    }
    if (lines.waiting() > longestLine) problems.push({ line: null, message: `a line is longer than ${longestLine} characters` });
    return { rows, problems };
  }

  return {
    feed: (text) => rowsOf(lines.feed(text)),
    finish() {
      const last = rowsOf(lines.finish());
      if (ended || last.problems.length > 0) return last;
      return { rows: last.rows, problems: [{ line: null, message: `the file does not end with ${ends}: it may be cut off` }] };
    },
  };
}

function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`));
}

function secondsOf(ms: number): string {
  return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`;
}

function labelText({ metric, labels }: NamedReading): string {
  const { release, channel, platform } = labels;
  const known = Object.entries({ metric, release, channel, platform });
  return known.map(([name, value]) => `${name}="${escaped(value)}"`).join(',');
}

/** Values, or how many observations stand behind them: the two parts of an export, in this order. */
export function openmetricsOfReadings(readings: readonly NamedReading[], part: 'values' | 'samples'): string {
  const name = part === 'values' ? valueName : samplesName;
  return readings
    .flatMap((reading) => {
      const shown = part === 'values' ? reading.value : reading.samples;
      return shown === null ? [] : [`${name}{${labelText(reading)}} ${shown} ${secondsOf(reading.ts)}\n`];
    })
    .join('');
}

export function openmetricsHead(part: 'values' | 'samples'): string {
  return `# TYPE ${part === 'values' ? valueName : samplesName} gauge\n`;
}

export const openmetricsEnd = `${ends}\n`;
