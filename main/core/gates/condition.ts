import type { ConditionSpec, MetricSpec } from '../model/plan.ts';
import { formatValue } from './format.ts';
import { isOver } from './kind.ts';
import type { GateInput } from './sight.ts';
import { inOrder, pool, within } from './window.ts';

/** Whether the condition of a gate holds; unknown while nothing fresh of its metric is there. */
export interface ConditionSeen {
  readonly state: 'met' | 'unmet' | 'unknown';
  readonly words: string;
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
    return { state: 'unknown', words: `nothing fresh of ${metric.title}, which decides whether this is judged` };
  }
  const side = condition.direction === 'above' ? 'over' : 'under';
  const met = isOver(seen.value, condition.bound, condition.direction);
  const words = `judged only while ${metric.title} is ${side} ${formatValue(condition.bound, metric.unit)}; it is ${formatValue(seen.value, metric.unit)}`;
  return { state: met ? 'met' : 'unmet', words };
}
