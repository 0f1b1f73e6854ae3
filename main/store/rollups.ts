import { number, type Writer } from './handles.ts';
import { rollups } from './readings.ts';

/**
 * Builds the rollups of every bucket that ended before `now`; a late reading opens its bucket again. Answers how many were built.
 * Done when a bucket closes, not per reading: that would cost two thirds of the insert rate.
 */
export function closeBuckets(writer: Writer, now: number): number {
  return writer.transaction(() => rollups.reduce((built, { width, table }) => built + closeWidth(writer, now, width, table), 0));
}

function closeWidth(writer: Writer, now: number, width: number, table: (typeof rollups)[number]['table']): number {
  const closed = writer.all('SELECT series_id, ts FROM open_bucket WHERE width = ? AND ts <= ?', width, Math.floor(now - width));
  for (const row of closed) {
    const series = number(row, 'series_id');
    const ts = number(row, 'ts');
    writer.run(
      `INSERT INTO ${table} (series_id, ts, min, max, sum, count, samples)
       SELECT series_id, CAST(? AS INTEGER), min(value), max(value), sum(value), count(*), sum(samples) FROM reading WHERE series_id = ? AND ts >= ? AND ts < ? GROUP BY series_id
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

/** Removes raw readings older than `before` whose rollups are built. Rollups stay. */
export function pruneReadings(writer: Writer, before: number): number {
  return writer.transaction(() => {
    closeBuckets(writer, before);
    return writer.run('DELETE FROM reading WHERE ts < ?', Math.floor(before));
  });
}
