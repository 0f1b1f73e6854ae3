import { z } from 'zod';
import type { Reading, SeriesLabels } from '../../../core/model/reading.ts';
import { AdapterError } from '../../errors.ts';

const Point = z.tuple([z.number(), z.string()]);
const Series = z.object({ metric: z.record(z.string(), z.string()), value: Point.optional(), values: z.array(Point).optional(), histogram: z.unknown().optional(), histograms: z.unknown().optional() });
const Data = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: z.array(Series) }),
  z.object({ resultType: z.literal('matrix'), result: z.array(Series) }),
  z.object({ resultType: z.literal('scalar'), result: Point }),
  z.object({ resultType: z.literal('string'), result: z.unknown() }),
]);

export const Success = z.object({ status: z.literal('success'), data: Data, warnings: z.array(z.string()).optional() });
export const Failure = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });

function labelsOf(metric: Readonly<Record<string, string>>): SeriesLabels {
  return { release: metric['release'] ?? '*', channel: metric['channel'] ?? '*', platform: metric['platform'] ?? '*' };
}

/**
 * An answer as readings. An empty answer stays empty, and values that are not finite (no traffic gives 0/0) are left out:
 * nothing is not zero.
 */
export function readingsIn(answer: z.infer<typeof Success>, scale: number): Reading[] {
  const { data } = answer;
  if (data.resultType === 'string') throw new AdapterError('invalid', 'The query gives text, not a number. Change it in the plan.');
  if (data.resultType === 'scalar') return pointsOf({ release: '*', channel: '*', platform: '*' }, [data.result], scale);
  return data.result.flatMap((series) => {
    if (series.histogram !== undefined || series.histograms !== undefined) {
      throw new AdapterError('invalid', 'The query gives native histograms. Wrap it in histogram_quantile() or histogram_count() in the plan.');
    }
    return pointsOf(labelsOf(series.metric), series.value === undefined ? (series.values ?? []) : [series.value], scale);
  });
}

function pointsOf(labels: SeriesLabels, points: readonly (readonly [number, string])[], scale: number): Reading[] {
  return points.flatMap(([seconds, text]) => {
    const value = Number(text) * scale;
    return Number.isFinite(value) ? [{ labels, ts: Math.round(seconds * 1000), value, samples: null }] : [];
  });
}

function keyOf(reading: Reading): string {
  return [reading.labels.release, reading.labels.channel, reading.labels.platform, reading.ts].join('\n');
}

/** Readings with the number of observations behind them, matched by labels and time; unmatched ones stay unknown. */
export function withSamples(readings: readonly Reading[], samples: readonly Reading[]): Reading[] {
  const counts = new Map(samples.map((reading) => [keyOf(reading), reading.value]));
  return readings.map((reading) => {
    const count = counts.get(keyOf(reading));
    return count === undefined ? reading : { ...reading, samples: Math.max(0, count) };
  });
}
