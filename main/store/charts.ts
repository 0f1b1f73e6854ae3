import type { SeriesLabels } from '../core/model/reading.ts';
import { number, type Reader } from './handles.ts';
import { bestSeries, rollups } from './readings.ts';

export interface ChartBucket {
  readonly ts: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

export const mostBuckets = 500;

/**
 * A series between two times as at most 500 buckets of minimum, maximum and mean, empty ones left out.
 * Long spans are read from rollups, plus raw readings for what is not rolled up yet.
 */
export function chartOf(reader: Reader, metricKey: string, labels: SeriesLabels, from: number, to: number, buckets: number): ChartBucket[] {
  const id = bestSeries(reader, metricKey, labels);
  if (id === null || to <= from) return [];
  const count = Math.max(1, Math.min(mostBuckets, Math.floor(buckets)));
  const width = Math.max(1, (to - from) / count);
  const source = sourceFor(width);
  const rows = reader.all(
    `SELECT CAST((ts - ?) / ? AS INTEGER) AS bucket, min(low) AS low, max(high) AS high, sum(total) AS total, sum(n) AS n
     FROM (${source}) GROUP BY bucket ORDER BY bucket`,
    from,
    width,
    id,
    from,
    to,
    ...(source === rawSource ? [] : [id, from, to]),
  );
  return rows.map((row) => ({
    ts: Math.round(from + number(row, 'bucket') * width),
    min: number(row, 'low'),
    max: number(row, 'high'),
    mean: number(row, 'total') / number(row, 'n'),
  }));
}

const rawSource = 'SELECT ts, value AS low, value AS high, value AS total, 1 AS n FROM reading WHERE series_id = ? AND ts >= ? AND ts < ?';

/** Rollups where a chart bucket holds several of them; otherwise the readings themselves. */
function sourceFor(width: number): string {
  const rollup = [...rollups].reverse().find((one) => one.width <= width);
  if (rollup === undefined) return rawSource;
  const open = `SELECT r.ts, r.value, r.value, r.value, 1 FROM open_bucket o JOIN reading r ON r.series_id = o.series_id AND r.ts >= o.ts AND r.ts < o.ts + o.width
    WHERE o.width = ${rollup.width} AND o.series_id = ? AND r.ts >= ? AND r.ts < ?
    AND NOT EXISTS (SELECT 1 FROM ${rollup.table} b WHERE b.series_id = o.series_id AND b.ts = o.ts)`;
  return `SELECT ts, min AS low, max AS high, sum AS total, count AS n FROM ${rollup.table} WHERE series_id = ? AND ts >= ? AND ts < ? UNION ALL ${open}`;
}
