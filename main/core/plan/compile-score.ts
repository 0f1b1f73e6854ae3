import type { GateKind, MetricSpec } from '../model/plan.ts';
import { type GateContext, note, titled } from './gate-context.ts';
import { didYouMean } from './nearest.ts';
import type { GateDraft, GateMemberDraft, StageGateDraft } from './schema.ts';

/** What stands as the source of a score: it is made of the plan's own metrics. */
export const scoreSource = 'score';

const scored: GateKind = 'weightedScore';

/** The metric behind a weighted score (R2.1), under the id of its gate; null for other gates and when its parts cannot be used. */
export function compileScore(draft: GateDraft | GateMemberDraft | StageGateDraft, context: GateContext): MetricSpec | null {
  if (draft.kind !== scored) return null;
  const weights = draft.weights ?? {};
  const named = draft.metrics ?? Object.keys(weights);
  if (named.length === 0) {
    note(context, 'weights', 'is missing; add it: the weight of each metric, such as weights: { validation-errors: 5 }');
    return null;
  }
  if (context.metrics.some((one) => one.id === draft.id)) {
    note(context, 'id', `${draft.id} is a metric already; a weightedScore makes one under its own id, so give it another`);
    return null;
  }
  const parts = [...new Set([...named, ...Object.keys(weights)])];
  const metrics = parts.map((id) => partOf(id, draft.metrics?.includes(id) === true ? 'metrics' : 'weights', context));
  if (metrics.some((metric) => metric === null)) return null;
  const known = metrics.filter((metric) => metric !== null);
  const [first] = known;
  if (first === undefined) return null;
  noteMixed(known, first, draft.metrics === undefined ? 'weights' : 'metrics', context);
  return {
    id: draft.id,
    title: draft.title ?? titled(draft.id),
    source: scoreSource,
    unit: 'score',
    aggregate: first.aggregate,
    query: {},
    lagMs: Math.max(...known.map((metric) => metric.lagMs)),
    baseline: { from: 'previous', windowMs: null, value: null },
    score: {
      parts: parts.map((metric) => ({ metric, weight: weights[metric] ?? draft.defaultWeight ?? 1 })),
      missingIsZero: draft.whenNoData === 'zero',
    },
  };
}

function noteMixed(metrics: readonly MetricSpec[], first: MetricSpec, key: string, context: GateContext): void {
  const other = metrics.find((metric) => metric.aggregate !== first.aggregate);
  if (other === undefined) return;
  note(context, key, `must share one aggregate: ${first.id} has ${first.aggregate} and ${other.id} ${other.aggregate}`);
}

function partOf(id: string, key: string, context: GateContext): MetricSpec | null {
  const metric = context.metrics.find((one) => one.id === id && one.score === null);
  if (metric !== undefined) return metric;
  const known = context.metrics.map((one) => one.id);
  note(context, key, `names ${id}, which is not a metric of this plan.${didYouMean(id, known)} Metrics: ${known.join(', ')}`);
  return null;
}
