import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../main/core/model/reading.ts';
import type { Row } from '../../main/store/handles.ts';
import type { Reader } from '../../main/store/open.ts';
import { appendReadings, pointsOf } from '../../main/store/readings.ts';
import { bucketStart, closeBuckets, pruneReadings, rollups } from '../../main/store/rollups.ts';
import { minute } from '../support/core-samples.ts';
import { labels, openTemporary, reading } from '../support/store-samples.ts';

const hour = 60 * minute;
const start = bucketStart(Date.parse('2026-11-20T10:00:00Z'), hour);

function rollupsIn(reader: Reader, table: string): Row[] {
  return reader.all(`SELECT ts, min, max, sum, count, samples FROM ${table} ORDER BY series_id, ts`);
}

/** The same, computed the slow way over the readings that survive an upsert. */
function naive(readings: readonly Reading[], width: number, before: number): Row[] {
  const latest = [...new Map(readings.map((one) => [one.ts, one])).values()];
  const groups = Map.groupBy(latest, (one) => Math.floor(one.ts / width) * width);
  return [...groups]
    .filter(([ts]) => ts + width <= before)
    .toSorted(([a], [b]) => a - b)
    .map(([ts, group]) => ({
      ts,
      min: Math.min(...group.map((one) => one.value)),
      max: Math.max(...group.map((one) => one.value)),
      sum: group.toSorted((a, b) => a.ts - b.ts).reduce((sum, one) => sum + one.value, 0),
      count: group.length,
      samples: group.reduce((sum, one) => sum + (one.samples ?? 0), 0),
    }));
}

const readingsOf = fc.array(
  fc.record({ at: fc.nat(3 * hour), value: fc.integer({ min: -1000, max: 1000 }) }).map(({ at, value }) => reading(start + at, value)),
  { minLength: 1, maxLength: 60 },
);

describe('rollups', () => {
  test('design 4 equal what a naive computation gives, however the readings arrive', async () => {
    const { writer, reader } = await openTemporary();
    const clear = ['reading', 'series', 'open_bucket', ...rollups.map(({ table }) => table)];
    fc.assert(
      fc.property(readingsOf, readingsOf, fc.nat(4 * hour), (first, late, after) => {
        for (const table of clear) writer.run(`DELETE FROM ${table}`);
        appendReadings(writer, 'errors', first);
        closeBuckets(writer, start + after);
        appendReadings(writer, 'errors', late);
        closeBuckets(writer, start + after);
        for (const { table, width } of rollups) expect(rollupsIn(reader, table)).toEqual(naive([...first, ...late], width, start + after));
      }),
      { numRuns: 60 },
    );
  });

  test('design 4 are built once, and not before their bucket is over', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start + 1, 1)]);
    expect(closeBuckets(writer, start + 5 * minute - 1)).toBe(0);
    expect(closeBuckets(writer, start + 5 * minute)).toBe(1);
    expect(closeBuckets(writer, start + 5 * minute)).toBe(0);
    expect(closeBuckets(writer, start + hour)).toBe(1);
    expect(rollupsIn(reader, 'rollup_1h')).toEqual([{ ts: start, min: 1, max: 1, sum: 1, count: 1, samples: 100 }]);
  });

  test('design 4 take in a reading that comes late', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start + 1, 1)]);
    closeBuckets(writer, start + hour);
    appendReadings(writer, 'errors', [reading(start + 2, 9)]);
    expect(closeBuckets(writer, start + hour)).toBe(2);
    expect(rollupsIn(reader, 'rollup_5m')).toEqual([{ ts: start, min: 1, max: 9, sum: 10, count: 2, samples: 200 }]);
  });
});

describe('pruning', () => {
  test('design 4 removes raw readings of full hours and keeps every rollup', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start - hour, 5), reading(start - 1, 6), reading(start, 7)]);
    expect(pruneReadings(writer, start + 30 * minute)).toBe(2);
    expect(pointsOf(reader, 'errors', labels, 0, start + hour).map((point) => point.value)).toEqual([7]);
    expect(rollupsIn(reader, 'rollup_1h')).toEqual([{ ts: start - hour, min: 5, max: 6, sum: 11, count: 2, samples: 200 }]);
    expect(rollupsIn(reader, 'rollup_5m')).toHaveLength(2);
  });

  test('design 4 does nothing twice, and never takes back what it promised', async () => {
    const { writer } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start - hour, 5)]);
    expect([pruneReadings(writer, start), pruneReadings(writer, start + minute), pruneReadings(writer, start - hour)]).toEqual([1, 0, 0]);
  });

  test('design 4 a reading too late for its pruned bucket does not harm the rollup', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start - hour, 5), reading(start - 1, 6)]);
    pruneReadings(writer, start);
    appendReadings(writer, 'errors', [reading(start - 2, 100)]);
    closeBuckets(writer, start + hour);
    expect(rollupsIn(reader, 'rollup_1h')).toEqual([{ ts: start - hour, min: 5, max: 6, sum: 11, count: 2, samples: 200 }]);
  });
});
