import type { Point, SeriesLabels } from '../core/model/reading.ts';
import type { Reader, Row } from './handles.ts';
import { keptFrom, rollups } from './rollups.ts';
import { number } from './row.ts';
import { bestSeries } from './series.ts';

/** Where the points of one labelled series live: measured here, and imported, oldest import first. */
export interface PastPlaces {
  readonly live: number | null;
  readonly imported: readonly number[];
}

/** What is asked of one series for a backtest: readings in (from, to], ms. */
export interface PastAsk {
  readonly metricKey: string;
  readonly labels: SeriesLabels;
  readonly from: number;
  readonly to: number;
}

export interface PastPoints {
  /** Oldest first. */
  readonly points: readonly Point[];
  /** How many of them stand for 5 min each, because the readings themselves are no longer kept. */
  readonly coarse: number;
}

/** Kept imported series that answer for these labels: those that fit in most labels; a stored `*` fits whatever is wanted. */
function importedSeries(reader: Reader, metricKey: string, { release, channel, platform }: SeriesLabels): number[] {
  const rows = reader.all(
    `SELECT s.id, (s.release = ?) + (s.channel = ?) + (s.platform = ?) AS fit FROM imported_series s
     JOIN history_import i ON i.id = s.import_id AND i.state = 'kept'
     WHERE s.metric = ? AND s.release IN (?, '*') AND s.channel IN (?, '*') AND s.platform IN (?, '*')
     ORDER BY fit DESC, i.finished_at, s.id`,
    release,
    channel,
    platform,
    metricKey,
    release,
    channel,
    platform,
  );
  const best = rows[0]?.['fit'];
  return rows.filter((row) => row['fit'] === best).map((row) => number(row, 'id'));
}

export function placesOf(reader: Reader, metricKey: string, labels: SeriesLabels): PastPlaces {
  return { live: bestSeries(reader, metricKey, labels), imported: importedSeries(reader, metricKey, labels) };
}

function pointOf(row: unknown[]): Point {
  const [ts, value, samples] = row;
  return { ts: Number(ts), value: Number(value), samples: samples === null ? null : Number(samples) };
}

function pointsIn(reader: Reader, table: 'reading' | 'imported_reading', id: number, from: number, to: number, limit: number): Point[] {
  return reader
    .raw(`SELECT ts, value, samples FROM ${table} WHERE series_id = ? AND ts > ? AND ts <= ? ORDER BY ts LIMIT ?`, id, from, to, limit)
    .map(pointOf);
}

/** Two lists by time as one; where both have a point the first list's counts. */
export function mergePoints(first: readonly Point[], second: readonly Point[]): readonly Point[] {
  if (second.length === 0) return first;
  if (first.length === 0) return second;
  const merged: Point[] = [];
  let next = 0;
  for (const point of first) {
    for (let other = second[next]; other !== undefined && other.ts <= point.ts; other = second[next]) {
      if (other.ts < point.ts) merged.push(other);
      next += 1;
    }
    merged.push(point);
  }
  for (const point of second.slice(next)) merged.push(point);
  return merged;
}

/** Readings of a series in (from, to], at most `limit` of them: what was measured here goes before what was imported. */
export function pointsAt(reader: Reader, places: PastPlaces, from: number, to: number, limit = -1): readonly Point[] {
  const [start, end] = [Math.floor(from), Math.floor(to)];
  const live = places.live === null ? [] : pointsIn(reader, 'reading', places.live, start, end, limit);
  const lists = places.imported.map((id) => pointsIn(reader, 'imported_reading', id, start, end, limit));
  const merged = lists.reduce<readonly Point[]>(mergePoints, live);
  return limit < 0 ? merged : merged.slice(0, limit);
}

/** Readings in (from, to], oldest first: what was measured here, and imported ones where nothing was. */
export function pastPointsOf(reader: Reader, metricKey: string, labels: SeriesLabels, from: number, to: number): readonly Point[] {
  return reader.consistent(() => pointsAt(reader, placesOf(reader, metricKey, labels), from, to));
}

