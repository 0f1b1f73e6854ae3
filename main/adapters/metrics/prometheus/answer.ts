import { z } from 'zod';
import type { Reading, SeriesLabels } from '../../../core/model/reading.ts';
import { AdapterError } from '../../errors.ts';
import { distinct, pointKey } from '../shared/series.ts';
import type { Success } from './ask.ts';

const Point = z.tuple([z.number(), z.string()]);
type Point = z.infer<typeof Point>;
const Series = z.object({
  metric: z.record(z.string(), z.string()),
  value: Point.optional(),
  values: z.array(Point).optional(),
  histogram: z.unknown().optional(),
  histograms: z.unknown().optional(),
});
const Data = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.enum(['vector', 'matrix']), result: z.array(Series) }),
  z.object({ resultType: z.literal('scalar'), result: Point }),
  z.object({ resultType: z.literal('string'), result: z.unknown() }),
]);

const unlabelled: SeriesLabels = { release: '*', channel: '*', platform: '*' };
const oneEach = 'Group the query with sum by (release, channel, platform) in the plan.';

/** An empty label is the same as none in Prometheus. */
function labelsOf(metric: Readonly<Record<string, string>>): SeriesLabels {
  return { release: metric['release'] || '*', channel: metric['channel'] || '*', platform: metric['platform'] || '*' };
}

function pointsOf(labels: SeriesLabels, points: readonly Point[], scale: number): Reading[] {
  return points.flatMap(([seconds, text]) => {
    const value = Number(text) * scale;
    return Number.isFinite(value) ? [{ labels, ts: Math.round(seconds * 1000), value, samples: null }] : [];
  });
}

/**
 * An answer as readings. Nothing is not zero: an empty answer stays empty, and values that are not finite
 * (0/0 where nobody used a release) are left out. Throws `invalid` for what cannot be one number per release.
 *
 * Warnings mean partial or doubtful data. Beside numbers they are let pass, because a gate that goes blind on every remark
 * of a proxy would be switched off; without any number they are the reason, and thrown as `unavailable`.
 */
export function readingsIn(answer: Success, scale: number): readonly Reading[] {
  const parsed = Data.safeParse(answer.data);
  if (!parsed.success) throw new AdapterError('invalid', 'The source answered in a form that Tidegate does not know. Check its address.');
  const readings = numbersIn(parsed.data, scale);
  const warnings = answer.warnings ?? [];
  if (readings.length === 0 && warnings.length > 0) {
    throw new AdapterError('unavailable', `The source answered without numbers and with a warning: ${warnings.join('; ').slice(0, 300)}.`);
  }
  return distinct(readings, oneEach);
}

function numbersIn(data: z.infer<typeof Data>, scale: number): Reading[] {
  switch (data.resultType) {
    case 'string':
      throw new AdapterError('invalid', 'The query gives text, not a number. Correct it in the plan.');
    case 'scalar':
      return pointsOf(unlabelled, [data.result], scale);
    case 'vector':
    case 'matrix':
      return data.result.flatMap((series) => {
        if (series.histogram !== undefined || series.histograms !== undefined) {
          throw new AdapterError(
            'invalid',
            'The query gives native histograms, which are not one number. Wrap it in histogram_quantile() or histogram_count() in the plan.',
          );
        }
        return pointsOf(labelsOf(series.metric), series.value === undefined ? (series.values ?? []) : [series.value], scale);
      });
  }
}

/** Readings with the number of observations behind them, matched by labels and time; unmatched ones stay unknown. */
export function withSamples(readings: readonly Reading[], samples: readonly Reading[]): readonly Reading[] {
  const counts = new Map(samples.map((reading) => [pointKey(reading), reading.value]));
  return readings.map((reading) => {
    const count = counts.get(pointKey(reading));
    return count === undefined ? reading : { ...reading, samples: Math.max(0, count) };
  });
}
