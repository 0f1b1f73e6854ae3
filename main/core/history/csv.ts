import Papa from 'papaparse';
import { quoted, readingField } from './fields.ts';
import { lineCutter, longestLine } from './lines.ts';
import type { HistoryProblem } from './problem.ts';
import type { Batch, HistoryRow, NamedReading, RowReader, TimeRange } from './row.ts';

/** A record of a CSV file with the line it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvBatch {
  readonly records: readonly CsvRecord[];
  readonly problems: readonly HistoryProblem[];
}

export interface CsvCutter {
  feed(text: string): CsvBatch;
  finish(): CsvBatch;
}

const delimiters = [',', ';', '\t'] as const;

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

/** The delimiter that the first record has most of. */
function delimiterOf(header: string): string {
  const counted = delimiters.map((one) => ({ one, count: header.split(one).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.one ?? ',';
}

/**
 * Cuts pieces of a CSV file (RFC 4180; delimiter comma, semicolon or tab) into records. A record ends at a line end outside quotes,
 * that is, after an even number of them.
 */
export function csvCutter(): CsvCutter {
  const lines = lineCutter();
  let delimiter: string | null = null;
  let open: { line: number; text: string } | null = null;

  function take(found: readonly { readonly number: number; readonly text: string }[]): CsvBatch {
    const whole: { line: number; text: string }[] = [];
    for (const { number, text } of found) {
      const record: { line: number; text: string } =
        open === null ? { line: number, text } : { line: open.line, text: `${open.text}\n${text}` };
      open = quotesIn(record.text) % 2 === 0 ? null : record;
      if (open === null) whole.push({ ...record, text: record.text.replace(/\r$/, '') });
      else if (record.text.length > longestLine) return { records: [], problems: [unclosed(record.line)] };
    }
    if (lines.waiting() > longestLine) return { records: [], problems: [{ line: null, message: tooLong }] };
    return parsed(whole);
  }

  function parsed(whole: readonly { readonly line: number; readonly text: string }[]): CsvBatch {
    const filled = whole.filter((record) => record.text !== '');
    if (filled.length === 0) return { records: [], problems: [] };
    delimiter ??= delimiterOf(filled[0]?.text ?? '');
    const read = Papa.parse(filled.map((record) => record.text).join('\n'), { delimiter, newline: '\n', skipEmptyLines: false });
    const problems = read.errors.map(({ row }) => ({ line: filled[row ?? 0]?.line ?? null, message: strayQuote }));
    return { records: read.data.map((cells, index) => ({ line: filled[index]?.line ?? 0, cells })), problems };
  }

  return {
    feed: (text) => take(lines.feed(text)),
    finish() {
      const last = take(lines.finish());
      if (open === null) return last;
      return { records: last.records, problems: [...last.problems, unclosed(open.line)] };
    },
  };
}

const tooLong = `a line is longer than ${longestLine} characters. This does not look like a CSV file`;
const strayQuote = 'a quote stands where none belongs. Put the whole field in quotes and double those inside it';

function unclosed(line: number): HistoryProblem {
  return { line, message: 'a quote that opens here is never closed' };
}

export const readingColumns = ['metric', 'release', 'channel', 'platform', 'ts', 'value', 'samples'] as const;
type ReadingColumn = (typeof readingColumns)[number];

/** Columns of a header by name, or what is wrong with it. */
export function columnsOf<C extends string>(
  record: CsvRecord,
  known: readonly C[],
  needed: readonly C[],
): { readonly at: ReadonlyMap<C, number>; readonly problems: readonly HistoryProblem[] } {
  const at = new Map<C, number>();
  const problems: HistoryProblem[] = [];
  const wrong = (message: string): void => void problems.push({ line: record.line, message });
  record.cells.forEach((cell, index) => {
    const name = known.find((one) => one.toLowerCase() === cell.trim().toLowerCase());
    if (name === undefined) wrong(`column ${quoted(cell.trim())} is not known. Known columns: ${known.join(', ')}`);
    else if (at.has(name)) wrong(`column ${name} is there twice`);
    else at.set(name, index);
  });
  const missing = needed.filter((name) => !at.has(name));
  if (missing.length > 0) wrong(`the first line must name the columns; missing: ${missing.join(', ')}`);
  return { at, problems };
}

/** Reads rows of a CSV file with the columns metric, release, channel, platform, ts, value and samples; only ts and value are needed. */
export function csvReadings(range: TimeRange): RowReader {
  const cutter = csvCutter();
  let columns: ReadonlyMap<ReadingColumn, number> | null = null;

  function rowsOf({ records, problems: cut }: CsvBatch): Batch {
    const rows: HistoryRow[] = [];
    const problems = [...cut];
    for (const record of records) {
      if (columns === null) {
        const header = columnsOf(record, readingColumns, ['ts', 'value']);
        problems.push(...header.problems);
        columns = header.at;
        if (header.problems.length > 0) break;
      } else {
        const row = rowOf(record, columns, range);
        if ('message' in row) problems.push(row);
        else rows.push(row);
      }
    }
    return { rows, problems };
  }

  return {
    feed: (text) => rowsOf(cutter.feed(text)),
    finish() {
      const last = rowsOf(cutter.finish());
      if (columns !== null || last.problems.length > 0) return last;
      return {
        rows: [],
        problems: [{ line: null, message: 'the file is empty. The first line names the columns: metric,release,ts,value,samples' }],
      };
    },
  };
}

function rowOf({ line, cells }: CsvRecord, columns: ReadonlyMap<ReadingColumn, number>, range: TimeRange): HistoryRow | HistoryProblem {
  if (cells.length !== columns.size)
    return { line, message: `there are ${cells.length} fields where the first line names ${columns.size} columns` };
  const cell = (name: ReadingColumn): string => cells[columns.get(name) ?? -1] ?? '';
  const raw = {
    release: cell('release'),
    channel: cell('channel'),
    platform: cell('platform'),
    ts: cell('ts'),
    value: cell('value'),
    samples: cell('samples'),
  };
  const read = readingField(raw, range, 'ts');
  if (!read.ok) return { line, message: read.message };
  const metric = cell('metric').trim();
  return { line, metric: metric === '' ? null : metric, ...read.value };
}

/** Lines of CSV, each with its end. */
export function csvLines(rows: readonly (readonly (string | number)[])[]): string {
  return rows.length === 0 ? '' : `${Papa.unparse(rows, { newline: '\n', header: false })}\n`;
}

export function csvOfReadings(readings: readonly NamedReading[]): string {
  return csvLines(
    readings.map(({ metric, labels, ts, value, samples }) => [
      metric,
      labels.release,
      labels.channel,
      labels.platform,
      ts,
      value,
      samples ?? '',
    ]),
  );
}
