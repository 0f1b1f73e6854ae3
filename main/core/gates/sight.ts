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
  const used = current.length === 0 && fresh && newestAt !== null ? within(points, newestAt, gate.windowMs) : current;
  return { gate, metric, input, points, pool: pool(used, metric.aggregate), newestAt, freshMs, fresh };
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
    baseline: gateRule(gate.kind).needsBaseline ? (input.baseline?.value ?? null) : null,
    reason,
    observedAt: sight.newestAt,
    nextChangeAt: nextChangeAt === null ? null : Math.max(input.now, nextChangeAt),
    shadow: gate.shadow,
  };
}
