import type { GateSpec, MetricSpec } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';
import { intervalOf } from './evidence.ts';
import { sightOf } from './sight.ts';
import { firstAfter, inOrder } from './window.ts';

/** Where the true value lay by a gate's confidence, as it could be told at `ts` (ms), in the metric's unit. */
export interface IntervalPoint {
  readonly ts: number;
  readonly low: number;
  readonly high: number;
}

/** Whether the gate judges by an interval at all: only rates have one. */
export function hasInterval(gate: GateSpec, metric: MetricSpec): boolean {
  return gate.evidence !== 'raw' && metric.unit === 'rate' && metric.score === null;
}

/**
 * The interval a gate had at each of `times` (ms), from the readings that were there by then; a moment without one is left out.
 * The same interval that its verdict went by, so that a chart shows what was believed then and not what is known now.
 */
export function intervalLine(
  gate: GateSpec,
  metric: MetricSpec,
  seen: { readonly points: readonly Point[]; readonly startedAt: number | null; readonly everyMs: number },
  times: readonly number[],
): IntervalPoint[] {
  if (!hasInterval(gate, metric)) return [];
  const points = inOrder(seen.points);
  return times.flatMap((now) => {
    const known = points.slice(0, firstAfter(points, now));
    const { startedAt, everyMs } = seen;
    const sight = sightOf(gate, metric, {
      now,
      startedAt,
      everyMs,
      points: known,
      baseline: null,
      control: [],
      failingSince: null,
      problem: null,
    });
    const interval = sight.pool === null ? null : intervalOf(sight, sight.pool);
    return interval === null ? [] : [{ ts: now, low: interval.low, high: interval.high }];
  });
}
