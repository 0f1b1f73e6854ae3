import type { SeriesLabels } from '../core/model/reading.ts';
import type { Reader, Writer } from './handles.ts';
import { number, text } from './row.ts';

/*
 * Ids are looked up each time (about 3 µs): a remembered id would outlive the transaction that made it when that is
 * undone, and SQLite gives the same id to the next series.
 */

function exactSeries(reader: Reader, metricKey: string, labels: SeriesLabels): number | null {
  const row = reader.one(
    'SELECT id FROM series WHERE metric = ? AND release = ? AND channel = ? AND platform = ?',
    metricKey,
    labels.release,
    labels.channel,
    labels.platform,
  );
  return row === null ? null : number(row, 'id');
}

/** Id of a series, made when it is new. */
export function seriesId(writer: Writer, metricKey: string, labels: SeriesLabels): number {
  const known = exactSeries(writer, metricKey, labels);
  if (known !== null) return known;
  writer.run(
    'INSERT INTO series (metric, release, channel, platform) VALUES (?, ?, ?, ?)',
    metricKey,
    labels.release,
    labels.channel,
    labels.platform,
  );
  const made = exactSeries(writer, metricKey, labels);
  if (made === null) throw new Error(`Series ${metricKey} could not be stored.`);
  return made;
}

/** Ids of the series that fit the labels, the exact match first; a stored `*` fits whatever is wanted. */
function matchingSeries(reader: Reader, metricKey: string, labels: SeriesLabels): number[] {
  const { release, channel, platform } = labels;
  const rows = reader.all(
    `SELECT id, (release = ?) + (channel = ?) + (platform = ?) AS fit FROM series
     WHERE metric = ? AND release IN (?, '*') AND channel IN (?, '*') AND platform IN (?, '*') ORDER BY fit DESC, id`,
    release,
    channel,
    platform,
    metricKey,
    release,
    channel,
    platform,
  );
  return rows.map((row) => number(row, 'id'));
}

/** The series that answers for these labels: the exact one, else the one that fits in most labels; or null. */
export function bestSeries(reader: Reader, metricKey: string, labels: SeriesLabels): number | null {
  return exactSeries(reader, metricKey, labels) ?? matchingSeries(reader, metricKey, labels)[0] ?? null;
}

/** Whether a series belongs to one release; one that does not would be compared with itself. */
export function tellsReleases(reader: Reader, id: number): boolean {
  const row = reader.one('SELECT release FROM series WHERE id = ?', id);
  return row !== null && text(row, 'release') !== '*';
}
