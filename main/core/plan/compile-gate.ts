import { compositeKinds } from '../gates/list.ts';
import { boundNames, type BoundName } from '../gates/words.ts';
import type { CanarySpec, GateKind, GateSpec, MetricSpec } from '../model/plan.ts';
import { durationMs, readBound } from './bounds.ts';
import { checkOwnWindow } from './own-window.ts';
import { checkBounds, checkTimes } from './check-gate.ts';
import { compileComposite } from './compile-composite.ts';
import { compileCondition } from './compile-condition.ts';
import { type GateContext, note, titled } from './gate-context.ts';
import { checkKeys } from './gate-keys.ts';
import { didYouMean } from './nearest.ts';
import type { GateDraft, GateMemberDraft } from './schema.ts';

/** Kinds whose bound is reached by standing on it, unless the plan says otherwise. */
const inclusiveKinds: readonly GateKind[] = ['circuitBreaker', 'weightedScore'];

/** Fills in a gate and notes what is wrong with it. Null when its metric is unknown, because nothing else can be read then. */
export function compileGate(draft: GateDraft | GateMemberDraft, context: GateContext): GateSpec | null {
  const kind = draft.kind ?? 'absolute';
  checkKeys(draft, kind, context);
  if (compositeKinds.includes(kind)) return compileComposite(draft, kind, context, compileGate);
  const metric = metricOf(draft, kind, context);
  if (metric === null || draft.window === undefined) {
    if (draft.window === undefined) note(context, 'window', 'is missing; add it: a duration with its unit, such as 15s, 10m or 24h');
    return null;
  }
  const gate = simpleGate(draft, kind, metric, durationMs(draft.window), context);
  checkBounds(gate, metric, context);
  checkTimes(gate, metric, context);
  checkOwnWindow(gate, metric, context);
  checkFit(draft, gate, metric, context);
  return gate;
}

function metricOf(draft: GateDraft | GateMemberDraft, kind: GateKind, context: GateContext): MetricSpec | null {
  const id = kind === 'weightedScore' ? draft.id : draft.metric;
  if (id === undefined) {
    note(context, 'metric', 'is missing; add it: the id of a metric of this plan');
    return null;
  }
  const metric = context.metrics.find((one) => one.id === id);
  // The metric of a score that could not be read was told at the score itself.
  if (metric !== undefined || kind === 'weightedScore') return metric ?? null;
  const known = context.metrics.map((one) => one.id);
  const message = `${id} is not a metric of this plan.${didYouMean(id, known)} Metrics: ${known.join(', ')}`;
  context.issues.push({ path: context.placeOf('metric'), message });
  return null;
}

function simpleGate(
  draft: GateDraft | GateMemberDraft,
  kind: GateKind,
  metric: MetricSpec,
  windowMs: number,
  context: GateContext,
): GateSpec {
  return {
    id: draft.id,
    title: draft.title ?? titled(draft.id),
    metric: metric.id,
    kind,
    direction: draft.direction ?? 'above',
    ...boundsOf(draft, metric, context),
    windowMs,
    forMs: draft.for === undefined ? 0 : durationMs(draft.for),
    consecutive: draft.consecutive ?? 1,
    minSamples: draft.minSamples ?? 0,
    minEvents: draft.minEvents ?? 3,
    whenNoData: draft.whenNoData ?? 'hold',
    shadow: draft.shadow ?? false,
    inclusive: draft.inclusive ?? inclusiveKinds.includes(kind),
    evidence: draft.evidence ?? 'raw',
    confidence: draft.confidence ?? (kind === 'sampleRatio' ? 0.999 : 0.95),
    condition: draft.while === undefined ? null : compileCondition(draft.while, windowMs, context),
    onRed: draft.onRed ?? 'rollback',
    canary: kind === 'canaryVsControl' ? canaryOf(draft) : null,
    twice: twiceOf(draft, context),
    members: [],
    score: null,
    critical: draft.critical ?? false,
    group: draft.group ?? 'all',
    weight: draft.weight ?? 1,
  };
}

function twiceOf({ twice }: GateDraft | GateMemberDraft, context: GateContext): string | null {
  if (twice === undefined) return null;
  const known = context.metrics.map((one) => one.id);
  if (!known.includes(twice))
    note(context, 'twice', `names ${twice}, which is not a metric of this plan.${didYouMean(twice, known)} Metrics: ${known.join(', ')}`);
  return twice;
}

/** Kayenta's defaults: 98 % confidence, and a quarter of the shift counts as no difference. */
function canaryOf(draft: GateDraft | GateMemberDraft): CanarySpec {
  return { confidence: draft.canary?.confidence ?? 0.98, tolerance: draft.canary?.tolerance ?? 0.25 };
}

function boundsOf(draft: GateDraft | GateMemberDraft, metric: MetricSpec, context: GateContext): Pick<GateSpec, BoundName> {
  const read = (name: BoundName): number | null => {
    const raw = draft[name] ?? null;
    if (raw === null) return null;
    const bound = readBound(raw, metric.unit, draft.kind ?? 'absolute');
    if (bound.ok) return bound.value;
    note(context, name, bound.message);
    return null;
  };
  const bounds = { yellow: read('yellow'), red: read('red'), emergency: read('emergency') };
  if (draft.kind !== 'sampleRatio' && boundNames.every((name) => (draft[name] ?? null) === null)) {
    context.issues.push({ path: context.placeOf('id'), message: `Gate ${draft.id} has no bound; give it yellow, red or emergency` });
  }
  return bounds;
}

/** What fits the metric only: counted events and intervals need a rate, a circuit breaker needs its number of checks. */
function checkFit(draft: GateDraft | GateMemberDraft, gate: GateSpec, metric: MetricSpec, context: GateContext): void {
  if (draft.minEvents !== undefined && metric.unit !== 'rate' && metric.unit !== 'ms') {
    note(
      context,
      'minEvents',
      `counts failures of a rate or slow ones of a time, and ${metric.id} is measured in ${metric.unit}; remove it`,
    );
  }
  if (gate.evidence !== 'raw' && metric.unit !== 'rate') {
    note(context, 'evidence', `${gate.evidence} needs a rate, and ${metric.id} is measured in ${metric.unit}; use raw or canaryVsControl`);
  }
  if (gate.kind === 'circuitBreaker' && gate.consecutive < 2) {
    note(context, 'consecutive', 'is missing; add it: how many checks in a row trip a circuitBreaker, 2 or more');
  }
}
