import { formatValue } from '../gates/format.ts';
import { boundNames, boundWords, type BoundName } from '../gates/words.ts';
import type { GateSpec, MetricSpec } from '../model/plan.ts';
import { durationInWords } from '../words.ts';
import { durationMs, readBound } from './bounds.ts';
import { didYouMean } from './nearest.ts';
import type { PlanIssue, PlanPath } from './problem.ts';
import type { GateDraft } from './schema.ts';

/** Where a key of a gate stands: a stage's gate takes some of its keys from the plan-wide one. */
export type PlaceOf = (key: string) => PlanPath;

export interface GateContext {
  readonly metrics: readonly MetricSpec[];
  readonly everyMs: number;
  readonly placeOf: PlaceOf;
  readonly issues: PlanIssue[];
}

/** `error-rate` → `Error rate`. */
export function titled(id: string): string {
  const words = id.replaceAll(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Fills in a gate and notes what is wrong with it. Null when its metric is unknown, because nothing else can be read then. */
export function compileGate(draft: GateDraft, context: GateContext): GateSpec | null {
  const metric = context.metrics.find((one) => one.id === draft.metric);
  if (metric === undefined) {
    const known = context.metrics.map((one) => one.id);
    const message = `${draft.metric} is not a metric of this plan.${didYouMean(draft.metric, known)} Metrics: ${known.join(', ')}`;
    context.issues.push({ path: context.placeOf('metric'), message });
    return null;
  }
  const gate: GateSpec = {
    id: draft.id,
    title: draft.title ?? titled(draft.id),
    metric: metric.id,
    kind: draft.kind ?? 'absolute',
    direction: draft.direction ?? 'above',
    ...boundsOf(draft, metric, context),
    windowMs: durationMs(draft.window),
    forMs: draft.for === undefined ? 0 : durationMs(draft.for),
    consecutive: draft.consecutive ?? 1,
    minSamples: draft.minSamples ?? 0,
    minEvents: draft.minEvents ?? 3,
    whenNoData: draft.whenNoData ?? 'hold',
    shadow: draft.shadow ?? false,
  };
  checkBounds(gate, metric, context);
  checkTimes(gate, metric, context);
  if (draft.minEvents !== undefined && metric.unit !== 'rate') {
    note(context, 'minEvents', `counts the bad events of a rate, and ${metric.id} is measured in ${metric.unit}; remove it`);
  }
  return gate;
}

function note(context: GateContext, key: string, message: string): void {
  context.issues.push({ path: context.placeOf(key), message: `${key} ${message}` });
}

function boundsOf(draft: GateDraft, metric: MetricSpec, context: GateContext): Pick<GateSpec, BoundName> {
  const read = (name: BoundName): number | null => {
    const raw = draft[name] ?? null;
    if (raw === null) return null;
    const bound = readBound(raw, metric.unit, draft.kind ?? 'absolute');
    if (bound.ok) return bound.value;
    note(context, name, bound.message);
    return null;
  };
  const bounds = { yellow: read('yellow'), red: read('red'), emergency: read('emergency') };
  if (boundNames.every((name) => (draft[name] ?? null) === null)) {
    context.issues.push({ path: context.placeOf('id'), message: `Gate ${draft.id} has no bound; give it yellow, red or emergency` });
  }
  return bounds;
}

/** Bounds have to get worse from yellow to emergency, and each must be one a value can reach. */
function checkBounds(gate: GateSpec, metric: MetricSpec, context: GateContext): void {
  // Relative bounds are sizes of a change for the worse, so they rise on either side.
  const rising = gate.kind !== 'absolute' || gate.direction === 'above';
  const given = boundNames.flatMap((name) => (gate[name] === null ? [] : [{ name, bound: gate[name] }]));
  for (const [index, { name, bound }] of given.entries()) {
    const milder = given[index - 1];
    if (milder !== undefined && (rising ? bound <= milder.bound : bound >= milder.bound)) {
      const here = boundWords(gate, metric, bound);
      const there = boundWords(gate, metric, milder.bound);
      const side = rising ? 'over' : 'under';
      note(
        context,
        name,
        `(${here}) must be ${side} ${milder.name} (${there}), because ${gate.direction} is the bad side; swap them or change direction`,
      );
    }
    const never = unreachable(gate, metric, bound);
    if (never !== null) note(context, name, never);
  }
}

function unreachable(gate: GateSpec, metric: MetricSpec, bound: number): string | null {
  if (gate.kind === 'baselineRatio' && gate.direction === 'below' && bound >= 1) {
    return 'can never be reached: nothing falls by more than 100 %; use a smaller change';
  }
  if (gate.kind !== 'absolute' || metric.unit !== 'rate') return null;
  const end = gate.direction === 'above' ? 1 : 0;
  if (bound !== end) return null;
  return `can never be reached: a rate is never ${gate.direction} ${formatValue(end, 'rate')}; use a bound inside 0–100 %`;
}

function checkTimes(gate: GateSpec, metric: MetricSpec, context: GateContext): void {
  const least = context.everyMs + metric.lagMs;
  if (gate.windowMs < least) {
    const lag = metric.lagMs > 0 ? ` and ${metric.id} is up to ${durationInWords(metric.lagMs)} late` : '';
    const why = `readings come every ${durationInWords(context.everyMs)}${lag}`;
    note(context, 'window', `of ${durationInWords(gate.windowMs)} is too short: ${why}; use at least ${durationInWords(least)}`);
  }
  if (gate.forMs > 0 && gate.consecutive > 1)
    note(context, 'consecutive', 'and for both say how long a breach must last; keep one of them');
  if (gate.red === null && (gate.forMs > 0 || gate.consecutive > 1)) {
    note(
      context,
      gate.forMs > 0 ? 'for' : 'consecutive',
      'says how long a red breach must last, and there is no red bound; add red or remove it',
    );
  }
}
