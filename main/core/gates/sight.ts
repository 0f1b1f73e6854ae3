import type { GateSpec, MetricSpec } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';
import type { Baseline } from '../model/rollout.ts';
import type { Verdict, VerdictKind } from '../model/verdict.ts';
import { gateRule } from './list.ts';
import { inOrder, type Pool, pool, within } from './window.ts';

/** What a gate is judged by. Times in ms; `points` in any order, in the metric's unit. */
export interface GateInput {
  readonly now: number;
  readonly startedAt: number | null;
  readonly points: readonly Point[];
  readonly baseline: Baseline | null;
  /** The version before over the same time; empty unless the gate compares with it. */
  readonly control: readonly Point[];
  /** Since when the source does not answer, and its problem in words. */
  readonly failingSince: number | null;
  readonly problem: string | null;
  readonly everyMs: number;
}

/** One gate with everything seen of its metric, looked at once. */
export interface Sight {
  readonly gate: GateSpec;
  readonly metric: MetricSpec;
  readonly input: GateInput;
  /** Readings up to now, oldest first. */
  readonly points: readonly Point[];
  readonly pool: Pool | null;
  readonly newestAt: number | null;
  /** A reading older than this no longer speaks for now, ms: three polls and the source's usual lag. */
  readonly freshMs: number;
  readonly fresh: boolean;
  /** Value the bounds are measured from, in the metric's unit; null when the gate needs none or there is none. */
  readonly reference: number | null;
  /** Readings of the present window, and of the version before in it. */
  readonly used: readonly Point[];
  readonly control: readonly Point[];
}

/**
 * Looks at the readings of a gate. The window is (now − length, now]; when a source is merely late and that window is empty
 * while the newest reading is still fresh, the window ends at that reading instead of losing sight for a moment.
 */
export function sightOf(gate: GateSpec, metric: MetricSpec, input: GateInput): Sight {
  const points = inOrder(input.points.filter((point) => point.ts <= input.now));
  const newestAt = points[points.length - 1]?.ts ?? null;
  const freshMs = 3 * input.everyMs + metric.lagMs;
  const fresh = newestAt !== null && input.now - newestAt <= freshMs;
  const current = within(points, input.now, gate.windowMs);
  const end = current.length === 0 && fresh && newestAt !== null ? newestAt : input.now;
  const used = end === input.now ? current : within(points, end, gate.windowMs);
  // Two versions are compared over the same time, also where their source is late.
  const control = gateRule(gate.kind).reference === 'control' ? inOrder(within(input.control, end, gate.windowMs)) : [];
  const reference = referenceOf(gate, metric, input, used, control);
  return { gate, metric, input, points, pool: pool(used, metric.aggregate), newestAt, freshMs, fresh, reference, used, control };
}

function referenceOf(
  gate: GateSpec,
  metric: MetricSpec,
  input: GateInput,
  used: readonly Point[],
  control: readonly Point[],
): number | null {
  switch (gateRule(gate.kind).reference) {
    case 'none':
      return null;
    case 'baseline':
      return input.baseline?.value ?? null;
    case 'first':
      return (
        pool(
          used.filter((point) => point.ts === used[0]?.ts),
          metric.aggregate,
        )?.value ?? null
      );
    case 'control':
      return control.length === 0 ? null : control.reduce((sum, point) => sum + point.value, 0) / control.length;
  }
}

/** A verdict about what was seen, with a reason in words and the earliest time it can change, ms. */
export function verdictOf(sight: Sight, kind: VerdictKind, reason: string, nextChangeAt: number | null, seen: Pool | null): Verdict {
  const { gate, input } = sight;
  return {
    gate: gate.id,
    title: gate.title,
    kind,
    value: seen?.value ?? null,
    samples: seen?.samples ?? null,
    baseline: sight.reference,
    reason,
    observedAt: sight.newestAt,
    nextChangeAt: nextChangeAt === null ? null : Math.max(input.now, nextChangeAt),
    shadow: gate.shadow,
    interval: null,
    onRed: gate.onRed,
  };
}
