import type { ConditionSpec } from '../model/plan.ts';
import { durationMs, readBound } from './bounds.ts';
import { type GateContext, note } from './gate-context.ts';
import { didYouMean } from './nearest.ts';
import type { GateDraft } from './schema.ts';

type ConditionDraft = NonNullable<GateDraft['while']>;

/** Fills in the condition of a gate and notes what is wrong with it; null when it cannot be used. */
export function compileCondition(draft: ConditionDraft, windowMs: number, context: GateContext): ConditionSpec | null {
  const metric = context.metrics.find((one) => one.id === draft.metric);
  if (metric === undefined) {
    const known = context.metrics.map((one) => one.id);
    note(
      context,
      'while',
      `names ${draft.metric}, which is not a metric of this plan.${didYouMean(draft.metric, known)} Metrics: ${known.join(', ')}`,
    );
    return null;
  }
  const above = draft.above ?? null;
  const below = draft.below ?? null;
  const raw = above ?? below;
  if (raw === null || (above !== null && below !== null)) {
    note(context, 'while', `needs one of above and below, such as while: { metric: ${metric.id}, above: 0 }`);
    return null;
  }
  const bound = readBound(raw, metric.unit, 'absolute');
  if (!bound.ok) {
    note(context, 'while', bound.message);
    return null;
  }
  return {
    metric: metric.id,
    direction: above === null ? 'below' : 'above',
    bound: bound.value,
    windowMs: draft.window === undefined ? windowMs : durationMs(draft.window),
  };
}