/** One point per 5 min where readings were pruned: the mean, at the end of its bucket, when it could first be known. */
function coarsePoints(reader: Reader, id: number, from: number, to: number): Point[] {
  const { table, width } = rollups[0];
  const until = Math.min(to, keptFrom(reader));
  if (!(until > from)) return [];
  return reader
    .raw(
      `SELECT ts + ${width}, sum / count, samples FROM ${table} WHERE series_id = ? AND ts > ? AND ts <= ? ORDER BY ts`,
      id,
      Math.floor(from) - width,
      Math.floor(until) - width,
    )
    .map(pointOf);
}

/** Without the coarse points of buckets that have a point of their own. */
function uncovered(coarse: readonly Point[], fine: readonly Point[]): Point[] {
  const { width } = rollups[0];
  let next = 0;
  return coarse.filter(({ ts }) => {
    while ((fine[next]?.ts ?? Number.POSITIVE_INFINITY) < ts - width) next += 1;
    return (fine[next]?.ts ?? Number.POSITIVE_INFINITY) >= ts;
  });
}

function backtestPoints(reader: Reader, ask: PastAsk): PastPoints {
  const places = placesOf(reader, ask.metricKey, ask.labels);
  const fine = pointsAt(reader, places, ask.from, ask.to);
  const coarse = places.live === null ? [] : uncovered(coarsePoints(reader, places.live, ask.from, ask.to), fine);
  return { points: mergePoints(fine, coarse), coarse: coarse.length };
}

/**
 * Several series at one moment, in the order asked: readings where they are kept, else their 5 min means (count and mean are
 * exact over the bucket; a peak inside it is not seen). Ask one rollout at a time: a week at 15 s is 40,000 points per series.
 */
export function pointsForBacktest(reader: Reader, asks: readonly PastAsk[]): readonly PastPoints[] {
  return reader.consistent(() => asks.map((ask) => backtestPoints(reader, ask)));
}

/** Every label set kept under one of these keys, measured here or imported, in a lasting order. */
export function seriesUnder(
  reader: Reader,
  metricKeys: readonly string[],
): { readonly metricKey: string; readonly labels: SeriesLabels }[] {
  const marks = metricKeys.map(() => '?').join(', ');
  return reader
    .all(
      `SELECT metric, release, channel, platform FROM series WHERE metric IN (${marks})
       UNION SELECT s.metric, s.release, s.channel, s.platform FROM imported_series s
         JOIN history_import i ON i.id = s.import_id AND i.state = 'kept' WHERE s.metric IN (${marks})
       ORDER BY metric, release, channel, platform`,
      ...metricKeys,
      ...metricKeys,
    )
    .map((row) => ({ metricKey: String(row['metric']), labels: labelsOf(row) }));
}

/** Every release that has readings, measured here or imported. */
export function releasesWithReadings(reader: Reader): string[] {
  return reader
    .all(
      `SELECT release FROM series UNION SELECT s.release FROM imported_series s
       JOIN history_import i ON i.id = s.import_id AND i.state = 'kept' ORDER BY release`,
    )
    .map((row) => String(row['release']));
}

function labelsOf(row: Row): SeriesLabels {
  return { release: String(row['release']), channel: String(row['channel']), platform: String(row['platform']) };
}

/** The exact places of a label set, for an export: no `*` stands in for another. */
export function exactPlaces(reader: Reader, metricKey: string, { release, channel, platform }: SeriesLabels): PastPlaces {
  const values = [metricKey, release, channel, platform];
  const live = reader.one('SELECT id FROM series WHERE metric = ? AND release = ? AND channel = ? AND platform = ?', ...values);
  const imported = reader.all(
    `SELECT s.id FROM imported_series s JOIN history_import i ON i.id = s.import_id AND i.state = 'kept'
     WHERE s.metric = ? AND s.release = ? AND s.channel = ? AND s.platform = ? ORDER BY i.finished_at, s.id`,
    ...values,
  );
  return { live: live === null ? null : number(live, 'id'), imported: imported.map((row) => number(row, 'id')) };
}
