import type { Reader, Writer } from './handles.ts';
import { number } from './row.ts';
import { getSetting, putSetting } from './settings.ts';

/** Widths of rollups, ms, narrow first, and the table each lives in. */
export const rollups = [
  { width: 300_000, table: 'rollup_5m' },
  { width: 3_600_000, table: 'rollup_1h' },
] as const;

export type RollupTable = (typeof rollups)[number];

/** Width of the widest bucket, ms: readings go by whole ones, so that every rollup is built from all of its readings. */
export const widestBucket = Math.max(...rollups.map(({ width }) => width));
export const keptFromKey = 'readingsKeptFrom';

/** Start of the bucket a time falls into, ms. */
export function bucketStart(ts: number, width: number): number {
  return Math.floor(ts / width) * width;
}

/** Raw readings before this time, ms, were pruned; -Infinity when none ever were. */
export function keptFrom(reader: Reader): number {
  const stored = getSetting(reader, keptFromKey);
  return typeof stored === 'number' ? stored : Number.NEGATIVE_INFINITY;
}

/**
 * Builds the rollups of every bucket that ended before `now`; a late reading opens its bucket again. Answers how many were built.
 * Done when a bucket closes, not per reading: that would cost two thirds of the insert rate.
 */
export function closeBuckets(writer: Writer, now: number): number {
  return writer.transaction(() => rollups.reduce((built, rollup) => built + closeWidth(writer, now, rollup), 0));
}

function closeWidth(writer: Writer, now: number, { width, table }: RollupTable): number {
  const closed = writer.all('SELECT series_id, ts FROM open_bucket WHERE width = ? AND ts <= ?', width, Math.floor(now - width));
  for (const row of closed) {
    const series = number(row, 'series_id');
    const ts = number(row, 'ts');
    writer.run(
      `INSERT INTO ${table} (series_id, ts, min, max, sum, count, samples)
       SELECT series_id, CAST(? AS INTEGER), min(value), max(value), sum(value), count(*), sum(samples) FROM reading
       WHERE series_id = ? AND ts >= ? AND ts < ? GROUP BY series_id
       ON CONFLICT (series_id, ts) DO UPDATE SET min = excluded.min, max = excluded.max, sum = excluded.sum, count = excluded.count, samples = excluded.samples`,
      ts,
      series,
      ts,
      ts + width,
    );
    writer.run('DELETE FROM open_bucket WHERE width = ? AND series_id = ? AND ts = ?', width, series, ts);
  }
  return closed.length;
}

/**
 * Removes raw readings older than `before`, ms, down to the full hour, so that every rollup is built from all of its
 * readings. Rollups stay. Answers how many went. Cheap when called often: within an hour only the first call does anything.
 */
export function pruneReadings(writer: Writer, before: number): number {
  const edge = bucketStart(before, widestBucket);
  if (edge <= keptFrom(writer)) return 0;
  return writer.transaction(() => {
    closeBuckets(writer, edge);
    putSetting(writer, keptFromKey, edge);
    // One series at a time: the key begins with it, so each is a range and not a walk through all readings.
    return writer
      .all('SELECT id FROM series')
      .reduce((gone, row) => gone + writer.run('DELETE FROM reading WHERE series_id = ? AND ts < ?', number(row, 'id'), edge), 0);
  });
}
