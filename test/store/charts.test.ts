import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../main/core/model/reading.ts';
import { type ChartBucket, type ChartGrid, chartOf, gridOf, mostBuckets } from '../../main/store/charts.ts';
import { appendReadings } from '../../main/store/readings.ts';
import { bucketStart, closeBuckets, pruneReadings, rollups } from '../../main/store/rollups.ts';
import { minute } from '../support/core-samples.ts';
import { labels, openTemporary, reading } from '../support/store-samples.ts';

const hour = 60 * minute;
const day = 24 * hour;
const start = bucketStart(Date.parse('2026-11-20T10:00:00Z'), hour);

/** What each bucket of the grid should hold, from the readings themselves. Whole rollups count where the grid uses them. */
function naive(readings: readonly Reading[], grid: ChartGrid, from: number, to: number): ChartBucket[] {
  const unit = grid.rollup?.width ?? 1;
  const inside = readings.filter((one) => {
    const ts = bucketStart(one.ts, unit);
    return ts >= (grid.rollup === null ? from : grid.start) && ts < to;
  });
  const groups = Map.groupBy(inside, (one) => Math.trunc((bucketStart(one.ts, unit) - grid.start) / grid.width));
  return [...groups]
    .toSorted(([a], [b]) => a - b)
    .map(([index, group]) => ({
      ts: Math.round(grid.start + index * grid.width),
      min: Math.min(...group.map((one) => one.value)),
      max: Math.max(...group.map((one) => one.value)),
      mean: group.reduce((sum, one) => sum + one.value, 0) / group.length,
    }));
}

const unique = (readings: readonly Reading[]): Reading[] => [...new Map(readings.map((one) => [one.ts, one])).values()];

describe('a chart', () => {
  test('design 4 shows the true minimum, maximum and mean of every bucket, at every span', async () => {
    const { writer, reader } = await openTemporary();
    let run = 0;
    const readings = fc.array(fc.tuple(fc.nat(20 * day), fc.integer({ min: -100, max: 100 })), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        readings,
        fc.nat(10 * day),
        fc.integer({ min: 1, max: 20 * day }),
        fc.integer({ min: 1, max: 700 }),
        fc.nat(20 * day),
        (given, shift, span, buckets, closed) => {
          run += 1;
          const metric = `metric ${run}`;
          const all = unique(given.map(([at, value]) => reading(start + at, value)));
          const early = all.filter((_, index) => index % 3 !== 0);
          appendReadings(writer, metric, early);
          closeBuckets(writer, start + closed);
          appendReadings(writer, metric, all);
          const [from, to] = [start + shift, start + shift + span];
          const chart = chartOf(reader, metric, labels, from, to, buckets);
          expect(chart.length).toBeLessThanOrEqual(Math.min(buckets, mostBuckets));
          const expected = naive(all, gridOf(from, to, buckets, Number.NEGATIVE_INFINITY), from, to);
          expect(chart.map(({ ts, min, max }) => [ts, min, max])).toEqual(expected.map(({ ts, min, max }) => [ts, min, max]));
          chart.forEach((bucket, index) => expect(bucket.mean).toBeCloseTo(expected[index]?.mean ?? Number.NaN, 9));
        },
      ),
      { numRuns: 80 },
    );
  });

  test.each([
    ['20 min in readings', 20 * minute, null],
    ['7 days in 5 min rollups', 7 * day, rollups[0]],
    ['60 days in 1 h rollups', 60 * day, rollups[1]],
  ])('design 4 reads %s', (_, span, rollup) => {
    expect(gridOf(start, start + span, 500, Number.NEGATIVE_INFINITY).rollup).toBe(rollup);
  });

  test('design 4 reads a short span in rollups where the readings were pruned', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start, 1), reading(start + minute, 3), reading(start + 20 * minute, 2)]);
    pruneReadings(writer, start + hour);
    expect(chartOf(reader, 'errors', labels, start, start + 30 * minute, 500)).toEqual([
      { ts: start, min: 1, max: 3, mean: 2 },
      { ts: start + 20 * minute, min: 2, max: 2, mean: 2 },
    ]);
  });

  test('design 4 shows a late reading before its rollup is built again', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start, 1)]);
    closeBuckets(writer, start + day);
    appendReadings(writer, 'errors', [reading(start + 1, 9)]);
    expect(chartOf(reader, 'errors', labels, start, start + 7 * day, 500)).toEqual([{ ts: start, min: 1, max: 9, mean: 5 }]);
  });

  test('design 4 is empty for an unknown series, and for a span that ends before it begins', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start, 1)]);
    expect(chartOf(reader, 'latency', labels, start, start + day, 10)).toEqual([]);
    expect(chartOf(reader, 'errors', labels, start + day, start, 10)).toEqual([]);
    expect(chartOf(reader, 'errors', labels, start, start, 10)).toEqual([]);
    expect(chartOf(reader, 'errors', labels, Number.NaN, start, 10)).toEqual([]);
  });
});
