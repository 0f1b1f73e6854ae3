import type { SeriesLabels } from '../core/model/reading.ts';
import type { Reader, Row, Value } from './handles.ts';
import { bucketStart, keptFrom, type RollupTable, rollups } from './rollups.ts';
import { number } from './row.ts';
import { bestSeries } from './series.ts';

export interface ChartBucket {
  readonly ts: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

export const mostBuckets = 500;

/** A chart's grid: bucket i covers [start + i × width, start + (i + 1) × width), ms. */
export interface ChartGrid {
  readonly start: number;
  readonly width: number;
  /** Where its values come from: a rollup, or null for the readings themselves. */
  readonly rollup: RollupTable | null;
}

/**
 * The grid of a chart between two times with at most `buckets` (500) buckets. It is read from the widest rollup that fits
 * a bucket, and its edges then lie on that rollup's, so that minimum and maximum are true for each bucket; the first and
 * last bucket may reach up to one rollup beyond the asked times. Raw readings are not used where some were pruned.
 */
export function gridOf(from: number, to: number, buckets: number, rawFrom: number): ChartGrid {
  const count = Math.max(1, Math.min(mostBuckets, Math.floor(buckets)));
  const width = (to - from) / count;
  const rollup = rollups.findLast((one) => one.width <= width) ?? (from < rawFrom ? rollups[0] : null);
  if (rollup === null) return { start: from, width, rollup };
  const start = bucketStart(from, rollup.width);
  return { start, width: Math.ceil((to - start) / count / rollup.width) * rollup.width, rollup };
}

/** A series in [from, to) as at most 500 buckets of minimum, maximum and mean; empty ones are left out. */
export function chartOf(reader: Reader, metricKey: string, labels: SeriesLabels, from: number, to: number, buckets: number): ChartBucket[] {
  if (!(to > from)) return [];
  return reader.consistent(() => {
    const id = bestSeries(reader, metricKey, labels);
    if (id === null) return [];
    const grid = gridOf(from, to, buckets, keptFrom(reader));
    return rowsOf(reader, grid, id, from, to).map((row) => bucketOf(row, grid));
  });
}

function bucketOf(row: Row, grid: ChartGrid): ChartBucket {
  return {
    ts: Math.round(grid.start + number(row, 'bucket') * grid.width),
    min: number(row, 'low'),
    max: number(row, 'high'),
    mean: number(row, 'total') / number(row, 'n'),
  };
}

function rowsOf(reader: Reader, grid: ChartGrid, id: number, from: number, to: number): Row[] {
  const [source, values] = grid.rollup === null ? rawSource(id, from, to) : rollupSource(grid.rollup, id, grid.start, to);
  return reader.all(
    `SELECT CAST((ts - ?) / ? AS INTEGER) AS bucket, min(low) AS low, max(high) AS high, sum(total) AS total, sum(n) AS n
     FROM (${source}) GROUP BY bucket ORDER BY bucket`,
    grid.start,
    grid.width,
    ...values,
  );
}

function rawSource(id: number, from: number, to: number): [string, Value[]] {
  const sql = 'SELECT ts, value AS low, value AS high, value AS total, 1 AS n FROM reading WHERE series_id = ? AND ts >= ? AND ts < ?';
  return [sql, [id, from, to]];
}

/** Rollups, and the readings themselves for buckets that are open: new ones, and those a late reading opened again. */
function rollupSource({ table, width }: RollupTable, id: number, start: number, to: number): [string, Value[]] {
  const sql = `
    SELECT ts, min AS low, max AS high, sum AS total, count AS n FROM ${table} b WHERE series_id = ? AND ts >= ? AND ts < ?
      AND NOT EXISTS (SELECT 1 FROM open_bucket o WHERE o.width = ${width} AND o.series_id = b.series_id AND o.ts = b.ts)
    UNION ALL
    SELECT o.ts, r.value, r.value, r.value, 1 FROM open_bucket o
      JOIN reading r ON r.series_id = o.series_id AND r.ts >= o.ts AND r.ts < o.ts + ${width}
      WHERE o.width = ${width} AND o.series_id = ? AND o.ts >= ? AND o.ts < ?`;
  return [sql, [id, start, to, id, start, to]];
}
