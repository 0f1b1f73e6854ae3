import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergePoints, pastPointsOf, pointsForBacktest } from '../../main/store/history.ts';
import { beginImport, dropImport, getImport, keepImport, stageReadings, sweepDropped } from '../../main/store/history-imports.ts';
import type { Writer } from '../../main/store/open.ts';
import { appendReadings, pointsOf } from '../../main/store/readings.ts';
import { pruneReadings } from '../../main/store/rollups.ts';
import { labels, openTemporary, reading } from '../support/store-samples.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 1);
const everything = { from: start - 1, to: start + 100 * hour } as const;

function imported(writer: Writer, id: string, points: readonly (readonly [ts: number, value: number])[]): void {
  beginImport(writer, { id, kind: 'readings', name: id, mapping: {}, createdAt: start });
  stageReadings(
    writer,
    id,
    points.map(([ts, value]) => ({ metricKey: 'errors', labels, ts, value, samples: 5 })),
  );
}

describe('readings of the past', () => {
  test('design 4 join what was measured with what was imported, and what was measured goes first', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start + 2, 0.2), reading(start + 3, 0.3)]);
    imported(writer, 'i1', [
      [start + 1, 0.9],
      [start + 2, 0.9],
    ]);
    const values = (): number[] => pastPointsOf(reader, 'errors', labels, everything.from, everything.to).map((point) => point.value);
    expect(values()).toEqual([0.2, 0.3]);
    keepImport(writer, 'i1', start);
    expect(values()).toEqual([0.9, 0.2, 0.3]);
    expect(pointsOf(reader, 'errors', labels, everything.from, everything.to)).toHaveLength(2);
    dropImport(writer, 'i1');
    expect(values()).toEqual([0.2, 0.3]);
  });

  test('design 4 are 5 min means where the readings themselves are gone, each at the end of its time', async () => {
    const { writer, reader } = await openTemporary();
    const readings = Array.from({ length: 40 }, (_one, index) => reading(start + index * 60_000, index, { samples: 10 }));
    appendReadings(writer, 'errors', [...readings, reading(start + 2 * hour + 1, 100)]);
    pruneReadings(writer, start + 2 * hour);
    const [found] = pointsForBacktest(reader, [{ metricKey: 'errors', labels, ...everything }]);
    expect(found?.coarse).toBe(8);
    expect(found?.points[0]).toEqual({ ts: start + 300_000, value: 2, samples: 50 });
    expect(found?.points.at(-1)).toEqual({ ts: start + 2 * hour + 1, value: 100, samples: 100 });
    imported(writer, 'i1', [[start + 60_000, 7]]);
    keepImport(writer, 'i1', start);
    const [fine] = pointsForBacktest(reader, [{ metricKey: 'errors', labels, ...everything }]);
    expect(fine?.coarse).toBe(7);
    expect(fine?.points[0]?.value).toBe(7);
  });

  test('design 4 are one list by time without doubles, whatever the two lists hold', () => {
    const list = fc.uniqueArray(fc.nat(50)).map((times) => times.toSorted((a, b) => a - b).map((ts) => ({ ts, value: ts, samples: null })));
    fc.assert(
      fc.property(list, list, (first, second) => {
        const merged = mergePoints(first, second).map((point) => point.ts);
        expect(merged).toEqual([...new Set([...first, ...second].map((point) => point.ts))].toSorted((a, b) => a - b));
      }),
    );
  });
});

test('R4.11 a dropped import is out of sight at once and its rows go in portions', async () => {
  const { writer, reader } = await openTemporary();
  imported(
    writer,
    'i1',
    Array.from({ length: 25_000 }, (_one, index) => [start + index, 1]),
  );
  keepImport(writer, 'i1', start);
  dropImport(writer, 'i1');
  const rows = (): unknown => reader.one('SELECT count(*) AS n FROM imported_reading')?.['n'];
  expect(pastPointsOf(reader, 'errors', labels, everything.from, everything.to)).toEqual([]);
  expect(sweepDropped(writer)).toBe(true);
  expect(rows()).toBe(5000);
  while (sweepDropped(writer)) expect(rows()).toBe(0);
  expect(getImport(reader, 'i1')).toBeNull();
});
