import type { Bucket } from '../../contract/shapes.ts';
import { scorePoints } from '../../core/gates/index.ts';
import type { MetricSpec } from '../../core/model/plan.ts';
import type { Subject } from '../../engine/gather.ts';
import { metricKeyOf, scopeOf } from '../../engine/poll-metrics.ts';
import type { ChartInput } from '../../store/heavy-calls.ts';
import type { World } from '../world.ts';

/** A stretch of a chart, ms, in at most `buckets` buckets. */
export type Stretch = Pick<ChartInput, 'from' | 'to' | 'buckets'>;

/** One stored series and the metric of the plan it belongs to. */
export interface PartInput {
  readonly metric: MetricSpec;
  readonly input: ChartInput;
}

/** The stored series behind a metric: its own one, or those of the parts of a score. None where the source is not known. */
export function partsOf(world: World, subject: Subject, metric: MetricSpec, release: string, stretch: Stretch): PartInput[] {
  const { rollout, target, plan } = subject;
  const metrics =
    metric.score === null ? [metric] : metric.score.parts.flatMap((part) => plan.metrics.filter(({ id }) => id === part.metric));
  return metrics.flatMap((one) => {
    const metricKey = metricKeyOf(world.deps, rollout.planHash, one, { ...scopeOf(rollout, target), release });
    const labels = { release, channel: target.channel, platform: target.surface };
    return metricKey === null ? [] : [{ metric: one, input: { metricKey, labels, ...stretch } }];
  });
}

/**
 * The chart of a metric from the charts of its parts. A score keeps no readings, so it is added up as its gate does it (R2.1); a bucket
 * of it has one value, because its extremes cannot be known from those of its parts.
 */
export function joined(metric: MetricSpec, everyMs: number, parts: readonly PartInput[], charts: readonly (readonly Bucket[])[]): Bucket[] {
  const { score } = metric;
  if (score === null) return (charts[0] ?? []).map((bucket) => ({ ...bucket }));
  const [{ input } = { input: null }] = parts;
  if (input === null) return [];
  const readings = parts.map((part, index) => ({
    metric: part.metric.id,
    points: (charts[index] ?? []).map((bucket) => ({ ts: bucket.ts, value: bucket.mean, samples: null })),
  }));
  const slotMs = Math.max(everyMs, (input.to - input.from) / input.buckets);
  return scorePoints(score, readings, slotMs).map(({ ts, value }) => ({ ts, min: value, max: value, mean: value }));
}
