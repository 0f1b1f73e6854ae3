import type { Point, Reading, SeriesLabels } from '../core/model/reading.ts';
import { number, type Reader, type Writer } from './handles.ts';

/** Widths of rollups, ms, and the table each lives in. */
export const rollups = [
  { width: 300_000, table: 'rollup_5m' },
  { width: 3_600_000, table: 'rollup_1h' },
] as const;

const known = new WeakMap<Reader, Map<string, number>>();

function seriesCache(reader: Reader): Map<string, number> {
  const cache = known.get(reader) ?? new Map<string, number>();
  known.set(reader, cache);
  return cache;
}

function seriesId(writer: Writer, metricKey: string, labels: SeriesLabels): number {
  const cache = seriesCache(writer);
  const key = [metricKey, labels.release, labels.channel, labels.platform].join('\n');
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const values = [metricKey, labels.release, labels.channel, labels.platform];
  writer.run('INSERT INTO series (metric, release, channel, platform) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', ...values);
  const row = writer.one('SELECT id FROM series WHERE metric = ? AND release = ? AND channel = ? AND platform = ?', ...values);
  if (row === null) throw new Error(`Series ${metricKey} could not be stored.`);
  const id = number(row, 'id');
  cache.set(key, id);
  return id;
}

/**
 * Appends readings of one metric; one at the same time of the same series is replaced. Answers how many were stored.
 * The rollup buckets they fall into are noted as open.
 */
export function appendReadings(writer: Writer, metricKey: string, readings: readonly Reading[]): number {
  return writer.transaction(() => {
    const open = new Set<string>();
    for (const reading of readings) {
      const id = seriesId(writer, metricKey, reading.labels);
      const ts = Math.round(reading.ts);
      writer.run(
        'INSERT INTO reading (series_id, ts, value, samples) VALUES (?, ?, ?, ?) ON CONFLICT (series_id, ts) DO UPDATE SET value = excluded.value, samples = excluded.samples',
        id,
        ts,
        reading.value,
        reading.samples,
      );
      for (const { width } of rollups) open.add(`${width} ${id} ${ts - (ts % width)}`);
    }
    for (const bucket of open) {
      const [width = 0, id = 0, ts = 0] = bucket.split(' ').map(Number);
      writer.run('INSERT INTO open_bucket (width, series_id, ts) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', width, id, ts);
    }
    return readings.length;
  });
}

/** Ids of the series that fit the labels, the exact match first; a stored `*` fits whatever is wanted. */
export function matchingSeries(reader: Reader, metricKey: string, labels: SeriesLabels): number[] {
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

const pointCache = new WeakMap<Reader, Map<string, number>>();

/** The series that answers for these labels, or null. Found ids are remembered: every gate asks in every sweep. */
function bestSeries(reader: Reader, metricKey: string, labels: SeriesLabels): number | null {
  const cache = pointCache.get(reader) ?? new Map<string, number>();
  pointCache.set(reader, cache);
  const key = [metricKey, labels.release, labels.channel, labels.platform].join('\n');
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const exact = reader.one(
    'SELECT id FROM series WHERE metric = ? AND release = ? AND channel = ? AND platform = ?',
    metricKey,
    labels.release,
    labels.channel,
    labels.platform,
  );
  if (exact !== null) {
    cache.set(key, number(exact, 'id'));
    return number(exact, 'id');
  }
  // Not remembered: a better match may still appear.
  return matchingSeries(reader, metricKey, labels)[0] ?? null;
}

/** Readings in (from, to], oldest first. */
export function pointsOf(reader: Reader, metricKey: string, labels: SeriesLabels, from: number, to: number): Point[] {
  const id = bestSeries(reader, metricKey, labels);
  if (id === null) return [];
  return reader
    .raw(
      'SELECT ts, value, samples FROM reading WHERE series_id = ? AND ts > ? AND ts <= ? ORDER BY ts',
      id,
      Math.floor(from),
      Math.floor(to),
    )
    .map(pointOf);
}

function pointOf(row: unknown[]): Point {
  const [ts, value, samples] = row;
  return { ts: Number(ts), value: Number(value), samples: samples === null || samples === undefined ? null : Number(samples) };
}

/** The newest reading, or null. */
export function lastPointOf(reader: Reader, metricKey: string, labels: SeriesLabels): Point | null {
  const id = bestSeries(reader, metricKey, labels);
  if (id === null) return null;
  const row = reader.raw('SELECT ts, value, samples FROM reading WHERE series_id = ? ORDER BY ts DESC LIMIT 1', id)[0];
  return row === undefined ? null : pointOf(row);
}

export { bestSeries };
