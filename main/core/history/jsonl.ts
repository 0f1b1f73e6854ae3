import { z } from 'zod';
import { quoted, readingField } from './fields.ts';
import { type Line, lineCutter, longestLine } from './lines.ts';
import type { HistoryProblem } from './problem.ts';
import type { Batch, HistoryRow, NamedReading, RowReader, TimeRange } from './row.ts';

const Text = z.union([z.string(), z.number()]).transform(String).default('');
const Row = z.strictObject({
  metric: z.string().optional(),
  release: z.string().default(''),
  channel: z.string().default(''),
  platform: z.string().default(''),
  ts: Text,
  value: Text,
  samples: z.union([z.string(), z.number()]).nullish(),
});

/** Reads one JSON object a line, with the same fields as the CSV columns. */
export function jsonlReadings(range: TimeRange): RowReader {
  const lines = lineCutter();
  const rowsOf = (found: readonly Line[]): Batch => {
    const rows: HistoryRow[] = [];
    const problems: HistoryProblem[] = [];
    for (const line of found) {
      if (line.text.trim() === '') continue;
      const row = rowOf(line, range);
      if ('message' in row) problems.push(row);
      else rows.push(row);
    }
    if (lines.waiting() > longestLine) problems.push({ line: null, message: `a line is longer than ${longestLine} characters` });
    return { rows, problems };
  };
  return { feed: (text) => rowsOf(lines.feed(text)), finish: () => rowsOf(lines.finish()) };
}

function rowOf({ number: line, text }: Line, range: TimeRange): HistoryRow | HistoryProblem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, message: `this is not JSON: ${quoted(text.trim())}. Write one object on each line` };
  }
  const shape = Row.safeParse(value);
  if (!shape.success) {
    const issue = shape.error.issues[0];
    return { line, message: `${issue?.path.join('.') || 'row'}: ${issue?.message ?? 'not valid'}` };
  }
  const { metric, samples, ...texts } = shape.data;
  const read = readingField({ ...texts, samples: String(samples ?? '') }, range, 'ts');
  if (!read.ok) return { line, message: read.message };
  return { line, metric: metric ?? null, ...read.value };
}

export function jsonlOfReadings(readings: readonly NamedReading[]): string {
  return readings
    .map(({ metric, labels, ts, value, samples }) => `${JSON.stringify({ metric, ...labels, ts, value, samples })}\n`)
    .join('');
}
