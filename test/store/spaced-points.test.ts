import { describe, expect, test } from 'vitest';
import { appendReadings } from '../../main/store/readings.ts';
import { labelsOf, spacedPoints } from '../../main/store/spaced-points.ts';
import { now } from '../support/core-samples.ts';
import { labels, openTemporary, reading } from '../support/store-samples.ts';

const start = Math.floor(now / 60_000) * 60_000;
const input = { metricKey: 'errors', labels, from: start - 1, to: start + 600_000, aggregate: 'last', windowMs: 20_000 } as const;

describe('readings for a comparison', () => {
  test('R5.4 counts no event twice: of readings that each cover a window one per window is taken', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(
      writer,
      'errors',
      Array.from({ length: 30 }, (_, index) => reading(start + index * 2000, index / 100)),
    );
    const last = spacedPoints(reader, input);
    expect(last.map((point) => point.ts - start)).toEqual([18_000, 38_000, 58_000]);
    expect(last.map((point) => point.value)).toEqual([0.09, 0.19, 0.29]);
    expect(spacedPoints(reader, { ...input, aggregate: 'pooled' })).toHaveLength(30);
  });

  test('R5.4 pools more than a thousand readings by their samples, and keeps every sample', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(
      writer,
      'errors',
      Array.from({ length: 3000 }, (_, index) => reading(start + index * 200, index % 2, { samples: 1 + 2 * (index % 2) })),
    );
    const points = spacedPoints(reader, { ...input, aggregate: 'pooled' });
    expect(points.length).toBeLessThanOrEqual(1001);
    expect(points.reduce((sum, point) => sum + (point.samples ?? 0), 0)).toBe(6000);
    expect(points.reduce((sum, point) => sum + point.value * (point.samples ?? 0), 0)).toBeCloseTo(4500, 6);
  });

  test('R5.4 has nothing to say of a source that does not tell releases apart', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(writer, 'errors', [reading(start + 1000, 0.1, { labels: { ...labels, release: '*' } })]);
    expect(spacedPoints(reader, input)).toEqual([]);
    expect(labelsOf(reader, 'errors', start)).toEqual([{ ...labels, release: '*' }]);
    expect(labelsOf(reader, 'errors', start + 2000)).toEqual([]);
  });
});
