import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendReadings, lastPointOf, pointsOf } from '../../main/store/readings.ts';
import { transaction } from '../../main/store/open.ts';
import { pruneReadings } from '../../main/store/rollups.ts';
import { minute, now } from '../support/core-samples.ts';
import { labels, openTemporary, reading } from '../support/store-samples.ts';

const everything = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const;

describe('appending', () => {
  test('design 4 gives readings back oldest first, samples included', async () => {
    const { writer, reader } = await openTemporary();
    expect(appendReadings(writer, 'errors', [reading(now + 2, 0.2), reading(now + 1, 0.1, { samples: null })])).toBe(2);
    expect(pointsOf(reader, 'errors', labels, ...everything)).toEqual([
      { ts: now + 1, value: 0.1, samples: null },
      { ts: now + 2, value: 0.2, samples: 100 },
    ]);
    expect(lastPointOf(reader, 'errors', labels)).toEqual({ ts: now + 2, value: 0.2, samples: 100 });
  });

  test('design 4 replaces a reading at the same time of the same series', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(now, 0.1)]);
    appendReadings(writer, 'errors', [reading(now, 0.3)]);
    expect(pointsOf(reader, 'errors', labels, ...everything).map((point) => point.value)).toEqual([0.3]);
  });

  test('design 4 leaves out values that are no number, and keeps the others', async () => {
    const { writer, reader } = await openTemporary();
    const values = [Number.NaN, 0.1, Number.POSITIVE_INFINITY];
    expect(
      appendReadings(
        writer,
        'errors',
        values.map((value, index) => reading(now + index, value)),
      ),
    ).toBe(1);
    expect(pointsOf(reader, 'errors', labels, ...everything).map((point) => point.value)).toEqual([0.1]);
  });

  test('design 4 keeps the series of two metrics apart after an undone transaction', async () => {
    const { writer, reader } = await openTemporary();
    const undone = (): void =>
      transaction(writer, () => {
        appendReadings(writer, 'errors', [reading(now, 1)]);
        expect(pointsOf(reader, 'errors', labels, ...everything)).toHaveLength(1);
        throw new Error('undone');
      });
    expect(undone).toThrow('undone');
    appendReadings(writer, 'latency', [reading(now, 2)]);
    appendReadings(writer, 'errors', [reading(now, 3)]);
    expect(pointsOf(reader, 'latency', labels, ...everything).map((point) => point.value)).toEqual([2]);
    expect(pointsOf(reader, 'errors', labels, ...everything).map((point) => point.value)).toEqual([3]);
  });

  test('design 4 does not take readings older than what is kept raw', async () => {
    const { writer } = await openTemporary();
    pruneReadings(writer, now);
    expect(appendReadings(writer, 'errors', [reading(now - 120 * minute, 1), reading(now, 2)])).toBe(1);
  });
});

describe('asking', () => {
  test('design 4 takes readings after the first time up to the second', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(now, 1), reading(now + 10, 2), reading(now + 20, 3)]);
    expect(pointsOf(reader, 'errors', labels, now, now + 10).map((point) => point.value)).toEqual([2]);
  });

  test('design 4 prefers the exact series and falls back to one with unknown labels', async () => {
    const { writer, reader } = await openTemporary();
    const value = (): number | undefined => lastPointOf(reader, 'errors', labels)?.value;
    expect(value()).toBeUndefined();
    appendReadings(writer, 'errors', [reading(now, 1, { labels: { release: '*', channel: '*', platform: '*' } })]);
    expect(value()).toBe(1);
    appendReadings(writer, 'errors', [reading(now, 2, { labels: { ...labels, channel: '*' } })]);
    expect(value()).toBe(2);
    appendReadings(writer, 'errors', [reading(now, 3)]);
    expect(value()).toBe(3);
  });

  test('design 4 answers nothing for another release, metric or platform', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(now, 1)]);
    expect(pointsOf(reader, 'errors', { ...labels, release: '4.7.3' }, ...everything)).toEqual([]);
    expect(pointsOf(reader, 'latency', labels, ...everything)).toEqual([]);
    expect(lastPointOf(reader, 'errors', { ...labels, platform: 'mobile' })).toBeNull();
  });

  test('design 2.1 gives back exactly what was appended', async () => {
    const { writer, reader } = await openTemporary();
    let run = 0;
    const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0);
    fc.assert(
      fc.property(fc.dictionary(fc.nat(1_000_000).map(String), value, { maxKeys: 50 }), (values) => {
        run += 1;
        const given = Object.entries(values).map(([ts, one]) => reading(now + Number(ts), one));
        appendReadings(writer, `metric ${run}`, given);
        const sorted = given.map(({ ts, value: one, samples }) => ({ ts, value: one, samples })).toSorted((a, b) => a.ts - b.ts);
        expect(pointsOf(reader, `metric ${run}`, labels, ...everything)).toEqual(sorted);
      }),
      { numRuns: 50 },
    );
  });
});
