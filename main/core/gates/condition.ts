import type { ConditionSpec, MetricSpec } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';
import { durationInWords } from '../words.ts';
import { formatValue } from './format.ts';
import { isOver } from './kind.ts';
import type { GateInput } from './sight.ts';
import { inOrder, pool, within } from './window.ts';

/** Whether the condition of a gate holds; unknown while nothing fresh of its metric is there. */
export interface ConditionSeen {
  readonly state: 'met' | 'unmet' | 'unknown';
  readonly words: string;
  /** What the last readings said while the present is unknown; null when nothing was ever read. */
  readonly last: { readonly met: boolean; readonly words: string } | null;
}

/** Looks at the condition of a gate over its own window (R3.2: audit inserts are asked for only while there are mutations). */
export function conditionSeen(
  condition: ConditionSpec,
  metric: MetricSpec,
  input: Pick<GateInput, 'now' | 'points' | 'everyMs'>,
): ConditionSeen {
  const points = inOrder(input.points.filter((point) => point.ts <= input.now));
  const newest = points[points.length - 1];
  const seen = pool(within(points, input.now, condition.windowMs), metric.aggregate);
  if (newest === undefined || seen === null || input.now - newest.ts > 3 * input.everyMs + metric.lagMs) {
    const words = `nothing fresh of ${metric.title}, which decides whether this is judged`;
    return { state: 'unknown', words, last: newest === undefined ? null : lastSeen(condition, metric, points, newest.ts, input.now) };
  }
  const side = condition.direction === 'above' ? 'over' : 'under';
  const met = isOver(seen.value, condition.bound, condition.direction);
  const words = `judged only while ${metric.title} is ${side} ${formatValue(condition.bound, metric.unit)}; it is ${formatValue(seen.value, metric.unit)}`;
  return { state: met ? 'met' : 'unmet', words, last: null };
}

/** How long the last reading of a condition is remembered once it is late, ms: what was so a quarter of an hour ago decides nothing. */
export const rememberedMs = 15 * 60_000;

/** The condition as it stood when its metric was last read. */
function lastSeen(
  condition: ConditionSpec,
  metric: MetricSpec,
  points: readonly Point[],
  at: number,
  now: number,
): NonNullable<ConditionSeen['last']> | null {
  const seen = now - at > rememberedMs ? null : pool(within(points, at, condition.windowMs), metric.aggregate);
  if (seen === null) return null;
  const met = isOver(seen.value, condition.bound, condition.direction);
  return {
    met,
    words: `${metric.title} was ${formatValue(seen.value, metric.unit)} when it was last read, ${durationInWords(now - at)} ago`,
  };
}
