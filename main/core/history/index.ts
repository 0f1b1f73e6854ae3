import { csvOfReadings, csvReadings, readingColumns } from './csv.ts';
import type { ReadingFormat } from './formats.ts';
import { jsonlOfReadings, jsonlReadings } from './jsonl.ts';
import { openmetricsEnd, openmetricsHead, openmetricsOfReadings, openmetricsReadings } from './openmetrics.ts';
import type { NamedReading, RowReader, TimeRange } from './row.ts';

export { timeField } from './fields.ts';
export { type HistoryProblem, mostProblems, problemInWords } from './problem.ts';
export { type ReadingFormat, readingFormats, type ReleaseFormat, releaseFormats } from './formats.ts';
export { type ReleaseRow, readReleases, writeReleases } from './releases.ts';
export type { Batch, HistoryRow, NamedReading, RowReader, TimeRange } from './row.ts';

const readers: Readonly<Record<ReadingFormat, (range: TimeRange) => RowReader>> = {
  csv: csvReadings,
  openmetrics: openmetricsReadings,
  jsonl: jsonlReadings,
};

/** A reader of this format. Files of any length: it keeps no more than the line it is in. */
export function readingsReader(format: ReadingFormat, range: TimeRange): RowReader {
  return readers[format](range);
}

/** Writes readings in parts that follow each other; every reading goes through each part. */
export interface ReadingsWriter {
  readonly parts: readonly { readonly head: string; rows(readings: readonly NamedReading[]): string }[];
  readonly end: string;
}

const openmetricsPart = (part: 'values' | 'samples'): ReadingsWriter['parts'][number] => ({
  head: openmetricsHead(part),
  rows: (readings) => openmetricsOfReadings(readings, part),
});

const writers: Readonly<Record<ReadingFormat, ReadingsWriter>> = {
  csv: { parts: [{ head: `${readingColumns.join(',')}\n`, rows: csvOfReadings }], end: '' },
  jsonl: { parts: [{ head: '', rows: jsonlOfReadings }], end: '' },
  openmetrics: { parts: [openmetricsPart('values'), openmetricsPart('samples')], end: openmetricsEnd },
};

export function readingsWriter(format: ReadingFormat): ReadingsWriter {
  return writers[format];
}
