import { describe, expect, test } from 'vitest';
import type { Point } from '../../main/core/model/reading.ts';
import { readWorkerUrl } from '../../main/paths.ts';
import type { BacktestInput } from '../../main/store/backtest.ts';
import { seriesBetween } from '../../main/store/backtest-series.ts';
import { appendReadings } from '../../main/store/readings.ts';
import { startReadWorker } from '../../main/store/read-client.ts';
import { closeBuckets, pruneReadings } from '../../main/store/rollups.ts';
import { minute, sampleGate, sampleMetric, samplePlan, sampleStage } from '../support/core-samples.ts';
import { samplePast } from '../support/past-samples.ts';
import { openTemporary } from '../support/store-samples.ts';

const hour = 60 * minute;
const start = Date.UTC(2026, 10, 2, 9);
const labels = { release: '4.8.0', channel: 'stable', platform: 'web' };
const points: Point[] = Array.from({ length: 720 }, (_, index) => ({
  ts: start + index * 15_000 + 5000,
  value: (index % 7) / 1000,
  samples: 100,
}));

describe('R1.12 the past as a backtest reads it', () => {
  test('R1.12 has every reading inside its blocks, closed, open or pruned to means', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(
      writer,
      'errors',
      points.map((point) => ({ ...point, labels })),
    );
    closeBuckets(writer, start + 2 * hour);
    pruneReadings(writer, start + hour);
    const series = seriesBetween(reader, 'errors', labels, start, start + 3 * hour);
    const found = series.points(start, start + 3 * hour);
    expect(found.filter((point) => point.ts > start + hour)).toEqual(points.filter((point) => point.ts > start + hour));
    expect(found.filter((point) => point.ts <= start + hour)).toHaveLength(12);
    for (const point of found) {
      // A mean stands at the end of its block.
      const block = series.blocks.find((one) => one.start === Math.floor((point.ts - 1) / series.blockMs) * series.blockMs);
      expect(block).toBeDefined();
      expect(point.value).toBeGreaterThanOrEqual(block?.min ?? Number.POSITIVE_INFINITY);
      expect(point.value).toBeLessThanOrEqual(block?.max ?? Number.NEGATIVE_INFINITY);
    }
  });

  test('R1.12 gives any stretch as if all were read at once', async () => {
    const { writer, reader } = await openTemporary();
    appendReadings(
      writer,
      'errors',
      points.map((point) => ({ ...point, labels })),
    );
    const series = seriesBetween(reader, 'errors', labels, start, start + 3 * hour);
    for (const [from, to] of [
      [start - hour, start + 9 * hour],
      [start + 7 * minute + 5000, start + 61 * minute + 5000],
      [start + 3 * hour - 1, start + 3 * hour],
    ] as const) {
      expect(series.points(from, to)).toEqual(points.filter((point) => point.ts > from && point.ts <= to));
    }
  });
});

describe('R1.12 a backtest in the reader', () => {
  const many = Array.from({ length: 60 }, (_, index) => samplePast({ id: `past-${index}`, version: '4.8.0', startedAt: start }));
  const plan = samplePlan({ metrics: [sampleMetric()], stages: [sampleStage({ gates: [sampleGate({ red: 0.009, emergency: null })] })] });
  const keys = Object.fromEntries(many.map((past) => [past.id, { errors: { own: 'errors', before: 'errors' } }]));
  const input: BacktestInput = { rollouts: many, plans: [{ plan, hash: 'h', keys }], until: start + 9 * hour };

  test('R1.12 tells how far it is, lets a chart go before it, and ends when nobody wants it any more', async () => {
    const store = await openTemporary();
    appendReadings(
      store.writer,
      'errors',
      points.map((point) => ({ ...point, labels })),
    );
    const client = startReadWorker(store.file, readWorkerUrl());
    try {
      const heard: string[] = [];
      const whole = client.call('backtest', input, { progress: (done, total) => heard.push(`${done} of ${total}`) });
      const chart = client
        .call('chart', { metricKey: 'errors', labels, from: start, to: start + hour, buckets: 10 })
        .then((buckets) => heard.push(`chart ${buckets.length > 0}`));
      const [reports] = await Promise.all([whole, chart]);
      expect(reports?.[0]?.totals.releases).toBe(60);
      expect(heard.filter((one) => one.endsWith('of 60'))).toHaveLength(60);
      expect(heard.indexOf('chart true')).toBeLessThan(heard.indexOf('60 of 60'));

      const ending = new AbortController();
      const ended = client.call('backtest', input, { signal: ending.signal, progress: () => ending.abort() });
      expect(await ended).toBeNull();
      expect(await client.call('backtest', input, { signal: AbortSignal.abort() })).toBeNull();
    } finally {
      await client.close();
    }
  });
});
